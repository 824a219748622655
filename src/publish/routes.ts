import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { entryPublishRoutes } from './entry-routes.ts'
import { listPublishRoutes } from './list-routes.ts'
import { withdrawRoutes } from './withdraw-routes.ts'

/** The staff's side of the public register: what is public, publishing it and withdrawing it. */
export function publishRoutes(app: FastifyInstance, deps: Deps) {
  listPublishRoutes(app, deps)
  entryPublishRoutes(app, deps)
  withdrawRoutes(app, deps)
}
