import { z } from 'zod'
import { formatDate } from '#src/domain/dates.ts'
import { line, partialDate } from '../sections/rules.ts'

/** The two days; both may be emptied again, but what is signed was agreed before. */
export function agreementForm(today: string) {
  const day = (what: string) =>
    partialDate(what).superRefine((date, context) => {
      const message =
        date && date.length < 10
          ? `${what} must be a whole day, like 4 March 2027`
          : date && date > today
            ? `${what} must be ${formatDate(today)} or earlier: enter it once it has happened`
            : undefined
      if (message) context.addIssue({ code: 'custom', message })
    })
  return z
    .object({
      negotiations_concluded_on: day('The day negotiations concluded'),
      agreement_signed_on: day('The day it was signed'),
      why: line('The reason', 500),
    })
    .superRefine(({ negotiations_concluded_on: concluded, agreement_signed_on: signed }, context) => {
      const message = !signed
        ? undefined
        : !concluded
          ? 'Enter when negotiations concluded: nothing is signed before'
          : concluded > signed
            ? 'Negotiations must conclude on or before the day the agreement was signed'
            : undefined
      if (message) context.addIssue({ code: 'custom', path: ['negotiations_concluded_on'], message })
    })
}

export type Agreement = { negotiations_concluded_on: string | null; agreement_signed_on: string | null }
