import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { installationRoutes } from './installation/routes.ts'
import { invitationRoutes } from './invite/routes.ts'
import { keptRoutes } from './kept/routes.ts'
import { accountRoutes } from './members/person-routes.ts'
import { membersRoutes } from './members/routes.ts'
import { ownRoutes } from './own/routes.ts'
import { secondFactorRoutes } from './own/second-factor-routes.ts'
import { resetRoutes } from './reset/routes.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { startRoutes } from './start/routes.ts'
import { whoRoutes } from './who/routes.ts'

/** Everything about who people are and what they may do. */
export function accountsRoutes(app: FastifyInstance, deps: Deps) {
  startRoutes(app, deps)
  signInRoutes(app, deps)
  resetRoutes(app, deps)
  invitationRoutes(app, deps)
  keptRoutes(app, deps)
  ownRoutes(app, deps)
  secondFactorRoutes(app, deps)
  membersRoutes(app, deps)
  accountRoutes(app, deps)
  whoRoutes(app, deps)
  installationRoutes(app, deps)
}
