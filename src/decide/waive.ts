import { Conflict, NotAllowed, NotFound } from '#src/errors.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { isOpen } from './acting.ts'
import { type Decider, holdRound } from './decide.ts'
import { settle } from './settle.ts'

/**
 * Sets one seat of a running route aside, on record: why, on whose authority, by whom (REV-4). The last seat that would
 * decide is never waived: a proposal nobody decided on is not approved.
 * @param given.authority who allowed it, in words
 * @throws NotAllowed for whoever put the proposal forward; Conflict where the seat is not open, or nobody would decide
 */
export async function waiveSeat(
  act: Act,
  authorityId: string,
  which: { approvalId: string; seatId: string },
  given: { why: string; authority: string },
  by: Decider,
): Promise<void> {
  const round = await holdRound(act, authorityId, which.approvalId, londonDay(by.at))
  if (round.proposers.accounts.includes(by.accountId))
    throw new NotAllowed('Nobody waives a step of their own proposal.')
  const seat = round.seats.find(each => each.id === which.seatId)
  if (!seat) throw new NotFound('No such step')
  if (!isOpen(seat)) throw new Conflict('This step does not wait any more. Open it again and look.')
  const others = round.seats.filter(
    each => each.id !== seat.id && each.dropped_at === null && each.waived_by === '',
  )
  if (others.length === 0)
    throw new Conflict('Nobody would decide on this proposal at all. Take it back or re-route it instead.')
  await act.on('involvement', round.involvement_id, round.content.name).update('approval_seat', seat.id, {
    waived_why: given.why,
    waived_authority: given.authority,
    waived_by: by.name,
    waived_at: by.at,
  })
  await settle(act, authorityId, round.id, by.at, by.address)
}
