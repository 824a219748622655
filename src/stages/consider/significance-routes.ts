import type { FastifyInstance } from 'fastify'
import { findProtocol } from '#src/adopted/protocol.ts'
import { askPages } from '#src/ask/pages.ts'
import type { AssessmentCause } from '#src/db/tables.ts'
import type { Deps } from '#src/deps.ts'
import { monthsAfter } from '#src/domain/dates.ts'
import { covers } from '#src/protocol/definition.ts'
import { type Case, reviewMonths } from '#src/protocol/known.ts'
import { londonDay } from '#src/web/views.ts'
import { aheadByTier, isFewerAbove } from './ahead.ts'
import { type Address, openSignificance, path } from './open-significance.ts'
import { keepResult, rescore } from './tier.ts'
import { workingOf } from './working.ts'

/** How significant one entry is, why, and what follows; kept and rescored (SIG-1 to SIG-3). */
export function significanceRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const { here, entry, now, today, base, record, able } = await openSignificance(req, deps)
    const { last, state } = now
    const keptShown =
      state === 'draft' || !last ? null : await findProtocol(here.db, here.authority.id, last.protocol_id)
    const protocol = keptShown ?? now.protocol
    const questions = questionsOf(now.made)
    const ahead = aheadByTier(now.made, today)
    return reply.view('stages/consider/significance.njk', {
      title: 'How significant it is',
      caption: `${entry.reference} ${entry.name}`,
      entry,
      ...now,
      record,
      back: entry.registration === 'logged' ? record : `${record}/proposal`,
      covered: covers(now.protocol.pack, entry.kind),
      working: keptShown
        ? workingOf(keptShown.pack, last!.model, last!.working)
        : workingOf(now.protocol.pack, now.found.model, now.found.working),
      says: keptShown ? last!.says : now.found.says,
      protocol,
      protocolPage: `${base}/protocol${protocol.id ? `?version=${protocol.id}` : ''}`,
      model: protocol.pack.significance.models.find(
        each => each.id === (keptShown ? last!.model : now.found.model),
      ),
      questions,
      causes,
      ahead,
      fewer: isFewerAbove(ahead),
      reviewDue:
        last && state === 'standing'
          ? monthsAfter(londonDay(last.made_at), reviewMonths(protocol.pack, now.made))
          : null,
      today,
      mayPropose: able('propose'),
      mayOverride: able('override-tier'),
      mayRescore: able(now.overridden ? 'override-tier' : 'propose'),
    })
  })

  app.post<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const { act, entry, now, record } = await openSignificance(req, deps, 'propose')
    await act('assess-significance', 'propose', (each, who) => keepResult(each, entry.id, who))
    return reply.redirect(`${record}/${now.state === 'draft' ? 'proposal' : 'significance?done=kept'}`, 303)
  })

  app.post<Address>(`${path}/rescore`, { config: { needs: 'propose' } }, async (req, reply) => {
    const { act, entry, now, record } = await openSignificance(req, deps, 'propose')
    // It would set aside what someone decided.
    const verb = now.overridden ? 'override-tier' : 'propose'
    await act('rescore', verb, (each, who) => rescore(each, entry.id, who))
    return reply.redirect(`${record}/significance?done=kept`, 303)
  })
}

/** The page that asks what significance rests on, and how many of its questions are left. */
function questionsOf(made: Case): { name: string; asked: number; left: number } {
  const { set, features } = made.pack.definition
  const ids = made.pack.sets.filter(each => each.use === 'test' && each.id !== set && each.id !== features)
  const pages = askPages(
    made,
    ids.map(each => each.id),
  )
  const count = (of: (page: (typeof pages)[number]) => number) =>
    pages.reduce((sum, page) => sum + of(page), 0)
  return {
    name: pages[0]?.name ?? 'significance',
    asked: count(page => page.asked.length),
    left: count(page => page.left.length),
  }
}

const causes = {
  first: 'First assessment',
  again: 'Assessed again',
  changed: 'Facts had moved',
  review: 'At a review',
  rescored: 'Rescored under a new model',
  override: 'Overridden',
  existing: 'In place before the protocol',
} satisfies Record<AssessmentCause, string>
