import { formatDate } from '#src/domain/dates.ts'
import { Conflict, NotAllowed, NotFound } from '#src/errors.ts'
import { lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import { neededLine } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { dropConditions } from './conditions.ts'
import { type Decider, holdRound } from './decide.ts'
import { type Between, dayWrong, demandReason, refuseWrong, type Wrong } from './demanded.ts'
import { findRound, type Round, type RoundDecision } from './round.ts'
import { settle } from './settle.ts'

/** Whose call-in it was, and the day. */
export type CalledIn = { by: string; on: string }
/** How a call-in ended. */
export type CallInOutcome = { outcome: 'stands' | 'reconsider'; on: string; note: string }

/** What can still be entered about a committee's decision. */
export type CallInStep = 'called-in' | 'outcome' | 'reported'

/**
 * The days between which something can have become of a decision: called in until its last day for that, ended after it was
 * called in, reported after the meeting; nothing after today.
 * @param on today, ISO
 */
export function betweenOf(decision: RoundDecision, step: CallInStep, on: string): Between {
  const last = decision.call_in_ends_on
  if (step === 'outcome')
    return { from: decision.called_in_on ?? on, what: 'when it was called in', to: on, until: 'today' }
  const to = step === 'called-in' && last !== null && last < on ? last : on
  const until = to === on ? 'today' : `${formatDate(to)}, the last day for it,`
  return { from: decision.decided_on, what: 'the day of the meeting', to, until }
}

/** Whose call-in it was. */
export const calledInBy = neededLine('Who called it in', 'Enter who called it in')

/** What is wrong with the outcome of a call-in: sending a decision back needs a reason. */
export function outcomeWrong({ outcome, on, note }: CallInOutcome, between: Between): Wrong[] {
  const unsaid = outcome === 'reconsider' && note === ''
  return [
    ...dayWrong('outcome_on', on, between),
    ...(unsaid ? [{ field: 'note', text: 'Say why it has to be reconsidered' }] : []),
  ]
}

/** One decision of a submission. @throws NotFound */
export function decisionIn(round: Round, decisionId: string): RoundDecision {
  const decision = round.decisions.find(each => each.id === decisionId)
  if (!decision) throw new NotFound('No such decision')
  return decision
}

/** Whether a decision can still be called in, or was and waits for the outcome; null where neither. */
export function callInOf(round: Round, decision: RoundDecision): 'can-be' | 'called-in' | null {
  const running = ['running', 'call-in', 'called-in'].includes(round.state)
  if (!running || !round.seats.some(seat => seat.decision_id === decision.id && !seat.dropped_at)) return null
  if (decision.called_in_on) return decision.call_in_outcome === null ? 'called-in' : null
  return decision.call_in_ends_on === null ? null : 'can-be'
}

/**
 * Puts on record that a decision was called in: the proposal waits until the outcome is entered, however long (APP-6).
 * @throws Conflict where it cannot be called in any more; NotAllowed for whoever put the proposal forward; Refused where it
 * is not said whose call-in it was, or on which day
 */
export async function callIn(
  act: Act,
  authorityId: string,
  which: { approvalId: string; decisionId: string },
  called: CalledIn,
  by: Decider,
): Promise<void> {
  const round = await holdRound(act, authorityId, which.approvalId, londonDay(by.at))
  const decision = decisionIn(round, which.decisionId)
  refuseProposer(round, by)
  if (callInOf(round, decision) !== 'can-be')
    throw new Conflict('This decision cannot be called in any more. Open it again and look.')
  demandReason(calledInBy, called.by)
  refuseWrong(dayWrong('called_in_on', called.on, betweenOf(decision, 'called-in', londonDay(by.at))))
  await act.on('involvement', round.involvement_id, round.content.name).update('decision', decision.id, {
    called_in_on: called.on,
    called_in_by: called.by,
  })
  await settle(act, authorityId, round.id, by.at, by.address)
}

/**
 * Enters how a call-in ended: the decision stands, or the seat opens again, and what was decided before stays on record
 * with its reasons (APP-6).
 * @throws Conflict where no call-in is open; NotAllowed for whoever put the proposal forward; Refused where the day or the
 * reason for sending it back is not given
 */
export async function endCallIn(
  act: Act,
  authorityId: string,
  which: { approvalId: string; decisionId: string },
  ended: CallInOutcome,
  by: Decider,
): Promise<void> {
  const round = await holdRound(act, authorityId, which.approvalId, londonDay(by.at))
  const decision = decisionIn(round, which.decisionId)
  refuseProposer(round, by)
  if (callInOf(round, decision) !== 'called-in')
    throw new Conflict('No call-in of this decision is open. Open it again and look.')
  refuseWrong(outcomeWrong(ended, betweenOf(decision, 'outcome', londonDay(by.at))))
  const { outcome, on, note } = ended
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  await writer.update('decision', decision.id, {
    call_in_outcome: outcome,
    call_in_outcome_on: on,
    call_in_note: note,
  })
  if (outcome === 'reconsider') {
    for (const seat of round.seats.filter(each => each.decision_id === decision.id))
      await writer.update('approval_seat', seat.id, {
        decision_id: null,
        opened_at: null,
        escalated_at: null,
      })
    const why = 'The decision was called in and has to be taken again.'
    await dropConditions(act, round, [decision], { why, by: by.name, at: by.at })
  }
  await settle(act, authorityId, round.id, by.at, by.address)
}

/**
 * Enters when an urgent decision, which could not be called in, was reported afterwards, also where the submission has
 * ended since (APP-6).
 * @throws Conflict where it is not urgent or was reported already; NotAllowed for whoever put the proposal forward; Refused
 * where the day is not one on which it can have been
 */
export async function reportUrgent(
  act: Act,
  authorityId: string,
  which: { approvalId: string; decisionId: string },
  on: string,
  by: Decider,
): Promise<void> {
  const day = londonDay(by.at)
  const { involvement_id } = await findRound(act.trx, authorityId, which.approvalId, day)
  await lockEntries(act.trx, [involvement_id])
  const round = await findRound(act.trx, authorityId, which.approvalId, day)
  const decision = decisionIn(round, which.decisionId)
  refuseProposer(round, by)
  if (!decision.urgent_reason || decision.reported_on)
    throw new Conflict('This decision does not wait to be reported. Open it again and look.')
  refuseWrong(dayWrong('reported_on', on, betweenOf(decision, 'reported', day)))
  await act
    .on('involvement', round.involvement_id, round.content.name)
    .update('decision', decision.id, { reported_on: on })
}

function refuseProposer(round: Round, by: Decider): void {
  if (round.proposers.accounts.includes(by.accountId))
    throw new NotAllowed('Whoever put the proposal forward records nothing about its decisions.')
}
