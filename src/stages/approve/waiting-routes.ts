import type { FastifyInstance } from 'fastify'
import { hereOf, userOf } from '#src/accounts/here.ts'
import { outcomeWords, stateWords } from '#src/decide/outcome-words.ts'
import { findDecisions, pageSize } from '#src/decide/waiting.ts'
import type { Deps } from '#src/deps.ts'
import { pageIn, pagesFor } from '#src/web/paging.ts'
import { londonDay } from '#src/web/views.ts'

type Address = { Params: { authority: string } }

/** What waits for the reader's decision, what they decided, and what of theirs waits for others (APP-1, APP-6). */
export function waitingRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>('/:authority/staff/decisions', { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const on = londonDay(deps.now())
    const { accountId } = userOf(req)
    const page = pageIn(req.query)
    const found = await findDecisions(here.db, { authorityId: here.authority.id, accountId, on, page })
    const pages = Math.max(1, Math.ceil(found.decidedInAll / pageSize))
    if (page > pages) return reply.redirect(`/${here.authority.slug}/staff/decisions`, 303)
    return reply.view('stages/approve/waiting.njk', {
      title: 'Decisions',
      base: `/${here.authority.slug}/staff`,
      on,
      outcomeWords,
      stateWords,
      ...found,
      pagination: pagesFor({ page, pages }, to => (to > 1 ? `?page=${to}` : '')),
    })
  })
}
