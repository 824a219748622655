import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Deps } from '#src/deps.ts'
import { kinds } from '#src/domain/words.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { covers } from '#src/protocol/definition.ts'
import { pageIn, pagesFor } from '#src/web/paging.ts'
import { londonDay } from '#src/web/views.ts'
import { callsFor, lookAgain } from './bases.ts'
import { listAssessed } from './queries.ts'
import { listToAssess } from './to-assess.ts'

/** What was assessed, with what was found, by whom and when (DEF-4). */
export function listRoutes(app: FastifyInstance, deps: Deps) {
  app.get('/:authority/staff/assessments', { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const today = londonDay(deps.now())
    const { pack } = await protocolOn(here.db, here.authority.id, today)
    const { directorates } = await findOffer(here.db, deps.now())
    const outcomes = [
      {
        value: 'not',
        label: 'Assessed, not a partnership',
        kinds: kinds.map(each => each.value).filter(kind => !covers(pack, kind)),
      },
      ...kinds.map(({ value, label }) => ({ value, label, kinds: [value] })),
      { value: 'take-advice', label: 'Take advice', kinds: ['take-advice'] },
      { value: 'again', label: 'To be assessed again', kinds: [] },
    ]
    const query = (req.query ?? {}) as Record<string, unknown>
    const outcome = outcomes.find(each => each.value === query.outcome)
    const directorate = directorates.find(each => each.id === query.directorate)
    const asked = pageIn(query)
    const filter = {
      outcomes: outcome?.kinds ?? [],
      directorate: directorate?.id ?? null,
      entries: outcome?.value === 'again' ? await listToAssess(here, today) : null,
    }
    const list = await listAssessed(here, filter, asked)
    const assessed = list.rows.filter(each => each.tier_cause !== null).map(each => each.id)
    const looked = await lookAgain(here.db, here.authority.id, assessed, today)
    const words = new URLSearchParams()
    if (outcome) words.set('outcome', outcome.value)
    if (directorate) words.set('directorate', directorate.id)
    const addressOf = (page: number) => `?${new URLSearchParams([...words, ['page', String(page)]])}`
    return reply.view('stages/consider/list.njk', {
      title: 'Assessments',
      wide: true,
      base: `/${here.authority.slug}/staff`,
      list: list.rows.map(each => ({
        ...each,
        again: looked.has(each.id) ? callsFor(looked.get(each.id)!) : [],
      })),
      total: list.total,
      outcomes,
      covered: pack.definition.covers,
      outcome: outcome?.value ?? '',
      directorates,
      directorate: directorate?.id ?? '',
      mayAssess: here.may('propose'),
      pagination: pagesFor(list, addressOf),
    })
  })
}
