import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { organisationRoutes } from './organisations/routes.ts'
import { personRoutes } from './people/routes.ts'
import { postRoutes } from './posts/routes.ts'
import { suggestRoutes } from './suggest/routes.ts'

/** Whom an authority works with and who works for it. */
export function directoryRoutes(app: FastifyInstance, deps: Deps) {
  organisationRoutes(app, deps)
  personRoutes(app, deps)
  postRoutes(app, deps)
  suggestRoutes(app, deps)
}
