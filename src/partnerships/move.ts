import type { Db } from '#src/db/open.ts'
import type { PartialDate } from '#src/domain/dates.ts'
import { labelOf, type Stage, stages } from '#src/domain/words.ts'
import { Conflict } from '#src/errors.ts'
import { covers } from '#src/protocol/definition.ts'
import type { Act } from '#src/trail/change.ts'
import { protocolSince, whyNotInPlace } from './began.ts'
import { dropAllConditions } from './case/drop-conditions.ts'
import { undoApproval } from './case/undo-approval.ts'
import { findEntry } from './entry/queries.ts'
import { findNeeds } from './needs.ts'
import type { RecordColumns } from './record.ts'

/** One way an involvement can go on by hand. `outside`: only where the protocol does not cover its kind. */
export type Move = { to: Stage; label: string; outside?: true }

// By hand nothing becomes proposed, approved or not a partnership: a proposal, its approval and the test do that.
const moves: Record<Stage, Move[]> = {
  considered: [
    { to: 'in-place', label: 'It is in place', outside: true },
    { to: 'declined', label: 'Decide against it' },
  ],
  proposed: [
    { to: 'considered', label: 'Consider it again' },
    { to: 'declined', label: 'Decide against it' },
  ],
  approved: [
    { to: 'in-place', label: 'It is in place' },
    { to: 'declined', label: 'Decide against it after all' },
  ],
  'in-place': [
    { to: 'leaving', label: 'We are leaving it' },
    { to: 'ended', label: 'It has ended, or we have left' },
  ],
  leaving: [
    { to: 'ended', label: 'It has ended, or we have left' },
    { to: 'in-place', label: 'We are staying after all' },
  ],
  ended: [{ to: 'in-place', label: 'Open it again: it is in place' }],
  declined: [{ to: 'considered', label: 'Consider it again' }],
  'not-a-partnership': [
    { to: 'considered', label: 'Consider it again' },
    { to: 'in-place', label: 'It is in place after all' },
  ],
}

// Where a proposal and its approval lead, which nobody can do by hand (APP-2). What is in place stays so meanwhile.
const decided: Record<
  'submitted' | 'approved' | 'declined' | 'taken-back' | 'renewal-dropped',
  Partial<Record<Stage, Stage>>
> = {
  submitted: { considered: 'proposed' },
  approved: { proposed: 'approved' },
  declined: { proposed: 'declined' },
  'taken-back': { proposed: 'considered', approved: 'considered' },
  'renewal-dropped': { considered: 'approved' },
}

/** Moves an involvement on by what became of its proposal; a stage it says nothing about stays (APP-2, APP-6). */
export async function moveByDecision(
  act: Act,
  involvement: { id: string; name: string; stage: Stage },
  what: keyof typeof decided,
): Promise<void> {
  const to = decided[what][involvement.stage]
  if (to)
    await act
      .on('involvement', involvement.id, involvement.name)
      .update('involvement', involvement.id, { stage: to })
}

/**
 * Moves an involvement by what the definition test found (DEF-1, DEF-4): what is no partnership leaves the stages of
 * one, and what is one after all is considered again. A stage it says nothing about stays.
 * @param late whether what is in place began too late to be so without an approval
 */
export async function moveByTest(
  act: Act,
  involvement: { id: string; name: string; stage: Stage },
  isPartnership: boolean,
  late = false,
): Promise<void> {
  const again: Stage[] = late ? ['not-a-partnership', 'in-place'] : ['not-a-partnership']
  const from: Stage[] = isPartnership ? again : ['considered', 'declined']
  if (!from.includes(involvement.stage)) return
  await act
    .on('involvement', involvement.id, involvement.name)
    .update('involvement', involvement.id, { stage: isPartnership ? 'considered' : 'not-a-partnership' })
}

/** Where an involvement can go by hand from a stage, likeliest first. */
export function movesFrom(stage: Stage): Move[] {
  return moves[stage]
}

/** Whether a stage may become another by hand, with nothing to be looked up first: what an import may do to an entry. */
export function isFree(from: Stage, to: Stage): boolean {
  return from === to || (!guarded.includes(from) && moves[from].some(each => each.to === to && !each.outside))
}

const guarded: Stage[] = ['proposed', 'approved', 'not-a-partnership']

/**
 * Moves an involvement to another stage by hand. Two who move it at once cannot both win: the second saw a stage
 * that is no longer true. In place needs what the protocol asks by then (APP-2, APP-3).
 * @param seen the stage it was in when the mover looked
 * @param how.endedOn when it ended, where it ends; opening it again clears it
 * @param how.on the day, ISO
 * @throws Conflict when it has moved meanwhile, this stage does not lead there, or something still stands in the way
 */
export async function move(
  act: Act,
  involvement: { id: string; name: string; partnership_id: string },
  seen: Stage,
  to: Stage,
  how: { endedOn: PartialDate | null; on: string },
): Promise<void> {
  const now = await act.trx
    .selectFrom('involvement')
    .select(['stage', 'authority_id'])
    .where('id', '=', involvement.id)
    .forUpdate()
    .executeTakeFirst()
  if (now?.stage !== seen)
    throw new Conflict(
      `Someone else changed the status to ‘${labelOf(stages, now?.stage ?? null)}’ meanwhile. Open the entry again and look.`,
    )
  if (!moves[seen].some(each => each.to === to))
    throw new Conflict(`An entry that is ‘${labelOf(stages, seen)}’ cannot become ‘${labelOf(stages, to)}’.`)
  const open = await findOpenProposal(act.trx, involvement.id)
  if (open?.state === 'submitted' && beforePlace.includes(seen))
    throw new Conflict('Its proposal is being decided. Take the proposal back first, then change the status.')
  if (to === 'in-place') {
    const entry = await findEntry(act.trx, now.authority_id, involvement.id)
    const why = await whyNotYet(act.trx, now.authority_id, entry, how.on)
    if (why) throw new Conflict(why)
  }
  const writer = act.on('involvement', involvement.id, involvement.name)
  await writer.update('involvement', involvement.id, { stage: to })
  if (to === 'ended' || seen === 'ended')
    await writer.update('partnership', involvement.partnership_id, { ended_on: how.endedOn })
  if (to === 'declined' && open) {
    await writer.update('proposal', open.id, { state: 'dropped' })
    await dropAllConditions(act, now.authority_id, involvement, open.id, 'It was decided against after all.')
  }
  // What was approved and not entered after all is proposed and approved anew, if ever.
  if (seen === 'approved' && to === 'declined')
    await undoApproval(act, now.authority_id, involvement, 'declined')
}

const beforePlace: Stage[] = ['considered', 'proposed', 'approved']

function findOpenProposal(db: Db, involvementId: string) {
  return db
    .selectFrom('proposal')
    .select(['id', 'state'])
    .where('involvement_id', '=', involvementId)
    .where('state', 'in', ['draft', 'submitted'])
    .executeTakeFirst()
}

/** Why an entry cannot be moved by hand to being in place, in a sentence; undefined where it can (APP-2, APP-3). */
async function whyNotYet(
  db: Db,
  authorityId: string,
  entry: RecordColumns,
  on: string,
): Promise<string | undefined> {
  if (entry.stage === 'approved') {
    if (entry.registration !== 'logged') return 'It is not on the register yet. Register it first.'
    const { blocks } = await findNeeds(db, authorityId, entry, 'in-place', on)
    const says = blocks.map(each => each.says).join('; ')
    return says && `It cannot be in place yet. Still needed: ${says}.`
  }
  if (entry.stage !== 'considered' && entry.stage !== 'not-a-partnership') return undefined
  const since = await protocolSince(db, authorityId, on)
  if (!covers(since.pack, entry.kind)) return undefined
  if (entry.stage === 'considered') return 'A partnership is in place only once it is approved. Propose it.'
  const why = whyNotInPlace(since, entry.kind, entry.started_on)
  return why && `${why.text}.`
}
