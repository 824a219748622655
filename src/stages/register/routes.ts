import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { confirmRoutes } from './confirm-routes.ts'
import { copyRoutes } from './copy/routes.ts'
import { fillRoutes } from './fill-routes.ts'
import { keeperRoutes } from './keeper-routes.ts'
import { signRoutes } from './sign-routes.ts'
import { startRoutes } from './start-routes.ts'

/** The registration form from its first question to the register, and the same pages to confirm or correct (REG-2 to REG-4). */
export function registerRoutes(app: FastifyInstance, deps: Deps) {
  startRoutes(app, deps)
  fillRoutes(app, deps)
  signRoutes(app, deps)
  keeperRoutes(app, deps)
  confirmRoutes(app, deps)
  copyRoutes(app, deps)
}
