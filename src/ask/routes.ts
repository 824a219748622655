import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { questionRoutes } from './question-routes.ts'

/** Questions of a protocol: answering them, and asking others for advice on them. */
export function askRoutes(app: FastifyInstance, deps: Deps) {
  questionRoutes(app, deps)
}
