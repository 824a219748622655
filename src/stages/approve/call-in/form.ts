import { z } from 'zod'
import { formatDate } from '#src/domain/dates.ts'
import { readForm } from '#src/web/form.ts'
import { day, joinDays, lines, neededLine, oneOf } from '#src/web/inputs.ts'

/** How a call-in can end. */
export const callInOutcomes = [
  { value: 'stands', label: 'The decision stands' },
  {
    value: 'reconsider',
    label: 'It has to be reconsidered',
    hint: 'The step opens again for the committee. What it decided before stays on record.',
  },
] as const

/** The days between which something happened, ISO, and how the first of them is named: 'the meeting'. */
export type Between = { from: string; what: string; to: string; until: string }

/** Reads that a decision was called in: by whom and when (APP-6). */
export function readCalledIn(body: unknown, between: Between) {
  const form = z.object({
    called_in_by: neededLine('Who called it in', 'Enter who called it in'),
    called_in_on: dayWithin('Enter the day on which it was called in, such as 31 3 2027', between),
  })
  return readForm(form, joinDays(body, ['called_in_on']))
}

/** Reads how a call-in ended: sending a decision back needs a reason. */
export function readOutcome(body: unknown, between: Between) {
  const form = z
    .object({
      outcome: oneOf(callInOutcomes, 'Say how the call-in ended'),
      outcome_on: dayWithin('Enter the day on which it ended, such as 31 3 2027', between),
      note: lines('The note', 4000),
    })
    .superRefine(({ outcome, note }, context) => {
      if (outcome === 'reconsider' && note === '')
        context.addIssue({ code: 'custom', path: ['note'], message: 'Say why it has to be reconsidered' })
    })
  return readForm(form, joinDays(body, ['outcome_on']))
}

/** Reads when an urgent decision was reported. */
export function readReported(body: unknown, between: Between) {
  const form = z.object({
    reported_on: dayWithin('Enter the day on which it was reported, such as 31 3 2027', between),
  })
  return readForm(form, joinDays(body, ['reported_on']))
}

function dayWithin(message: string, { from, what, to, until }: Between) {
  return day(message)
    .refine(
      text => !/^\d{4}-/.test(text) || text >= from,
      `The day must be ${formatDate(from)}, ${what}, or later`,
    )
    .refine(text => !/^\d{4}-/.test(text) || text <= to, `The day must be ${until} or earlier`)
}
