import type { Holder } from '#src/adopted/fillings.ts'
import type { ApprovalState } from '#src/db/tables.ts'
import { actingOn, isOpen } from '#src/decide/acting.ts'
import { dueOn } from '#src/decide/escalate.ts'
import { outcomeWords, waivedSaid } from '#src/decide/outcome-words.ts'
import type { PlannedSeat } from '#src/decide/plan.ts'
import { progressOf, type StepProgress } from '#src/decide/progress.ts'
import type { Round, RoundDecision, RoundSeat } from '#src/decide/round.ts'
import { formatDate } from '#src/domain/dates.ts'
import { formatDay } from '#src/web/views.ts'

/** A word about where something stands, and its colour. */
export type Tag = { text: string; colour: string }

/** Who decides on one seat: why, who that is today, and where it stands; `lacks` says why nobody can. */
export type ShownSeat = {
  id: string
  role: string
  because: string
  clause: string
  /** Post or committee by post or committee: its title and who fills it today. */
  who: { title: string; people: string }[]
  state: Tag
  /** What was decided and by whom, since when it waits, or who waived it and why. */
  said: string
  lacks: string
}
export type ShownStep = { title: string; need: string; state: Tag | null; seats: ShownSeat[] }

/** The route of a submission as it is read, each step with its state and who holds its posts today (APP-1). */
export function routeOfRound(round: Round, on: string): ShownStep[] {
  const { state, steps } = progressOf(round, on)
  return steps.map(step => ({
    title: step.title,
    need: needOf(step.need, step.seats.length),
    state: stateOf(round, step, state),
    seats: step.seats.map(seat => shownSeat(round, step, seat, { state, on })),
  }))
}

/** What the route of a draft would be: nothing of it is decided yet. */
export function routeOfPlan(planned: readonly PlannedSeat[]): ShownStep[] {
  return [...new Set(planned.map(each => each.step))].map(step => {
    const seats = planned.filter(each => each.step === step)
    return {
      title: step.title,
      need: needOf(step.need, seats.length),
      state: null,
      seats: seats.map(({ decider, fillings }) => ({
        id: decider.id,
        role: decider.title,
        because: decider.because,
        clause: decider.clause ?? '',
        who: fillings.map(({ post, committee }) =>
          committee ? committeeIn(committee) : postIn(post!.title, post!.holders),
        ),
        state: { text: 'Not asked yet', colour: 'grey' },
        said: '',
        lacks: fillings.length > 0 ? '' : 'No post or committee fills this role.',
      })),
    }
  })
}

function needOf(need: 'all' | 'any', seats: number): string {
  if (seats < 2) return ''
  return need === 'any' ? 'Any one of these decides.' : 'All of these decide.'
}

const stepTags: Record<StepProgress['state'], Tag> = {
  done: { text: 'Done', colour: 'green' },
  open: { text: 'Open', colour: 'blue' },
  'call-in': { text: 'Waiting for the call-in', colour: 'yellow' },
  'called-in': { text: 'Called in', colour: 'orange' },
  later: { text: 'Later', colour: 'grey' },
}

function stateOf(round: Round, step: StepProgress, state: ApprovalState): Tag {
  const outcomes = step.seats.map(seat => round.decisions.find(each => each.id === seat.decision_id)?.outcome)
  if (step.state === 'call-in' || step.state === 'called-in') return stepTags[step.state]
  const against = outcomes.find(outcome => outcome === 'declined' || outcome === 'changes')
  if (against) return decisionTags[against]!
  const over = ['declined', 'changes', 'withdrawn'].includes(state)
  return over && step.state !== 'done' ? { text: 'Not reached', colour: 'grey' } : stepTags[step.state]
}

type Standing = { state: ApprovalState; on: string }

function shownSeat(round: Round, step: StepProgress, seat: RoundSeat, { state, on }: Standing): ShownSeat {
  const decision = round.decisions.find(each => each.id === seat.decision_id)
  const waits = isOpen(seat) && !['approved', 'declined', 'changes', 'withdrawn'].includes(state)
  const passed = step.state === 'done'
  return {
    id: seat.id,
    role: seat.role_title,
    because: seat.because,
    clause: seat.clause,
    who: isOpen(seat)
      ? [
          ...seat.posts.map(post => postIn(post.title, post.holders, post.closed_on)),
          ...(seat.committee ? [committeeIn(seat.committee)] : []),
        ]
      : [],
    state: seatTag(seat, decision, { waits, step, on }),
    said: saidOf(seat, decision, { waits, step, on }),
    lacks: waits && !passed ? lacksOf(round, seat) : '',
  }
}

type Waiting = { waits: boolean; step: StepProgress; on: string }

function seatTag(seat: RoundSeat, decision: RoundDecision | undefined, { waits, step, on }: Waiting): Tag {
  if (decision) return decisionTags[decision.outcome] ?? { text: 'Decided', colour: 'grey' }
  if (seat.waived_by) return { text: 'Waived', colour: 'yellow' }
  if (step.state === 'done') return { text: 'Not needed', colour: 'grey' }
  if (!waits) return { text: 'Not reached', colour: 'grey' }
  if (step.state === 'call-in' || step.state === 'called-in')
    return { text: 'Not needed so far', colour: 'grey' }
  if (step.state !== 'open') return { text: 'Later', colour: 'grey' }
  return (dueOn(seat) ?? on) < on ? { text: 'Overdue', colour: 'red' } : { text: 'Waiting', colour: 'blue' }
}

const decisionTags: Partial<Record<RoundDecision['outcome'], Tag>> = {
  approved: { text: 'Approved', colour: 'green' },
  'approved-with-conditions': { text: 'Approved with conditions', colour: 'green' },
  declined: { text: 'Declined', colour: 'red' },
  changes: { text: 'Changes asked for', colour: 'orange' },
}

function saidOf(seat: RoundSeat, decision: RoundDecision | undefined, { waits, step, on }: Waiting): string {
  if (decision)
    return `${decision.decided_by} ${outcomeWords[decision.outcome]} on ${formatDate(decision.decided_on)}`
  if (seat.waived_by) return waivedSaid(seat)
  if (!waits || step.state !== 'open' || !seat.opened_at) return ''
  const since = `Asked on ${formatDay(seat.opened_at)}`
  const due = dueOn(seat)!
  if (due >= on) return `${since}, due by ${formatDate(due)}`
  const told = seat.escalated_at ? `, those above were told on ${formatDay(seat.escalated_at)}` : ''
  return `${since}, was due by ${formatDate(due)}${told}`
}

function lacksOf(round: Round, seat: RoundSeat): string {
  const acting = actingOn(round, seat)
  if (acting.some(each => each.holder.accountId)) return ''
  if (acting.length > 0) return 'Nobody who can decide here has an account. An administrator invites them.'
  const holders = seat.committee?.recorders ?? seat.posts.flatMap(post => post.holders)
  if (holders.length > 0)
    return 'Nobody can decide here today: everyone who could decide either put it forward or takes no part.'
  if (seat.committee ? seat.committee.closed_on : seat.posts.every(post => post.closed_on))
    return `The ${seat.committee ? 'committee' : 'post'} was closed. An administrator says who fills this role now; then the register’s keeper changes the route.`
  return seat.committee
    ? `Nobody records for ${seat.committee.name}. An administrator names a recorder.`
    : 'The post is vacant. Name its holder or a deputy.'
}

function postIn(title: string, holders: readonly Holder[], closedOn: string | null = null) {
  const people = closedOn ? `closed on ${formatDate(closedOn)}` : holders.map(holderIn).join(', ') || 'vacant'
  return { title, people }
}

type Committee = { name: string; recorders: readonly Holder[]; closed_on?: string | null }

function committeeIn({ name, recorders, closed_on = null }: Committee) {
  const records = recorders.map(each => each.name).join(', ')
  const people = records ? `recorded by ${records}` : 'nobody records for it'
  return { title: name, people: closed_on ? `closed on ${formatDate(closed_on)}, ${people}` : people }
}

function holderIn({ name, deputy, to }: Holder): string {
  if (!deputy) return name
  return `${name} (deputy${to ? ` until ${formatDate(to)}` : ''})`
}
