import { z } from 'zod'
import { type CallInOutcome, calledInBy, outcomeWrong } from '#src/decide/call-in.ts'
import { type Between, dayWrong, type Wrong } from '#src/decide/demanded.ts'
import { readForm } from '#src/web/form.ts'
import { day, joinDays, lines, oneOf } from '#src/web/inputs.ts'

/** How a call-in can end. */
export const callInOutcomes = [
  { value: 'stands', label: 'The decision stands' },
  {
    value: 'reconsider',
    label: 'It has to be reconsidered',
    hint: 'The step opens again for the committee. What it decided before stays on record.',
  },
] as const

/** The same, with what comes of a decision that stands: an agreement carries the proposal on, a refusal ends it. */
export function callInEnds(refused: boolean) {
  const hint = refused ? 'The proposal is then declined.' : 'The proposal then goes on.'
  return callInOutcomes.map(each => (each.value === 'stands' ? { ...each, hint } : each))
}

/** Reads that a decision was called in: by whom and when (APP-6). */
export function readCalledIn(body: unknown, between: Between) {
  const form = z
    .object({
      called_in_by: calledInBy,
      called_in_on: day('Enter the day on which it was called in, such as 31 3 2027'),
    })
    .superRefine(({ called_in_on }, context) =>
      tell(context, dayWrong('called_in_on', called_in_on, between)),
    )
  return readForm(form, joinDays(body, ['called_in_on']))
}

/** Reads how a call-in ended: sending a decision back needs a reason. */
export function readOutcome(body: unknown, between: Between) {
  const form = z
    .object({
      outcome: oneOf(callInOutcomes, 'Say how the call-in ended'),
      outcome_on: day('Enter the day on which it ended, such as 31 3 2027'),
      note: lines('The note', 4000),
    })
    .superRefine(({ outcome, outcome_on, note }, context) =>
      tell(context, outcomeWrong({ outcome, on: outcome_on, note } satisfies CallInOutcome, between)),
    )
  return readForm(form, joinDays(body, ['outcome_on']))
}

/** Reads when an urgent decision was reported. */
export function readReported(body: unknown, between: Between) {
  const form = z
    .object({ reported_on: day('Enter the day on which it was reported, such as 31 3 2027') })
    .superRefine(({ reported_on }, context) => tell(context, dayWrong('reported_on', reported_on, between)))
  return readForm(form, joinDays(body, ['reported_on']))
}

function tell(context: z.RefinementCtx, wrong: readonly Wrong[]): void {
  for (const { field, text } of wrong) context.addIssue({ code: 'custom', path: [field], message: text })
}
