import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Deps } from '#src/deps.ts'

/** Whether the process lives, and whether it can answer people. */
export function health(app: FastifyInstance, { database }: Deps) {
  app.get('/health/live', { config: { needs: 'anyone' } }, async () => ({ status: 'live' }))
  app.get('/health/ready', { config: { needs: 'anyone' } }, async (_, reply) => {
    const ready = await sql`select 1`.execute(database.app()).then(
      () => true,
      () => false,
    )
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' })
  })
}
