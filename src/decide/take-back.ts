import { isDeepStrictEqual } from 'node:util'
import type { Db } from '#src/db/open.ts'
import type { FrozenAnswer } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import type { Tier } from '#src/domain/words.ts'
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
    .select(['id', 'protocol_id', 'content', 'account_id', 'submitted_by', 'submitted_at', 'ended_at'])
    .where('authority_id', '=', authorityId)
    .where('proposal_id', '=', proposalId)
    .where('state', '=', 'approved')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Gives a renewal up: what was approved stands again as it did, with the answers that were approved and whoever gave them,
 * with the tier it had, and out of date by what the register says since (APP-6). Where those answers were not kept yet, it is put on record that
 * the answers are left as they are.
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
  const { answers } = behind.content
  if (answers) await answerAsApproved(act, authorityId, entry, proposalId, { ...behind, answers }, by.at)
  else writer.note('answers_left', true)
  await assessAsBefore(act, authorityId, entry, by)
  await moveByDecision(act, entry, 'renewal-dropped')
}

// The tier that the draft came to goes with it: that of before it was begun counts again.
async function assessAsBefore(
  act: Act,
  authorityId: string,
  entry: { id: string; name: string },
  { accountId, name, at }: { accountId: string; name: string; at: Date },
) {
  const begun = await act.trx
    .selectFrom('event')
    .select(eb => eb.fn.max('at').as('at'))
    .where('authority_id', '=', authorityId)
    .where('subject_type', '=', 'involvement')
    .where('subject_id', '=', entry.id)
    .where('action', '=', 'involvement.renew')
    .executeTakeFirst()
  const kept = await act.trx
    .selectFrom('assessment')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entry.id)
    .where('about', '=', 'tier')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const stood = begun?.at && kept.find(each => each.made_at <= begun.at!)
  if (!stood || stood === kept[0]) return
  const { authority_id: _, version: __, working, answers, facts, ...same } = stood
  const occasion = {
    cause: 'again' as const,
    why: 'The renewal was dropped',
    account_id: accountId,
    made_by: name,
  }
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.insert('assessment', {
    ...same,
    // One that someone set goes on being theirs.
    ...(stood.cause === 'override' ? {} : occasion),
    id: newId(at),
    working: JSON.stringify(working),
    answers: JSON.stringify(answers),
    facts: JSON.stringify(facts),
    made_at: at,
  })
  await writer.update('involvement', entry.id, { tier: stood.result as Tier })
}

type Approved = {
  answers: readonly FrozenAnswer[]
  account_id: string | null
  submitted_by: string
  submitted_at: Date
}

async function answerAsApproved(
  act: Act,
  authorityId: string,
  entry: { id: string; name: string },
  proposalId: string,
  { answers, ...submitted }: Approved,
  at: Date,
) {
  const writer = act.on('involvement', entry.id, entry.name)
  const rows = await act.trx
    .selectFrom('answer')
    .select(['id', 'question', 'value', 'note', 'evidence', 'owner', 'not_relevant'])
    .where('authority_id', '=', authorityId)
    .where('subject_id', '=', proposalId)
    .execute()
  for (const { id, ...now } of rows) {
    const answer = answers.find(each => each.question === now.question)
    if (!answer) await writer.remove('answer', id)
    else if (!isDeepStrictEqual(now, saidIn(answer)))
      await writer.update('answer', id, { ...patchOf(answer), ...giverOf(answer, submitted) })
  }
  const gone = answers.filter(each => !rows.some(row => row.question === each.question))
  await writer.insertMany(
    'answer',
    gone.map(answer => ({
      ...patchOf(answer),
      ...giverOf(answer, submitted),
      id: newId(at),
      involvement_id: entry.id,
      subject_type: 'proposal' as const,
      subject_id: proposalId,
      question: answer.question,
    })),
  )
}

const saidIn = ({ answered_by: _, answered_at: __, ...said }: FrozenAnswer) => said

function patchOf(answer: FrozenAnswer) {
  const { question: _, value, ...said } = saidIn(answer)
  return { ...said, value: value === null ? null : JSON.stringify(value) }
}

// Where it was not kept who gave it, it stands as it was submitted, and by whom.
function giverOf(
  { answered_by, answered_at }: FrozenAnswer,
  { account_id, submitted_by, submitted_at }: Omit<Approved, 'answers'>,
) {
  if (answered_by === undefined || answered_at === undefined)
    return { account_id, answered_by: submitted_by, answered_at: submitted_at }
  return { account_id: null, answered_by, answered_at: new Date(answered_at) }
}
