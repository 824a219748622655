import type { Writer } from '#src/trail/change.ts'
import type { PlannedSeat } from './plan.ts'

/**
 * Freezes the route of a submission as seats: which post or committee decides is fixed from now on, whoever fills it
 * (APP-1). @param kept seats of the route before that stay as they are, by step and role
 */
export async function addSeats(
  writer: Writer,
  involvementId: string,
  approvalId: string,
  seats: readonly PlannedSeat[],
  kept: ReadonlySet<string> = new Set(),
): Promise<void> {
  const steps = [...new Set(seats.map(seat => seat.step))]
  const rows = seats
    .filter(seat => !kept.has(seatKey(seat.step.id, seat.decider.id)))
    .map(({ step, decider, fillings }) => ({
      involvement_id: involvementId,
      approval_id: approvalId,
      step: steps.indexOf(step) + 1,
      step_id: step.id,
      title: step.title,
      need: step.need,
      delegated: step.delegated,
      days: step.days,
      role: decider.id,
      role_title: decider.title,
      clause: decider.clause ?? '',
      because: decider.because,
      post_ids: fillings.flatMap(each => each.post?.id ?? []),
      committee_id: fillings.find(each => each.committee)?.committee?.id ?? null,
      opened_at: null,
      escalated_at: null,
      decision_id: null,
      waived_at: null,
      dropped_at: null,
    }))
  await writer.insertMany('approval_seat', rows)
}

/** What tells one seat of a route from another: its step and the role that decides. */
export function seatKey(stepId: string, role: string): string {
  return `${stepId} ${role}`
}
