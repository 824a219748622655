import type { PartialDate } from '#src/domain/dates.ts'
import { labelOf, type Stage, stages } from '#src/domain/words.ts'
import { Conflict } from '#src/errors.ts'
import type { Act } from '#src/trail/change.ts'

/** One way an involvement can go on. */
export type Move = { to: Stage; label: string }

const moves: Record<Stage, Move[]> = {
  considered: [
    { to: 'proposed', label: 'Propose it' },
    { to: 'in-place', label: 'It is in place already' },
    { to: 'declined', label: 'Decide against it' },
    { to: 'not-a-partnership', label: 'It is not a partnership' },
  ],
  proposed: [
    { to: 'approved', label: 'It is approved' },
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
    { to: 'not-a-partnership', label: 'It is not a partnership' },
  ],
  leaving: [
    { to: 'ended', label: 'It has ended, or we have left' },
    { to: 'in-place', label: 'We are staying after all' },
  ],
  ended: [{ to: 'in-place', label: 'Open it again: it is in place' }],
  declined: [{ to: 'considered', label: 'Consider it again' }],
  'not-a-partnership': [
    { to: 'considered', label: 'Consider it again' },
    { to: 'in-place', label: 'It is a partnership after all, and in place' },
  ],
}

// Where a proposal and its approval lead, which nobody can do by hand (APP-2). What is in place stays so meanwhile.
const decided: Record<'submitted' | 'approved' | 'declined' | 'taken-back', Partial<Record<Stage, Stage>>> = {
  submitted: { considered: 'proposed' },
  approved: { proposed: 'approved' },
  declined: { proposed: 'declined' },
  'taken-back': { proposed: 'considered', approved: 'considered' },
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

/** Where an involvement can go from a stage, likeliest first. */
export function movesFrom(stage: Stage): Move[] {
  return moves[stage]
}

/**
 * Moves an involvement to another stage: the only way a stage changes by hand. Two who move it at once cannot both
 * win: the second saw a stage that is no longer true.
 * @param seen the stage it was in when the mover looked
 * @param endedOn when it ended, where it ends; opening it again clears it
 * @throws Conflict when it has moved meanwhile or this stage does not lead there
 */
export async function move(
  act: Act,
  involvement: { id: string; name: string; partnership_id: string },
  seen: Stage,
  to: Stage,
  endedOn: PartialDate | null,
): Promise<void> {
  const now = await act.trx
    .selectFrom('involvement')
    .select('stage')
    .where('id', '=', involvement.id)
    .forUpdate()
    .executeTakeFirst()
  if (now?.stage !== seen)
    throw new Conflict(
      `Someone else changed the status to ‘${labelOf(stages, now?.stage ?? null)}’ meanwhile. Open the entry again and look.`,
    )
  if (!moves[seen].some(each => each.to === to))
    throw new Conflict(`An entry that is ‘${labelOf(stages, seen)}’ cannot become ‘${labelOf(stages, to)}’.`)
  const writer = act.on('involvement', involvement.id, involvement.name)
  await writer.update('involvement', involvement.id, { stage: to })
  if (to === 'ended' || seen === 'ended')
    await writer.update('partnership', involvement.partnership_id, { ended_on: endedOn })
}
