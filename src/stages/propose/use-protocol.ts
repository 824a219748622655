import type { User } from '#src/accounts/here.ts'
import { Conflict } from '#src/errors.ts'
import { keepTier } from '#src/partnerships/case/assess.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { type Entry, findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { findNewRules, markOf, type NewRules } from './new-rules.ts'

/** What someone had before them: the version of the proposal, and the mark of what the new rules would do. */
export type Seen = { version: number; mark: string }

/**
 * Takes a draft over to the protocol in force (PRO-1, PRO-5). Answers that still fit stay; the others are taken out, and
 * are asked again. What is no longer asked stays where it is.
 * @throws Conflict where it is no draft, is under that protocol already, or is not what was looked at
 */
export async function useProtocol(
  act: Act,
  authorityId: string,
  entryId: string,
  seen: Seen,
  by: Pick<User, 'accountId' | 'name'>,
  at: Date,
): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const on = londonDay(at)
  const entry = await findEntry(act.trx, authorityId, entryId)
  const was = await findCase(act.trx, authorityId, entry, on)
  if (was.proposal?.state !== 'draft')
    throw new Conflict(
      'This is not a draft any more, so it stays under its own rules. Open it again and look.',
    )
  const found = await findNewRules(act.trx, authorityId, entry, was, on)
  if (!found) throw new Conflict('It is under the protocol in force already: someone did this before you.')
  const { proposal, newer } = found
  if (!found.covered)
    throw new Conflict('The protocol in force asks for no approval of this kind. The draft stays as it is.')
  if (proposal.version !== seen.version || markOf(found) !== seen.mark)
    throw new Conflict('Someone changed this draft, or the rules, since you looked. Open it again and look.')
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.update('proposal', proposal.id, { protocol_id: newer.id }, seen.version)
  // The row stays: what was noted beside the answer may still be of use, and the history tells what it said.
  const empty = { value: null, not_relevant: '', answered_by: '' }
  for (const ref of found.unfit) await writer.update('answer', proposal.answers[ref]!.id, empty)
  if (await isAssessedAnew(act, authorityId, entry, found))
    await keepTier(act, entry, found.now, { by, at, protocolId: newer.id, cause: 'rescored' })
}

// A tier that was kept is kept anew under the rules that count now. That of what stands already waits for the decision.
async function isAssessedAnew(act: Act, authorityId: string, entry: Entry, found: NewRules) {
  if (found.override !== null) return found.override === 'ends'
  if (found.proposal.purpose !== 'enter') return false
  const kept = await act.trx
    .selectFrom('assessment')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entry.id)
    .where('about', '=', 'tier')
    .limit(1)
    .executeTakeFirst()
  return kept !== undefined
}
