import type { ApprovalState } from '#src/db/tables.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { moveByDecision } from '#src/partnerships/move.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { isOpen } from './acting.ts'
import { type Address, mailEnded, mailSeats } from './mails.ts'
import { progressOf } from './progress.ts'
import { findRound, type Round } from './round.ts'

/**
 * Brings a submission to where its decisions lead: opens the next step and tells whoever decides there, waits for a call-in,
 * or ends it and moves the proposal and the involvement on (APP-1, APP-2, APP-6).
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
  const open = steps.find(step => step.state === 'open')?.seats.filter(isOpen) ?? []
  const fresh = open.filter(seat => seat.opened_at === null)
  if (state === 'running' && fresh.length > 0) {
    for (const seat of fresh) await writer.update('approval_seat', seat.id, { opened_at: at })
    await mailSeats(act.trx, round, fresh, address, at)
  }
  if (state !== round.state) {
    const ended = state === 'approved' || state === 'declined' || state === 'changes'
    await writer.update('approval', round.id, { state, ended_at: ended ? at : null })
    if (ended) await end(act, authorityId, round, state, address, at)
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
  await moveByDecision(act, entry, state === 'changes' ? 'taken-back' : state)
  await mailEnded(act.trx, round, saidOf[state], address, at)
}

const saidOf = {
  approved: 'approved',
  declined: 'declined',
  changes: 'changes are asked for',
}
