import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { addAdviceRoutes } from './advice/add-routes.ts'
import { askAdviceRoutes } from './advice/ask-routes.ts'
import { giveAdviceRoutes } from './advice/give-routes.ts'
import { adviceListRoutes } from './advice/list-routes.ts'
import { questionRoutes } from './question-routes.ts'

/** Questions of a protocol: answering them, and asking others for advice on them. */
export function askRoutes(app: FastifyInstance, deps: Deps) {
  questionRoutes(app, deps)
  adviceListRoutes(app, deps)
  askAdviceRoutes(app, deps)
  giveAdviceRoutes(app, deps)
  addAdviceRoutes(app, deps)
}
