import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { organisationRoutes } from './organisations/routes.ts'

/** Whom an authority works with and who works for it. */
export function directoryRoutes(app: FastifyInstance, deps: Deps) {
  organisationRoutes(app, deps)
}
