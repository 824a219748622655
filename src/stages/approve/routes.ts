import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { briefRoutes } from './brief-routes.ts'
import { decisionRoutes } from './decision-routes.ts'
import { showRoutes } from './show-routes.ts'
import { takeBackRoutes } from './take-back-routes.ts'
import { waitingRoutes } from './waiting-routes.ts'

/** Deciding on a proposal: the route, the brief, the decision, and what waits for whom (APP-1 to APP-6). */
export function approveRoutes(app: FastifyInstance, deps: Deps) {
  waitingRoutes(app, deps)
  showRoutes(app, deps)
  briefRoutes(app, deps)
  decisionRoutes(app, deps)
  takeBackRoutes(app, deps)
}
