import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { kinds, labelOf, stages } from '#src/domain/words.ts'
import { listAlike } from './queries.ts'

type Asked = { Querystring: { q?: unknown } }

/** Entries called much like what somebody types, among those the person may see, as JSON. */
export function suggestRoute(app: FastifyInstance) {
  app.get<Asked>(
    '/:authority/staff/suggest/partnerships',
    { config: { needs: 'see' } },
    async (req, reply) => {
      const here = hereOf(req)
      const q = typeof req.query.q === 'string' ? req.query.q.trim().slice(0, 300) : ''
      const alike = q.length < 3 ? [] : await listAlike(here, q)
      return reply.header('cache-control', 'private, no-store').send({
        entries: alike.slice(0, 5).map(({ reference, name, kind, stage, logged, considered }) => ({
          reference,
          name,
          detail:
            logged || considered
              ? `${labelOf(kinds, kind)}, ${labelOf(stages, stage).toLowerCase()}`
              : 'A registration form that is not logged yet',
          address: `/${here.authority.slug}/staff/partnerships/${reference}`,
        })),
      })
    },
  )
}
