import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { assessmentRoutes } from './assessment-routes.ts'
import { listRoutes } from './list-routes.ts'
import { overrideRoutes } from './override-routes.ts'
import { scheduleRoutes } from './schedule-routes.ts'
import { significanceRoutes } from './significance-routes.ts'
import { startRoutes } from './start-routes.ts'
import { testRoutes } from './test-routes.ts'

/** Is it a partnership, and how significant is it? (DEF, SIG) */
export function considerRoutes(app: FastifyInstance, deps: Deps) {
  startRoutes(app, deps)
  testRoutes(app, deps)
  listRoutes(app, deps)
  assessmentRoutes(app, deps)
  significanceRoutes(app, deps)
  overrideRoutes(app, deps)
  scheduleRoutes(app, deps)
}
