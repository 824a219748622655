import {
  financialYearOf,
  isPartialDate,
  monthNamed,
  type PartialDate,
  partialDate,
} from '#src/domain/dates.ts'
import type { Field } from '#src/partnerships/fields.ts'
import { tidy } from '../names.ts'
import { yearIn } from '../table/years.ts'
import type { Reading } from '../values.ts'

/** Reads a date as far as it is given, day before month; sentences, seasons and spans are proposed. */
export function readPartialDate(text: string, field: Pick<Field, 'name'>): Reading {
  const words = tidy(text)
  const ends = field.name === 'ended_on'
  if (openEnded.test(words)) {
    if (ends) return { placed: null, settle: undefined }
    return doubtful(`‘${words}’ gives no date.`, null)
  }
  const exact = dateIn(words.replace(leadIn, '').replace(/[.,]$/, ''))
  if (exact?.sure) return { placed: exact.date, settle: undefined }
  if (exact) return doubtful(`‘${words}’ can be read in more than one way.`, exact.date)
  const year = yearIn(words)
  if (year) {
    const date = ends ? `${Number(year.slice(0, 4)) + 1}-03` : `${year.slice(0, 4)}-04`
    if (financialYearOf(date) === year) return doubtful(`‘${words}’ is a financial year, not a date.`, date)
  }
  const found = datesInside(words)
  if (found.length === 0)
    return { placed: undefined, settle: { message: `‘${words}’ is not a date.`, proposed: null } }
  if (found.length === 1) return doubtful(`‘${words}’ says more than a date.`, found[0]!)
  return doubtful(`‘${words}’ names ${found.length} dates.`, ends ? found.at(-1)! : found[0]!)
}

function doubtful(message: string, proposed: PartialDate | null): Reading {
  return { placed: undefined, settle: { message, proposed } }
}

const openEnded =
  /^(on-?going|on going|continuing|continuous|open[- ]ended|rolling|permanent|indefinite|no end( date)?|no fixed (end|term)|perpetual|current|present|n\/a)$/i
const leadIn =
  /^(since|from|established( in)?|est\.?|set up( in)?|formed( in)?|started( in)?|until|to|till|ends?( in| on)?|ending|expires?( in| on)?|expired|ended( in| on)?|in|on|due|year)\s+/i
const monthWord =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'

type Dated = { date: PartialDate; sure: boolean }

/** The date a whole text is, and whether it can be read one way only. */
function dateIn(text: string): Dated | undefined {
  const bare = text
    .replace(/^(mon|tues|wednes|thurs|fri|satur|sun)(day)?,?\s+/i, '')
    .replace(/[ T]\d\d:\d\d.*$/, '')
  if (isPartialDate(bare)) return within(bare)
  if (/^[2-5]\d{4}$/.test(bare)) return { date: fromSerial(Number(bare)), sure: true }
  const numbers = /^(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})$/.exec(bare)
  if (numbers) return fromNumbers(Number(numbers[1]), Number(numbers[2]), numbers[3]!)
  const monthYear = /^(\d{1,2})[./-](\d{4})$/.exec(bare)
  if (monthYear) return dated(monthYear[2]!, Number(monthYear[1]))
  const yearFirst = /^(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?$/.exec(bare)
  if (yearFirst)
    return dated(yearFirst[1]!, Number(yearFirst[2]), yearFirst[3] ? Number(yearFirst[3]) : undefined)
  const named = new RegExp(
    `^(?:(\\d{1,2})(?:st|nd|rd|th)?(?: of)?[\\s-]+)?${monthWord},?[\\s'’/-]*(\\d{4}|\\d{2})$`,
    'i',
  ).exec(bare)
  if (named) return dated(named[3]!, monthNamed(named[2]!), named[1] ? Number(named[1]) : undefined)
  const american = new RegExp(`^${monthWord} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})$`, 'i').exec(bare)
  return american ? dated(american[3]!, monthNamed(american[1]!), Number(american[2])) : undefined
}

function within(date: PartialDate): Dated | undefined {
  const year = Number(date.slice(0, 4))
  return year >= 1000 && year <= 2200 ? { date, sure: true } : undefined
}

function fromNumbers(first: number, second: number, yearText: string): Dated | undefined {
  const british = dated(yearText, second, first)
  if (british) return british
  const american = dated(yearText, first, second)
  return american && { ...american, sure: false }
}

function dated(yearText: string, month: number | undefined, day?: number): Dated | undefined {
  const { year, sure } = fullYear(yearText)
  const date = month === undefined ? undefined : partialDate(year, month, day)
  return date ? { date, sure } : undefined
}

// Registers hold the last fifty years and the next few decades; what lies between can be either century.
function fullYear(text: string): { year: number; sure: boolean } {
  const number = Number(text)
  if (text.length === 4) return { year: number, sure: number >= 1000 }
  if (number < 50) return { year: 2000 + number, sure: true }
  return { year: 1900 + number, sure: number >= 70 }
}

function fromSerial(serial: number): PartialDate {
  return new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10)
}

function datesInside(text: string): PartialDate[] {
  const pattern = new RegExp(
    `\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{1,2}[./]\\d{4}|(?:\\d{1,2}(?:st|nd|rd|th)?(?: of)?\\s)?\\b${monthWord},?\\s(?:\\d{4})|\\b(?:19|20)\\d\\d\\b`,
    'gi',
  )
  return [...text.matchAll(pattern)].flatMap(([match]) => dateIn(match)?.date ?? [])
}
