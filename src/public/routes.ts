import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { aboutRoutes } from './about/routes.ts'
import type { PublicSite } from './answer.ts'
import { bodyRoutes } from './bodies/routes.ts'
import { openDataRoutes } from './data/routes.ts'
import { entryRoutes } from './entry/routes.ts'
import { indexRoutes } from './index-routes.ts'
import { logRoutes } from './log/routes.ts'
import { pagesOf } from './page.ts'
import { peopleRoutes } from './people/routes.ts'
import { protocolRoutes } from './protocol/routes.ts'
import { registerRoutes } from './register/routes.ts'
import { testRoutes } from './test/routes.ts'

/** What anyone may read without an account, made of published copies alone (REG-5, SCR-4, MUL-1). */
export function publicRoutes(app: FastifyInstance, deps: Deps, site: PublicSite) {
  const page = pagesOf(app)
  indexRoutes(app, site, page)
  registerRoutes(app, site, page)
  entryRoutes(app, site, page)
  peopleRoutes(app, site, page)
  bodyRoutes(app, site, page)
  logRoutes(app, site, page)
  protocolRoutes(app, site, page)
  testRoutes(app, site, page)
  aboutRoutes(app, site, page)
  openDataRoutes(app, deps, site, page)
}
