import type { FastifyInstance } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import { aheadOf } from '#src/protocol/ahead.ts'
import { comparePacks } from '#src/protocol/compare.ts'
import { change } from '#src/trail/change.ts'
import { findNewRules, markOf, type NewRules } from './new-rules.ts'
import { type Address, headOf, type OpenProposal, openToChange, proposalWhat } from './open.ts'
import { useProtocol } from './use-protocol.ts'

const path = '/:authority/staff/partnerships/:ref/proposal/protocol'

/** What the protocol in force would make of a draft begun under another, and taking it over (PRO-1, PRO-5, SIG-2). */
export function protocolRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const { here, entry, entryCase, on } = open
    const found = await findNewRules(here.db, here.authority.id, entry, entryCase, on)
    if (!found) throw new Elsewhere(open.base)
    return reply.view('stages/propose/protocol.njk', protocolPage(open, found))
  })

  app.post<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const { here, entry, proposal } = open
    const back = proposal?.purpose === 'existing' ? `${open.record}/existing` : open.base
    const what = proposalWhat(req, deps, open, 'involvement.use-protocol')
    await change(here.db, what, act =>
      useProtocol(act, here.authority.id, entry.id, seenIn(req.body), userOf(req), what.at),
    )
    return reply.redirect(`${back}?done=new-rules`, 303)
  })
}

function seenIn(body: unknown) {
  const { version, mark } = (body ?? {}) as { version?: unknown; mark?: unknown }
  return { version: Number(version), mark: String(mark) }
}

function protocolPage(open: OpenProposal, found: NewRules) {
  const { base, record } = open
  const { proposal, was, newer, now, carried, override, covered } = found
  const decided = proposal.purpose !== 'existing'
  return {
    ...headOf(open, 'What the new rules would change'),
    back: decided ? base : `${record}/existing`,
    action: `${base}/protocol`,
    wide: true,
    button: 'Use the protocol now in force',
    values: {},
    own: was.protocol,
    newer,
    sides: [was.made, now].map((made, i) => {
      const ahead = aheadOf(made)
      const door = i === 0 ? carried.asked.was : carried.asked.now
      const often = ahead.says.slice(ahead.says.lastIndexOf('every '))
      return { ...ahead, tier: made.tier, asked: decided ? ahead.asked : door, often }
    }),
    decided,
    tierMoved: was.made.tier !== now.tier,
    found: now.significance,
    override,
    overridden: was.overridden,
    covered,
    carried: { ...carried, added: inSets(carried.added), dropped: inSets(carried.dropped) },
    counts: {
      added: carried.added.length,
      dropped: carried.dropped.length,
      kept: carried.dropped.filter(each => each.answered).length,
    },
    comparison: comparePacks(was.protocol.pack, newer.pack),
    version: proposal.version,
    mark: markOf(found),
  }
}

/** Questions under the title of their set. */
function inSets<One extends { set: string }>(questions: readonly One[]) {
  return [...Map.groupBy(questions, each => each.set)].map(([title, of]) => ({ title, questions: of }))
}
