import { findProtocol, protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { Conflict, NotAllowed, NotFound } from '#src/errors.ts'
import { caseOf } from '#src/protocol/known.ts'
import { answersForFact } from '#src/protocol/route.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { isOpen } from './acting.ts'
import { mailAllowed, mailWaived } from './allowed-mails.ts'
import { type Allowance, allowanceIn, stepAllowers } from './allowing.ts'
import { type Decider, holdRound } from './decide.ts'
import { demandReason, reasonFor } from './demanded.ts'
import type { Round, RoundSeat } from './round.ts'
import { settle } from './settle.ts'

/**
 * Sets one seat of a running route aside, on record: why, on whose authority, by whom (REV-4). Whoever allows it is
 * entitled to by the protocol; what a committee decides, what answers for unbudgeted money or for a partner's procedures
 * and the last step are never waived (APP-1, APP-4, ENT-5).
 * @throws NotAllowed for whoever put the proposal forward, and where whoever is named may not allow it; Conflict where the
 * seat is not open, or is never waived; Refused without a reason
 */
export async function waiveSeat(
  act: Act,
  authorityId: string,
  which: { approvalId: string; seatId: string },
  given: Allowance & { why: string },
  by: Decider,
): Promise<void> {
  const on = londonDay(by.at)
  const round = await holdRound(act, authorityId, which.approvalId, on)
  if (round.proposers.accounts.includes(by.accountId))
    throw new NotAllowed('Nobody waives a step of their own proposal.')
  const seat = round.seats.find(each => each.id === which.seatId)
  if (!seat) throw new NotFound('No such step')
  if (!isOpen(seat)) throw new Conflict('This step does not wait any more. Open it again and look.')
  const never = await whyNeverWaived(act.trx, authorityId, round, seat, on)
  if (never) throw new Conflict(never)
  demandReason(reasonFor.waiver, given.why)
  if (given.allowedOn > on || given.allowedOn < londonDay(round.submitted_at))
    throw new Conflict('A step is allowed to be waived between its submission and today.')
  const allowers = await stepAllowers(act.trx, authorityId, which, given.allowedOn)
  const { allower, said } = allowanceIn(allowers, given, by.accountId)
  await act.on('involvement', round.involvement_id, round.content.name).update('approval_seat', seat.id, {
    waived_why: given.why,
    waived_authority: said,
    waived_by: by.name,
    waived_at: by.at,
  })
  await mailWaived(act.trx, round, seat, { by, said, why: given.why, but: allower.accountId })
  const what = `the step ‘${seat.title}: ${seat.role_title}’`
  await mailAllowed(act.trx, allower, { what, ...round.content, by, said, why: given.why })
  await settle(act, authorityId, round.id, by.at, by.address)
}

/**
 * Why a seat is never waived, in a sentence; '' where it can be (REV-4). A route ends in a decision, and what Cabinet or
 * another committee has to decide is decided there.
 * @param on today, ISO
 */
export async function whyNeverWaived(
  db: Db,
  authorityId: string,
  round: Round,
  seat: RoundSeat,
  on: string,
): Promise<string> {
  if (seat.committee_id !== null) return 'What a committee decides is never waived.'
  const standing = round.seats.filter(each => each.dropped_at === null && each.waived_by === '')
  const last = Math.max(...standing.map(each => each.step))
  if (seat.step === last && standing.filter(each => each.step === last).length === 1)
    return 'The last step of a route is never waived: someone decides.'
  // The route may have been worked out anew under the rules of today.
  const [own, current] = [
    await findProtocol(db, authorityId, round.protocol_id),
    await protocolOn(db, authorityId, on),
  ]
  for (const { pack } of [own, current]) {
    const made = caseOf(pack, round.facts, {}, on)
    const found = kept.find(each => answersForFact(each.fact, seat.step_id, seat.role, made))
    if (found) return found.says
  }
  return ''
}

const kept = [
  { fact: 'in_budget', says: 'A step that answers for money outside approved budgets is never waived.' },
  { fact: 'partner_procedures', says: 'A step that answers for a partner’s own procedures is never waived.' },
]
