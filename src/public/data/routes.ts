import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import type { PublicSite } from '#src/public/answer.ts'
import type { MakePage } from '#src/public/page.ts'
import { listRoutes } from './list-routes.ts'
import { pageRoutes } from './page-routes.ts'
import { wholeRoutes } from './whole-routes.ts'

/** Open data beside every public view (REG-5): files and feeds, what they mean, and what finds them. */
export function openDataRoutes(app: FastifyInstance, deps: Deps, site: PublicSite, page: MakePage) {
  listRoutes(app, deps, site)
  pageRoutes(app, deps, site, page)
  wholeRoutes(app, deps, site)
}
