import { z } from 'zod'
import { firstDayOf, formatDate, lastDayOf, type PartialDate } from '#src/domain/dates.ts'
import { readPounds } from '#src/domain/money.ts'
import type { Choice } from '#src/domain/words.ts'
import { readPartialDate } from '#src/partnerships/import/cells/dates.ts'
import { tidy, tidyLines } from '#src/partnerships/import/names.ts'

/** A line of text, '' when blank. `what` as in 'Theme must be …'. */
export const line = (what: string, most = 300) =>
  z
    .string()
    .transform(tidy)
    .pipe(z.string().max(most, `${what} must be ${most} characters or fewer. Shorten it.`))

/** A line that must be there. `ask` as in 'Enter the name'. */
export const needed = (what: string, ask: string, most = 300) => line(what, most).pipe(z.string().min(1, ask))

/** Text of several lines. */
export const lines = (what: string, most = 10_000) =>
  z
    .string()
    .transform(tidyLines)
    .pipe(
      z
        .string()
        .max(most, `${what} must be ${most.toLocaleString('en-GB')} characters or fewer. Shorten it.`),
    )

/** One name a line. */
export const names = (what: string) => lines(what, 3000).transform(text => text.split('\n').filter(Boolean))

/** A web address; 'www.' alone will do. */
export const link = (what: string) =>
  line(what, 2000)
    .transform(text => (/^www\./i.test(text) ? `https://${text}` : text))
    .pipe(
      z
        .string()
        .regex(/^(https?:\/\/[^\s"<>]+)?$/i, `${what} must be a web address, like https://www.example.org`),
    )

/** One of these values, or null. */
export const oneOf = <T extends string>(choices: readonly (Choice & { value: T })[], ask: string) =>
  z.string().transform((text, context): T | null => {
    const found = choices.find(choice => choice.value === text)
    if (text !== '' && !found) context.addIssue({ code: 'custom', message: ask })
    return found?.value ?? null
  })

/** One of these values. */
export const chosen = <T extends string>(choices: readonly (Choice & { value: T })[], ask: string) =>
  z.string().transform((text, context): T => {
    const found = choices.find(choice => choice.value === text)
    if (!found) {
      context.addIssue({ code: 'custom', message: ask })
      return z.NEVER
    }
    return found.value
  })

export const yesOrNo: Choice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

/** Yes, no, or null where nothing is said. */
export const yesNo = (ask: string) =>
  oneOf(yesOrNo, ask).transform(answer => (answer === null ? null : answer === 'yes'))

/** What a form shows for yes, no and not said. */
export const yesNoShown = (value: unknown) =>
  value === null || value === undefined ? '' : value ? 'yes' : 'no'

/** A date as far as it is known, or null. `field` 'ended_on' reads 'ongoing' as none. */
export const partialDate = (what: string, field = 'date') =>
  line(what).transform((text, context): PartialDate | null => {
    if (!text) return null
    const { placed } = readPartialDate(text, { name: field })
    if (placed !== undefined) return placed as PartialDate | null
    context.addIssue({
      code: 'custom',
      message: `${what} must be a date, like 4 March 2024, March 2024 or 2024`,
    })
    return z.NEVER
  })

/** A whole day or null; a month or year stands for its first or its last day. */
export const day = (what: string, edge: 'first' | 'last') =>
  partialDate(what).transform(date => date && (edge === 'first' ? firstDayOf(date) : lastDayOf(date)))

/** What a form shows for a date. */
export const dateShown = (date: PartialDate | null) => (date ? formatDate(date) : '')

/** A whole number from 0 to 999, or null. */
export const count = (what: string) =>
  line(what).transform((text, context): number | null => {
    if (text === '') return null
    if (/^\d{1,3}$/.test(text)) return Number(text)
    context.addIssue({ code: 'custom', message: `${what} must be a whole number from 0 to 999, like 2` })
    return z.NEVER
  })

/** Pence of an amount in pounds. */
export const pounds = (what: string) =>
  line(what).transform((text, context): number => {
    const pence = readPounds(text)
    if (pence !== undefined && Math.abs(pence) < 1e14) return pence
    context.addIssue({
      code: 'custom',
      message: `${what} must be an amount in pounds, like 5605 or 5,605.50`,
    })
    return z.NEVER
  })

/** Any number, or null. */
export const number = (what: string, most = 1e12) =>
  line(what).transform((text, context): number | null => {
    if (text === '') return null
    const value = Number(text.replaceAll(',', ''))
    if (/^-?[\d,]+(\.\d+)?$/.test(text) && Math.abs(value) < most) return value
    context.addIssue({ code: 'custom', message: `${what} must be a number, like 12 or 7.5` })
    return z.NEVER
  })

/** The id of a stored row, or '' for a new one. */
export const rowId = z.string().catch('')
