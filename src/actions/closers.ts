import { actingOn } from '#src/decide/acting.ts'
import type { Round } from '#src/decide/round.ts'

/** An account that may close a condition, and in which capacity. */
export type Closer = { accountId: string; capacity: string }

/**
 * Who closes a condition: whoever holds the post that set it, or records for the committee that did; never whoever put the
 * proposal forward (APP-6). Empty where nobody is left: then a keeper does it for them.
 */
export function closersOf(round: Round, decisionId: string): Closer[] {
  return round.seats
    .filter(seat => seat.decision_id === decisionId)
    .flatMap(seat => actingOn(round, seat))
    .flatMap(({ holder, capacity }) =>
      holder.accountId === null ? [] : [{ accountId: holder.accountId, capacity }],
    )
}
