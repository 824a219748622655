import { formatDate } from '#src/domain/dates.ts'
import { Conflict } from '#src/errors.ts'
import type { Round } from './round.ts'

/**
 * Refuses a meeting on which a committee cannot have decided this: after it was closed, or before its decision was sent back.
 * @param decidedOn the day of the meeting, ISO
 * @throws Conflict
 */
export function refuseMeeting(
  { decisions }: Round,
  committee: { id: string; name: string; closed_on: string | null },
  decidedOn: string,
) {
  const { closed_on } = committee
  if (closed_on !== null && decidedOn > closed_on)
    throw new Conflict(
      `${committee.name} was closed on ${formatDate(closed_on)}, and decides nothing after that. Change the route.`,
    )
  const sentBack = decisions
    .filter(each => each.committee_id === committee.id && each.call_in_outcome === 'reconsider')
    .map(each => each.call_in_outcome_on ?? '')
    .sort()
    .at(-1)
  if (sentBack && decidedOn < sentBack)
    throw new Conflict(
      `${committee.name} has to decide again since ${formatDate(sentBack)}. Enter what it decided after that.`,
    )
}
