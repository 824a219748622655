import type { ApprovalState, DecisionOutcome } from '#src/db/tables.ts'
import type { Round, RoundDecision, RoundSeat } from './round.ts'

/** One step of a running route: its seats, and whether it is done, waits for a call-in, is open or comes later. */
export type StepProgress = {
  step: number
  title: string
  need: 'all' | 'any'
  seats: RoundSeat[]
  state: 'done' | 'call-in' | 'called-in' | 'open' | 'later'
}

/**
 * Where a submission stands, from its seats and decisions alone (APP-1, APP-6). One refusal ends it, once it can no longer
 * be called in; one request for changes sends it back; a step is done when all of its seats agreed or were
 * waived, or any one agreed where one is enough, and no call-in is open.
 * Time alone never approves: it only ends a call-in.
 * @param on the day, ISO
 */
export function progressOf(round: Round, on: string): { state: ApprovalState; steps: StepProgress[] } {
  const decisionOf = (seat: RoundSeat) => round.decisions.find(each => each.id === seat.decision_id)
  const seats = round.seats.filter(seat => seat.dropped_at === null)
  const outcomes = seats.map(seat => decisionOf(seat)?.outcome)
  const ended = ['approved', 'declined', 'changes', 'withdrawn'].includes(round.state)
  let reached = true
  const steps = [...new Set(seats.map(seat => seat.step))]
    .sort((a, b) => a - b)
    .map((step): StepProgress => {
      const own = seats.filter(seat => seat.step === step)
      const { title, need } = own[0]!
      const states = own.map(seat => seatState(seat, decisionOf(seat), on))
      // Where any one decides, waiving one of them leaves the decision to the others.
      const enough = states.every(isDone) || (need === 'any' && states.includes('agreed'))
      const held = states.find(state => state === 'called-in') ?? states.find(state => state === 'call-in')
      const waits = need === 'any' ? held !== undefined : states.every(state => state !== 'open')
      const state = !reached ? 'later' : enough ? 'done' : waits && held ? held : 'open'
      if (state !== 'done') reached = false
      return { step, title, need, seats: own, state }
    })
  if (ended) return { state: round.state, steps }
  if (seats.some(seat => seatState(seat, decisionOf(seat), on) === 'declined'))
    return { state: 'declined', steps }
  if (outcomes.includes('changes')) return { state: 'changes', steps }
  // A route whose last step nobody agreed to approves nothing, one without steps among them.
  const agreed = (steps.at(-1)?.seats ?? []).some(seat => seatState(seat, decisionOf(seat), on) === 'agreed')
  if (agreed && steps.every(each => each.state === 'done')) return { state: 'approved', steps }
  const current = steps.find(each => each.state !== 'done')
  const waiting = current?.state === 'call-in' || current?.state === 'called-in'
  return { state: waiting ? (current.state as ApprovalState) : 'running', steps }
}

/** The refusals that take effect once they can no longer be called in, or once a call-in has ended (APP-6). */
export function heldRefusals(round: Round, on: string): RoundDecision[] {
  if (['approved', 'declined', 'changes', 'withdrawn'].includes(round.state)) return []
  return round.decisions.filter(
    decision =>
      decision.outcome === 'declined' &&
      round.seats.some(
        seat =>
          seat.decision_id === decision.id &&
          seat.dropped_at === null &&
          ['call-in', 'called-in'].includes(seatState(seat, decision, on)),
      ),
  )
}

// Nothing but agreement carries a route on, whatever else a decision may come to say.
const agrees = new Set<DecisionOutcome>(['approved', 'approved-with-conditions'])

type Held = 'open' | 'agreed' | 'declined' | 'waived' | 'call-in' | 'called-in'

function seatState(seat: RoundSeat, decision: Round['decisions'][number] | undefined, on: string): Held {
  if (seat.waived_by) return 'waived'
  if (!decision) return 'open'
  // Called in and sent back: it has to be decided again.
  if (decision.call_in_outcome === 'reconsider') return 'open'
  const settled = agrees.has(decision.outcome)
    ? 'agreed'
    : decision.outcome === 'declined'
      ? 'declined'
      : 'open'
  if (settled === 'open' || decision.call_in_outcome === 'stands') return settled
  if (decision.called_in_on) return 'called-in'
  return decision.call_in_ends_on !== null && decision.call_in_ends_on >= on ? 'call-in' : settled
}

const isDone = (state: Held) => state === 'agreed' || state === 'waived'
