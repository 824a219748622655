import type { ApprovalState } from '#src/db/tables.ts'
import { formatDate } from '#src/domain/dates.ts'
import { dropAllConditions } from '#src/partnerships/case/drop-conditions.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { moveByDecision } from '#src/partnerships/move.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { isOpen } from './acting.ts'
import { dropConditions } from './conditions.ts'
import { type Address, mailEnded, mailMovedOn, mailSeats } from './mails.ts'
import { inList, outcomeWords } from './outcome-words.ts'
import { heldRefusals, progressOf, type StepProgress } from './progress.ts'
import { findRound, type Round } from './round.ts'

/**
 * Brings a submission to where its decisions lead: opens the next step and tells whoever decides there, waits for a call-in,
 * or ends it and moves the proposal and the involvement on (APP-1, APP-2, APP-6). Those who put it forward are told of each
 * step that is done, and of the end.
 * @returns the state it is in now
 */
export async function settle(
  act: Act,
  authorityId: string,
  approvalId: string,
  at: Date,
  address: Address,
): Promise<ApprovalState> {
  const on = londonDay(at)
  const round = await findRound(act.trx, authorityId, approvalId, on)
  const { state, steps } = progressOf(round, on)
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  const current = steps.find(step => step.state === 'open')
  const fresh = (current?.seats ?? []).filter(isOpen).filter(seat => seat.opened_at === null)
  if (state === 'running' && fresh.length > 0) {
    for (const seat of fresh) await writer.update('approval_seat', seat.id, { opened_at: at })
    await mailSeats(act.trx, round, fresh, address, at)
    const done = steps.filter(step => step.state === 'done')
    if (done.length > 0) await mailMovedOn(act.trx, round, saidOfStep(done.at(-1)!, current!), address, at)
  }
  if (state !== round.state) {
    const ended = state === 'approved' || state === 'declined' || state === 'changes'
    const ended_why = ended ? whyOf(round, state) : ''
    await writer.update('approval', round.id, { state, ended_at: ended ? at : null, ended_why })
    if (ended) await end(act, authorityId, round, state, address, at)
    else if (state === 'call-in') await mailEnded(act.trx, round, saidOfCallIn(round, on), address, at)
    else if (state === 'called-in') await mailEnded(act.trx, round, saidOfCalledIn(round), address, at)
  }
  return state
}

async function end(
  act: Act,
  authorityId: string,
  round: Round,
  state: 'approved' | 'declined' | 'changes',
  address: Address,
  at: Date,
) {
  const writer = act.on('involvement', round.involvement_id, round.content.name)
  const entry = await findEntry(act.trx, authorityId, round.involvement_id)
  await writer.update('proposal', round.proposal_id, { state: state === 'changes' ? 'draft' : state })
  if (state === 'approved') await writer.update('involvement', entry.id, { approval_evidenced: true })
  else {
    const why = `The proposal came to nothing: ${saidOfEnd(round, state)}.`
    // Of a renewal that is sent back, what was approved before still stands with what it asked for.
    if (state === 'declined') await dropAllConditions(act, authorityId, entry, round.proposal_id, why)
    else await dropConditions(act, round, round.decisions, { why, by: '', at })
  }
  await moveByDecision(act, entry, state === 'changes' ? 'taken-back' : state)
  await mailEnded(act.trx, round, saidOfEnd(round, state), address, at)
}

function saidOfEnd({ decisions }: Round, state: 'approved' | 'declined' | 'changes'): string {
  if (state === 'approved')
    return decisions.some(each => each.outcome === 'approved-with-conditions')
      ? 'approved, with conditions'
      : 'approved'
  const last = decisions.findLast(each => each.outcome === state)
  return last ? `${last.decided_by} ${outcomeWords[state]}` : outcomeWords[state]
}

// What whoever proposed it reads first. What is exempt stays with the decision.
function whyOf({ decisions }: Round, state: ApprovalState): string {
  const last = state === 'approved' ? undefined : decisions.findLast(each => each.outcome === state)
  return last?.reasons && !last.exempt_paragraph ? `${last.decided_by}: ${last.reasons}` : ''
}

function saidOfStep(done: StepProgress, { title, seats }: StepProgress): string {
  const who = seats
    .filter(isOpen)
    .map(seat => seat.committee?.name ?? seat.posts[0]?.title ?? seat.role_title)
  return `the step ‘${done.title}’ is done. Now it waits for ‘${title}’: ${inList(who)}.`
}

function saidOfCalledIn({ decisions }: Round): string {
  const called = decisions.findLast(each => each.called_in_on !== null && each.call_in_outcome === null)!
  const by = called.called_in_by ? ` by ${called.called_in_by}` : ''
  return `the decision of ${called.decided_by} was called in${by} on ${formatDate(called.called_in_on!)}, and waits for the outcome`
}

function saidOfCallIn(round: Round, on: string): string {
  const { decisions } = round
  const [refusal] = heldRefusals(round, on)
  if (refusal)
    return `${refusal.decided_by} declined. That takes effect once the call-in period ends on ${formatDate(refusal.call_in_ends_on ?? on)}`
  const until = decisions
    .flatMap(each =>
      each.call_in_ends_on !== null && each.call_in_ends_on >= on ? [each.call_in_ends_on] : [],
    )
    .sort()
    .at(-1)
  return `agreed, and waiting until the call-in period ends on ${formatDate(until ?? on)}`
}
