import { z } from 'zod'
import { type Stage, stages } from '#src/domain/words.ts'
import { chosen, line, partialDate } from '../sections/rules.ts'

/** The next stage; ending asks when and why. */
export const MoveForm = z
  .object({
    seen: chosen(stages, 'Open this page again: it has lost the status it started from'),
    to: chosen(stages, 'Choose the new status'),
    ended_on: partialDate('The end', 'ended_on'),
    why: line('The reason', 1000),
  })
  .superRefine(({ to, ended_on, why }, context) => {
    if (to === 'ended' && !ended_on)
      context.addIssue({
        code: 'custom',
        path: ['ended_on'],
        message: 'Enter when it ended. A year, or a month and year, will do.',
      })
    if (asksWhy(to) && !why)
      context.addIssue({ code: 'custom', path: ['why'], message: 'Say why, in a few words' })
  })

/** Stages nobody should reach without a reason on record. */
const asksWhy = (to: Stage) => ['ended', 'declined', 'not-a-partnership'].includes(to)

export const RemoveForm = z.object({
  why: line('The reason', 1000).pipe(z.string().min(1, 'Say why it does not belong on the register')),
})
