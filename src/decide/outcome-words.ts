import type { ApprovalState, DecisionOutcome } from '#src/db/tables.ts'
import { formatDay } from '#src/web/views.ts'

/** What someone decided, as a history says it. */
export const outcomeWords: Record<DecisionOutcome, string> = {
  approved: 'approved',
  'approved-with-conditions': 'approved with conditions',
  changes: 'asked for changes',
  deferred: 'put the decision off',
  declined: 'declined',
  'no-part': 'declared an interest and takes no part',
}

/** What became of a submission. */
export const stateWords: Record<ApprovalState, string> = {
  running: 'Being decided',
  'call-in': 'Waiting for the call-in',
  'called-in': 'Called in',
  approved: 'Approved',
  declined: 'Declined',
  changes: 'Changes asked for',
  withdrawn: 'Taken back',
}

/** What became of a submission that ended, to whoever comes too late. */
export const endWords: Partial<Record<ApprovalState, string>> = {
  approved: 'it was approved',
  declined: 'it was declined',
  changes: 'it was sent back for changes',
  withdrawn: 'it was taken back',
}

/** Who put a proposal forward or wrote in it, in a sentence. @param names those of their accounts */
export function putForwardBy(names: readonly string[]): string {
  if (names.length === 0) return ''
  const none = names.length === 1 ? 'who does not decide on it' : 'none of whom decides on it'
  return `Put forward by ${inList(names)}, ${none}.`
}

/** 'A', 'A and B', 'A, B and C'. */
export function inList(things: readonly string[], word = 'and'): string {
  return things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} ${word} ${things.at(-1)}`
}

/** Who allowed that a step is waived, who put that on record, and why (REV-4). */
export function waivedSaid(seat: {
  waived_by: string
  waived_at: Date | null
  waived_why: string
  waived_authority: string
}): string {
  const record = `Put on record by ${seat.waived_by} on ${formatDay(seat.waived_at!)}`
  return `Waived, allowed by ${seat.waived_authority}. ${record}: ${seat.waived_why}`
}
