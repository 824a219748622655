import type { Db } from '#src/db/open.ts'
import type { FrozenAnswer } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { Conflict } from '#src/errors.ts'
import { undoApproval } from '#src/partnerships/case/undo-approval.ts'
import { findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import { moveByDecision } from '#src/partnerships/move.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { dropConditions } from './conditions.ts'
import { type Decider, holdRound } from './decide.ts'
import { demandReason, reasonFor } from './demanded.ts'
import { mailTakenBack } from './mails.ts'
import { heldRefusals } from './progress.ts'

/**
 * Takes a submission back: it is a draft again, and nothing that was decided on it counts for the next (APP-6). Those
 * for whom a decision waited are told.
 * @throws Conflict when it is not being decided any more; Refused without a reason
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
  if (heldRefusals(round, londonDay(at)).length > 0)
    throw new Conflict(
      'It was declined, and waits until that can no longer be called in. It is not taken back now.',
    )
  demandReason(reasonFor.withdrawal, why)
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

/** The approval behind a draft that was opened again for renewal; undefined where it was never approved. */
export function findBehind(db: Db, authorityId: string, proposalId: string) {
  return db
    .selectFrom('approval')
    .select(['id', 'protocol_id', 'content', 'ended_at'])
    .where('authority_id', '=', authorityId)
    .where('proposal_id', '=', proposalId)
    .where('state', '=', 'approved')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Gives a renewal up: what was approved stands again as it did, with the answers that were approved, and out of date by what
 * the register says since (APP-6).
 * @throws Conflict when it is no draft any more, or was never approved
 */
export async function dropRenewal(
  act: Act,
  authorityId: string,
  entryId: string,
  proposalId: string,
  by: { accountId: string; name: string; at: Date },
): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const entry = await findEntry(act.trx, authorityId, entryId)
  const { state } = await act.trx
    .selectFrom('proposal')
    .select('state')
    .where('authority_id', '=', authorityId)
    .where('id', '=', proposalId)
    .executeTakeFirstOrThrow()
  const behind = await findBehind(act.trx, authorityId, proposalId)
  if (state !== 'draft' || !behind)
    throw new Conflict('No renewal of this is under way any more. Open it again and look.')
  const writer = act.on('involvement', entry.id, entry.name)
  // It may have gone over to other rules meanwhile.
  await writer.update('proposal', proposalId, { state: 'approved', protocol_id: behind.protocol_id })
  await writer.update('involvement', entry.id, { approval_evidenced: true })
  if (behind.content.answers)
    await answerAsApproved(act, authorityId, entry, proposalId, behind.content.answers, by)
  await moveByDecision(act, entry, 'renewal-dropped')
}

async function answerAsApproved(
  act: Act,
  authorityId: string,
  entry: { id: string; name: string },
  proposalId: string,
  approved: readonly FrozenAnswer[],
  by: { accountId: string; name: string; at: Date },
) {
  const writer = act.on('involvement', entry.id, entry.name)
  const rows = await act.trx
    .selectFrom('answer')
    .select(['id', 'question'])
    .where('authority_id', '=', authorityId)
    .where('subject_id', '=', proposalId)
    .execute()
  const patchOf = ({ question: _, value, ...said }: FrozenAnswer) => ({
    ...said,
    value: value === null ? null : JSON.stringify(value),
  })
  for (const { id, question } of rows) {
    const answer = approved.find(each => each.question === question)
    if (answer) await writer.update('answer', id, patchOf(answer))
    else await writer.remove('answer', id)
  }
  const gone = approved.filter(each => !rows.some(row => row.question === each.question))
  await writer.insertMany(
    'answer',
    gone.map(answer => ({
      ...patchOf(answer),
      id: newId(by.at),
      involvement_id: entry.id,
      subject_type: 'proposal' as const,
      subject_id: proposalId,
      question: answer.question,
      account_id: by.accountId,
      answered_by: by.name,
      answered_at: by.at,
    })),
  )
}
