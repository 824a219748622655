import type { z } from 'zod'
import type { DecisionOutcome } from '#src/db/tables.ts'
import { formatDate } from '#src/domain/dates.ts'
import { exemptParagraphs } from '#src/domain/schedule-12a.ts'
import { Refused } from '#src/errors.ts'
import { lines } from '#src/web/inputs.ts'
import type { CommitteeVerdict, Verdict } from './decide.ts'

/** What is wrong with something to be put on record: the box of its form, and how to mend it. */
export type Wrong = { field: string; text: string }

/** Refuses to put on record what its form would not take either. @throws Refused */
export function refuseWrong(wrong: readonly Wrong[]): void {
  if (wrong[0]) throw new Refused(`${wrong[0].text}.`)
}

const reason = (message: string) => lines('The reason', 2000).refine(text => text !== '', message)

/** The reasons that nothing is done without: a form asks for them, and so does what it leads to (APP-6, REV-4, SIG-2). */
export const reasonFor = {
  waiver: reason('Say why it is waived'),
  withdrawal: reason('Say why you take it back'),
  reRoute: reason('Say why the route is changed'),
  tier: reason('Enter the reason'),
}

/** @throws Refused where a reason is not given */
export function demandReason(schema: z.ZodType<string, string>, why: string): void {
  const read = schema.safeParse(why)
  if (!read.success)
    refuseWrong(read.error.issues.map(({ path, message }) => ({ field: path.join(), text: message })))
}

/** The days between which something happened, ISO, and how the edges are named: 'the day of the meeting', 'today'. */
export type Between = { from: string; what: string; to: string; until: string }

/** What is wrong with a day that lies outside those on which it can have been. */
export function dayWrong(field: string, day: string, { from, what, to, until }: Between): Wrong[] {
  if (day < from) return [{ field, text: `The day must be ${formatDate(from)}, ${what}, or later` }]
  return day > to ? [{ field, text: `The day must be ${until} or earlier` }] : []
}

const reasoned = {
  own: {
    changes: 'Say what should change',
    deferred: 'Say why you put the decision off',
    declined: 'Say why you decline',
  },
  committee: {
    changes: 'Say what should change',
    deferred: 'Say why it was put off',
    declined: 'Say why it was declined',
  },
} satisfies Record<string, Partial<Record<DecisionOutcome, string>>>

/** Changes, a deferral and a refusal have reasons, one's own and a committee's (APP-6). */
export function reasonsWrong(whose: keyof typeof reasoned, outcome: string, reasons: string): Wrong[] {
  const found = Object.entries(reasoned[whose]).find(([asks]) => asks === outcome)
  return found && reasons === '' ? [{ field: 'reasons', text: found[1] }] : []
}

/** What an approval with conditions lacks where it names none. */
export const noCondition: Wrong = { field: 'conditions-0-what', text: 'Enter at least one condition' }

/** Why a condition cannot be due on a day, or undefined. @param from the first day on which it can be, ISO */
export const dueWrong = (dueOn: string, from: string) =>
  dueOn < from ? `The day must be ${formatDate(from)} or later` : undefined

/** What is wrong with a decision: reasons, an interest or conditions that are not given (APP-6). @param on the day, ISO */
export function verdictWrong(whose: keyof typeof reasoned, verdict: Verdict, on: string): Wrong[] {
  const { outcome, reasons, interest, conditions } = verdict
  return [
    ...(outcome === 'no-part' && interest === ''
      ? [{ field: 'interest_note', text: 'Say what your interest is' }]
      : []),
    ...reasonsWrong(whose, outcome, reasons),
    ...(outcome === 'approved-with-conditions' && conditions.length === 0 ? [noCondition] : []),
    ...conditions.flatMap(({ dueOn }, i) => {
      const text = dueWrong(dueOn, on)
      return text ? [{ field: `conditions-${i}-due`, text }] : []
    }),
  ]
}

/**
 * What is wrong with the particulars of a committee's decision: the day of its meeting, the minute, whether it was a key
 * decision and until when it can be called in (APP-6).
 * @param days the day of the submission and today, ISO: no meeting was before the one or after the other
 */
export function minuteWrong(
  said: Omit<CommitteeVerdict, 'seatId' | 'conditions'>,
  { submittedOn, today }: { submittedOn: string; today: string },
): Wrong[] {
  const { outcome, decidedOn, callInEndsOn } = said
  const wrong: Wrong[] = []
  const say = (field: string, text: string) => wrong.push({ field, text })
  if (decidedOn > today) say('decided_on', 'The meeting must be today or in the past')
  else if (decidedOn < submittedOn)
    say('decided_on', `The meeting must be on or after ${formatDate(submittedOn)}, when this was submitted`)
  if (outcome !== 'deferred' && said.minuteReference === '')
    say('minute_reference', 'Enter the reference of the minute')
  if (said.exemptParagraph !== '' && !Object.hasOwn(exemptParagraphs, said.exemptParagraph))
    say('exempt_paragraph', 'Choose a paragraph from the list')
  if (!isSettling(outcome)) return wrong
  if (said.keyDecision === null) say('key_decision', 'Say whether it was a key decision')
  if (callInEndsOn !== null && callInEndsOn < decidedOn)
    say('call_in_ends_on', 'The last day must not be before the meeting')
  if (callInEndsOn === null && !said.urgentReason && said.keyDecision && !said.noCallInReason)
    say('no_call_in_reason', 'Say why a key decision cannot be called in')
  return wrong
}

export const isApproval = (outcome: string) =>
  outcome === 'approved' || outcome === 'approved-with-conditions'

/** Whether a decision settles something that could be called in: changes and a deferral do not. */
export const isSettling = (outcome: string) => isApproval(outcome) || outcome === 'declined'
