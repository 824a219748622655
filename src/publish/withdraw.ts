import { Conflict } from '#src/errors.ts'
import type { Act } from '#src/trail/change.ts'
import { addToLog, closeCopies, takeHead } from './log.ts'
import { readLatest } from './prepare.ts'
import { type PublicationState, stateAfter } from './state.ts'

/** The entry a withdrawal is about. */
export type Withdrawn = { involvementId: string; reference: string; name: string }

/**
 * Takes an entry from the public register. 'ended' keeps its past versions; 'erased' deletes the content of every
 * copy ever made of it and leaves number, hash and reason in the log (SCR-4).
 * @param seen the number of the log's row that whoever withdraws it looked at
 * @throws Conflict where it was published or withdrawn meanwhile, or is not in a state that leads there; Refused
 */
export async function withdraw(
  act: Act,
  authorityId: string,
  entry: Withdrawn,
  to: 'ended' | 'erased',
  reason: string,
  at: Date,
  seen: number,
): Promise<void> {
  const { involvementId, reference, name } = entry
  const head = await takeHead(act.trx, authorityId)
  const latest = (await readLatest(act.trx, authorityId, [involvementId])).get(involvementId)
  if ((latest?.number ?? 0) !== seen)
    throw new Conflict(
      'Someone else published or withdrew this entry meanwhile. Open its page again and look.',
    )
  const state: PublicationState = latest?.act ?? 'unpublished'
  if (!stateAfter(state, to)) throw new Conflict(`An entry that is ${state} cannot be ${to}.`)
  const noted = { involvementId, reference, act: to, contentHash: '', reason }
  const [number] = await addToLog(act.trx, head, at, [noted])
  if (to === 'ended') await closeCopies(act.trx, authorityId, [involvementId], at)
  else
    await act.trx
      .deleteFrom('public_copy')
      .where('authority_id', '=', authorityId)
      .where('involvement_id', '=', involvementId)
      .execute()
  act
    .on('involvement', involvementId, name)
    .note(to === 'ended' ? 'publication_ended' : 'publication_erased', {
      number,
      reason,
    })
}
