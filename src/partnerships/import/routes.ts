import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { duplicateRoutes } from './duplicate-routes.ts'
import { startJobs } from './jobs.ts'
import { outcomeRoutes } from './outcome-routes.ts'
import { settleRoutes } from './settle-routes.ts'
import { uploadRoutes } from './upload-routes.ts'
import { wizardRoutes } from './wizard-routes.ts'

/** Taking in a register: upload, wizard, dry run, commit, undo, and what is left to settle. */
export function importRoutes(app: FastifyInstance, deps: Deps) {
  const jobs = startJobs(deps, app.log)
  app.addHook('onReady', () => jobs.sweep())
  app.addHook('onClose', () => jobs.stop())
  uploadRoutes(app, deps, jobs)
  settleRoutes(app, deps)
  duplicateRoutes(app, deps)
  wizardRoutes(app, deps, jobs)
  outcomeRoutes(app, deps, jobs)
}
