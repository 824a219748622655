import { createHash } from 'node:crypto'
import type { Adopted } from '#src/adopted/protocol.ts'
import { setsAsked } from '#src/ask/pages.ts'
import type { Db } from '#src/db/open.ts'
import { type EntryCase, findCase, type Proposal } from '#src/partnerships/case/case.ts'
import { findNewer } from '#src/partnerships/case/newer.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { type Carried, carriedOver, unfitAnswers } from '#src/protocol/carried.ts'
import { covers } from '#src/protocol/definition.ts'
import { type Case, caseOf } from '#src/protocol/known.ts'
import { tiersOn } from '#src/protocol/significance.ts'

/** A draft under its own rules and under those in force. */
export type NewRules = {
  proposal: Proposal
  was: EntryCase
  /** The protocol in force, and what it would make of the draft. */
  newer: Adopted & { id: string }
  now: Case
  carried: Carried
  /** Answers that no longer fit their question, asked or not, by set.question. */
  unfit: string[]
  /** Whether the tier that someone set would go on counting; null where nobody set one. */
  override: 'stays' | 'ends' | null
  /** Whether the protocol in force asks for approval of this kind at all. */
  covered: boolean
}

/**
 * What a draft would become under the protocol in force (PRO-1, SIG-2); null where it is under it already, or no draft.
 * @param on the day, ISO
 */
export async function findNewRules(
  db: Db,
  authorityId: string,
  entry: Entry,
  was: EntryCase,
  on: string,
): Promise<NewRules | null> {
  const newer = await findNewer(db, authorityId, was, on)
  const { proposal } = was
  if (!newer || !proposal) return null
  const { made } = await findCase(db, authorityId, entry, on, 'open', newer)
  const override = !was.overridden ? null : tiersOn(newer.pack, on).includes(made.tier) ? 'stays' : 'ends'
  const now = override === 'ends' ? byTheRules(made, on) : made
  return {
    proposal,
    was,
    newer,
    now,
    carried: carriedOver(was.made, now, proposal.answers, pack => setsAsked(pack, proposal.purpose)),
    unfit: [...unfitAnswers(was.protocol.pack, newer.pack, proposal.answers).keys()],
    override,
    covered: covers(newer.pack, entry.kind),
  }
}

/** A short mark of what using the new rules would do: whoever does it has seen that, and nothing else is done. */
export function markOf({ newer, now, unfit, proposal }: NewRules): string {
  const answers = unfit.map(ref => [ref, proposal.answers[ref]?.version])
  return createHash('sha256')
    .update(JSON.stringify([newer.id, now.tier, answers]))
    .digest('hex')
    .slice(0, 16)
}

function byTheRules({ pack, facts: held, answers }: Case, on: string): Case {
  const { tier: _, review_overdue: __, ...facts } = held
  return caseOf(pack, facts, answers, on)
}
