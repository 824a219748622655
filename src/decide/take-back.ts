import { Conflict } from '#src/errors.ts'
import { undoApproval } from '#src/partnerships/case/undo-approval.ts'
import { findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import { moveByDecision } from '#src/partnerships/move.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { dropConditions } from './conditions.ts'
import { type Decider, holdRound } from './decide.ts'
import { mailTakenBack } from './mails.ts'

/**
 * Takes a submission back: it is a draft again, and nothing that was decided on it counts for the next (APP-6). Those
 * for whom a decision waited are told.
 * @throws Conflict when it is not being decided any more
 */
export async function withdrawSubmission(
  act: Act,
  authorityId: string,
  approvalId: string,
  why: string,
  by: Decider,
): Promise<void> {
  const { at, address } = by
  const round = await holdRound(act, authorityId, approvalId, londonDay(at))
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  const entry = await findEntry(act.trx, authorityId, round.involvement_id)
  await writer.update('approval', round.id, { state: 'withdrawn', ended_at: at, ended_why: why })
  await writer.update('proposal', round.proposal_id, { state: 'draft' })
  await dropConditions(act, round, round.decisions, {
    why: 'The proposal was taken back.',
    by: by.name,
    at,
  })
  await moveByDecision(act, entry, 'taken-back')
  await mailTakenBack(act.trx, round, by, why, address, at)
}

/**
 * Opens an approved proposal again, because what it covered has moved: it has to be submitted and decided anew (APP-6). For
 * one that is in place already, a proposal to extend it is begun instead.
 * @throws Conflict when it is not an approved proposal that waits to be in place
 */
export async function reopenProposal(act: Act, authorityId: string, entryId: string): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const entry = await findEntry(act.trx, authorityId, entryId)
  const reopened = entry.stage === 'approved' && (await undoApproval(act, authorityId, entry, 'draft'))
  if (!reopened)
    throw new Conflict(
      'There is no approved proposal here that waits to be in place. Open it again and look.',
    )
  await moveByDecision(act, entry, 'taken-back')
}
