import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { checkRoutes } from './check-routes.ts'
import { commitmentsRoutes } from './commitments-routes.ts'
import { fillRoutes } from './fill-routes.ts'
import { listRoutes } from './list-routes.ts'
import { protocolRoutes } from './protocol-routes.ts'
import { showRoutes } from './show-routes.ts'
import { startRoutes } from './start-routes.ts'

/** A proposal from its task list to its submission, and the list of all of them (ENT-1 to ENT-10). */
export function proposeRoutes(app: FastifyInstance, deps: Deps) {
  listRoutes(app, deps)
  showRoutes(app, deps)
  startRoutes(app, deps)
  protocolRoutes(app, deps)
  checkRoutes(app, deps)
  commitmentsRoutes(app, deps)
  fillRoutes(app, deps)
}
