/** A date known as far as it is known: '2027', '2027-03' or '2027-03-31'. */
export type PartialDate = string

/** A financial year, April to March, as '2026/27'. */
export type FinancialYear = string

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** The date as people read it: '4 March 2027', 'March 2027' or '2027'. A time after the day is left out; text that is no date comes back as it is. */
export function formatDate(date: PartialDate): string {
  const parts = partsOf(date.slice(0, 10))
  if (!parts) return date
  const month = parts.month && months[parts.month - 1]
  return [parts.day, month, parts.year].filter(Boolean).join(' ')
}

/** Whether the text is a partial date that the calendar has. */
export function isPartialDate(text: string): boolean {
  return partsOf(text) !== undefined
}

/** The partial date of these numbers, or undefined when the calendar has no such date or a part is missing between two others. */
export function partialDate(year: number, month?: number, day?: number): PartialDate | undefined {
  const parts = [String(year).padStart(4, '0')]
  if (month !== undefined) parts.push(String(month).padStart(2, '0'))
  if (day !== undefined) parts.push(String(day).padStart(2, '0'))
  const text = parts.join('-')
  if (day !== undefined && month === undefined) return undefined
  return isPartialDate(text) ? text : undefined
}

/** The first day a partial date can mean, as '2027-03-01'. */
export function firstDayOf(date: PartialDate): string {
  const { year, month = 1, day = 1 } = knownParts(date)
  return iso(year, month, day)
}

/** The last day a partial date can mean, as '2027-03-31'. */
export function lastDayOf(date: PartialDate): string {
  const { year, month = 12, day } = knownParts(date)
  return iso(year, month, day ?? daysIn(year, month))
}

/** The day so many months later, '2027-02-28' for a month after '2027-01-31'. */
export function monthsAfter(day: string, months: number): string {
  const { year, month = 1, day: date = 1 } = knownParts(day)
  const since = year * 12 + (month - 1) + months
  const [laterYear, laterMonth] = [Math.floor(since / 12), (since % 12) + 1]
  return iso(laterYear, laterMonth, Math.min(date, daysIn(laterYear, laterMonth)))
}

/** The financial year that starts in April of this calendar year: 2026 gives '2026/27'. */
export function financialYearFrom(startYear: number): FinancialYear {
  return `${startYear}/${String((startYear + 1) % 100).padStart(2, '0')}`
}

/** The financial year a day falls in; a bare year or month counts from its first day. */
export function financialYearOf(date: PartialDate): FinancialYear {
  const { year, month = 1 } = knownParts(date)
  return financialYearFrom(month >= 4 ? year : year - 1)
}

/** Whether the text is a financial year written '2026/27', the second half following the first. */
export function isFinancialYear(text: string): boolean {
  return /^\d{4}\/\d{2}$/.test(text) && financialYearFrom(Number(text.slice(0, 4))) === text
}

/** The number of a month from its English name or a three-letter (or 'Sept') short form, or undefined. */
export function monthNamed(word: string): number | undefined {
  const short = word.toLowerCase().replace(/\.$/, '')
  if (short.length < 3) return undefined
  const index = months.findIndex(month => {
    const name = month.toLowerCase()
    return short === name || short === name.slice(0, 3) || (short === 'sept' && name === 'september')
  })
  return index < 0 ? undefined : index + 1
}

type Parts = { year: number; month?: number; day?: number }

function partsOf(text: string): Parts | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text)
  // The year before 1 is no 0.
  if (!match || match[1] === '0000') return undefined
  const year = Number(match[1])
  const month = match[2] ? Number(match[2]) : undefined
  const day = match[3] ? Number(match[3]) : undefined
  if (month === undefined) return { year }
  if (month < 1 || month > 12) return undefined
  if (day === undefined) return { year, month }
  return day >= 1 && day <= daysIn(year, month) ? { year, month, day } : undefined
}

function knownParts(date: PartialDate): Parts {
  const parts = partsOf(date)
  if (!parts) throw new RangeError(`Not a date: ${date}`)
  return parts
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function iso(year: number, month: number, day: number): string {
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join(
    '-',
  )
}
