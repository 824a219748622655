import { z } from 'zod'
import type { DecisionOutcome } from '#src/db/tables.ts'
import { readConditions, type TypedCondition } from '#src/decide/conditions-form.ts'
import type { CommitteeVerdict } from '#src/decide/decide.ts'
import { isApproval, isSettling, minuteWrong, reasonsWrong } from '#src/decide/demanded.ts'
import { exemptParagraphs } from '#src/domain/schedule-12a.ts'
import { type BadForm, badForm, readForm } from '#src/web/form.ts'
import { day, dayOrNothing, joinDays, line, lines, linkOrNothing, oneOf } from '#src/web/inputs.ts'

/** What a committee can have decided. */
export const outcomes = [
  { value: 'approved', label: 'It approved' },
  { value: 'approved-with-conditions', label: 'It approved, with conditions' },
  { value: 'changes', label: 'It asked for changes', hint: 'The proposal goes back, and all decide anew.' },
  { value: 'deferred', label: 'It put the decision off to a later meeting', hint: 'The step stays open.' },
  { value: 'declined', label: 'It declined', hint: 'This ends the proposal. It stays on record.' },
] as const satisfies { value: DecisionOutcome; label: string; hint?: string }[]

/** Why a committee or a management board may refuse, in words to choose from (ENT-9). */
export const grounds = [
  { value: 'equality', label: 'The effect on equality has not been assessed' },
  { value: 'case', label: 'The case for it is not made' },
  { value: 'money', label: 'The money or the staff for it are not there' },
  { value: 'risk', label: 'The risks outweigh the rewards' },
  { value: 'priorities', label: 'It does not serve our priorities' },
] as const

export const keyDecisions = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const

export const exemptions = [
  { value: '', label: 'No part of it' },
  ...Object.entries(exemptParagraphs).map(([value, label]) => ({ value, label })),
]

export const callIns = [
  { value: 'until', label: 'It can be called in until a day' },
  { value: 'none', label: 'It cannot be called in' },
  { value: 'urgent', label: 'It is urgent, and so cannot be called in' },
] as const

/** A decision as a recorder entered it; the owners of its conditions are not known by id yet. */
export type Entered = Omit<CommitteeVerdict, 'seatId' | 'conditions'> & { conditions: TypedCondition[] }

/**
 * Reads what a recorder entered of a committee's decision (APP-6). What it approved or declined can be called in; refusal
 * and changes need reasons.
 * @param days the day of the submission and today, ISO: no meeting was before the one or after the other
 */
export function readCommitteeDecision(
  body: unknown,
  days: { submittedOn: string; today: string },
): { ok: true; value: Entered } | BadForm {
  const joined: Record<string, unknown> = {
    ...joinDays(body, ['decided_on', 'call_in_ends_on']),
    grounds: [(body as Record<string, unknown> | null)?.grounds ?? []].flat(),
  }
  const read = readForm(formFor(days), joined)
  const { conditions, mistakes } =
    joined.outcome === 'approved-with-conditions'
      ? readConditions(body, days.today)
      : { conditions: [], mistakes: [] }
  if (read.ok && mistakes.length === 0) return { ok: true, value: verdictOf(read.value, conditions) }
  const own = read.ok ? [] : Object.entries(read.errorFor).map(([field, { text }]) => ({ field, text }))
  return badForm(body, inPageOrder([...own, ...mistakes]))
}

// The summary names mistakes in the order in which the page asks.
function inPageOrder<M extends { field: string }>(mistakes: readonly M[]): M[] {
  const placeOf = ({ field }: M) => asked.findIndex(name => field === name || field.startsWith(`${name}-`))
  return mistakes.toSorted((a, b) => placeOf(a) - placeOf(b))
}

const asked = [
  'outcome',
  'conditions',
  'grounds',
  'reasons',
  'interest',
  'decided_on',
  'minute_reference',
  'link',
  'key_decision',
  'forward_plan_reference',
  'exempt_paragraph',
  'call_in',
  'call_in_ends_on',
  'no_call_in_reason',
  'urgent_reason',
]

type Form = z.output<ReturnType<typeof formFor>>

function verdictOf(form: Form, conditions: TypedCondition[]): Entered {
  const approved = isApproval(form.outcome)
  const settles = isSettling(form.outcome)
  const said = grounds.filter(each => form.grounds.includes(each.value)).map(each => `${each.label}.`)
  return {
    outcome: form.outcome,
    reasons: [...(approved ? [] : said), form.reasons].filter(Boolean).join('\n'),
    interest: form.interest,
    conditions,
    decidedOn: form.decided_on,
    minuteReference: form.minute_reference,
    link: form.link,
    keyDecision: settles && form.key_decision !== '' ? form.key_decision === 'yes' : null,
    forwardPlanReference: form.forward_plan_reference,
    exemptParagraph: form.exempt_paragraph,
    callInEndsOn: settles && form.call_in === 'until' ? form.call_in_ends_on : null,
    urgentReason: settles && form.call_in === 'urgent' ? form.urgent_reason : '',
    noCallInReason: settles && form.call_in === 'none' ? form.no_call_in_reason : '',
  }
}

function formFor(days: { submittedOn: string; today: string }) {
  return z
    .object({
      outcome: oneOf(outcomes, 'Choose what the committee decided'),
      grounds: z.array(z.string()),
      reasons: lines('The reasons', 10_000),
      interest: lines('The interests', 2000),
      decided_on: day('Enter the day of the meeting, such as 31 3 2027'),
      minute_reference: line('The minute reference', 100),
      link: linkOrNothing,
      key_decision: z.string(),
      forward_plan_reference: line('The forward plan reference', 100),
      exempt_paragraph: z.string(),
      call_in: z.string(),
      call_in_ends_on: dayOrNothing('Enter the last day, such as 31 3 2027'),
      urgent_reason: lines('The reason for the urgency', 4000),
      no_call_in_reason: lines('The reason', 2000),
    })
    .superRefine((form, context) => {
      const wrong = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message })
      if (isSettling(form.outcome) && !callIns.some(each => each.value === form.call_in))
        wrong('call_in', 'Say whether the decision can be called in')
      if (isSettling(form.outcome) && form.call_in === 'until' && form.call_in_ends_on === '')
        wrong('call_in_ends_on', 'Enter the last day on which it can be called in')
      if (isSettling(form.outcome) && form.call_in === 'urgent' && form.urgent_reason === '')
        wrong('urgent_reason', 'Say why it is urgent')
      const said = verdictOf(form, [])
      for (const { field, text } of [
        ...reasonsWrong('committee', form.outcome, said.reasons),
        ...minuteWrong(said, days),
      ])
        if (field !== 'no_call_in_reason' || form.call_in === 'none') wrong(field, text)
    })
}
