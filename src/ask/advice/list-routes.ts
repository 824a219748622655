import type { FastifyInstance } from 'fastify'
import { hereOf, userOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { londonDay } from '#src/web/views.ts'
import { listMine } from './waiting.ts'

/** What waits for my advice, what I asked others, and what I answered (PEO-6). */
export function adviceListRoutes(app: FastifyInstance, deps: Deps) {
  app.get('/:authority/staff/advice', { config: { needs: 'see' } }, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const { accountId } = userOf(req)
    const today = londonDay(deps.now())
    const lines = await listMine(db, authority.id, accountId, today)
    return reply.view('ask/advice/list.njk', {
      title: 'Advice',
      base: `/${authority.slug}/staff/partnerships`,
      today,
      waiting: lines.filter(each => each.ofMe && each.state === 'open').toSorted(soonestFirst),
      asked: lines.filter(each => each.asked_account_id === accountId),
      given: lines.filter(each => each.answered_account_id === accountId),
    })
  })
}

const soonestFirst = (a: { due_on: string | null }, b: { due_on: string | null }) =>
  (a.due_on ?? '9999') < (b.due_on ?? '9999') ? -1 : 1
