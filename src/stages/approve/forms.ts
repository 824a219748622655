import { z } from 'zod'
import { readConditions, type TypedCondition } from '#src/decide/conditions-form.ts'
import type { Verdict } from '#src/decide/decide.ts'
import { reasonsWrong } from '#src/decide/demanded.ts'
import type { Mistake } from '#src/partnerships/entry/sections/section.ts'
import { type BadForm, badForm, readForm } from '#src/web/form.ts'
import { lines } from '#src/web/inputs.ts'

/** What someone can decide, as the form offers it. */
export const outcomes = [
  { value: 'approved', label: 'Approve' },
  { value: 'approved-with-conditions', label: 'Approve with conditions' },
  {
    value: 'changes',
    label: 'Ask for changes',
    hint: 'It goes back to whoever proposed it, and all decide anew.',
  },
  { value: 'deferred', label: 'Put the decision off', hint: 'It stays with you.' },
  { value: 'declined', label: 'Decline', hint: 'This ends the proposal. It stays on record.' },
] as const

/** Whether someone has an interest to declare at this step, and what follows from it (APP-6). */
export const interests = [
  { value: 'none', label: 'I have no interest to declare' },
  { value: 'part', label: 'I declare an interest, and take part' },
  { value: 'no-part', label: 'I declare an interest, and take no part' },
] as const

/** A decision as it was entered, its conditions without their owners' ids. */
export type Entered = Omit<Verdict, 'conditions'> & { conditions: TypedCondition[] }

/**
 * Reads a decision: whoever takes no part decides nothing; changes, deferral and refusal need reasons; an approval with
 * conditions names at least one.
 * @param on the day, ISO
 */
export function readDecision(body: unknown, on: string): { ok: true; value: Entered } | BadForm {
  const read = readForm(DecisionForm, body)
  const given = (body ?? {}) as Record<string, unknown>
  const withConditions = given.interest !== 'no-part' && given.outcome === 'approved-with-conditions'
  const { conditions, mistakes } = withConditions
    ? readConditions(body, on)
    : { conditions: [], mistakes: [] }
  if (read.ok && mistakes.length === 0) return { ok: true, value: verdictOf(read.value, conditions) }
  const own = read.ok ? [] : Object.entries(read.errorFor).map(([field, { text }]) => ({ field, text }))
  return badForm(body, [...own, ...mistakes] satisfies Mistake[])
}

function verdictOf(form: z.output<typeof DecisionForm>, conditions: TypedCondition[]): Entered {
  if (form.interest === 'no-part')
    return { outcome: 'no-part', reasons: '', interest: form.interest_note, conditions: [] }
  return {
    outcome: form.outcome as Entered['outcome'],
    reasons: form.reasons,
    interest: form.interest === 'part' ? form.interest_note : '',
    conditions,
  }
}

const DecisionForm = z
  .object({
    interest: z.string().catch(''),
    interest_note: lines('What you say about your interest'),
    outcome: z.string().catch(''),
    reasons: lines('The reasons', 10_000),
  })
  .superRefine(({ interest, interest_note, outcome, reasons }, context) => {
    const wrong = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    // Asked here, so that one answer left out does not hide the other.
    if (!interests.some(each => each.value === interest))
      wrong('interest', 'Say whether you have an interest to declare')
    else if (interest !== 'none' && interest_note === '') wrong('interest_note', 'Say what your interest is')
    if (interest === 'no-part') return
    if (!outcomes.some(each => each.value === outcome)) wrong('outcome', 'Choose what you decide')
    for (const { field, text } of reasonsWrong('own', outcome, reasons)) wrong(field, text)
  })
