import { isPartialDate } from '#src/domain/dates.ts'
import { kinds, stages, tiers } from '#src/domain/words.ts'
import { londonDay } from '#src/web/views.ts'

export const sorts = [
  { value: 'match', label: 'Best match' },
  { value: 'name', label: 'Name' },
  { value: 'newest', label: 'Last changed' },
  { value: 'reference', label: 'Reference' },
  { value: 'money', label: 'Most money' },
] as const
export type Sort = (typeof sorts)[number]['value']

/** What someone asks of a public register. Empty means everything. */
export type Asked = {
  q: string
  kind: string[]
  stage: string[]
  tier: string[]
  theme: string
  area: string
  directorate: string
  /** The key of a body that leads it or is in it. */
  body: string
  sort: Sort
  page: number
  /** The end of this day, '2027-03-31', always one that is over; null for now. */
  asAt: string | null
}

/**
 * Reads the words of an address, each as it is kept: known values once and in order, nothing that changes nothing.
 * Junk is left out. A day that is none comes back as `mistake` in words, beside what else was asked.
 */
export function askedOf(query: unknown, now: Date): { asked: Asked; mistake: string | undefined } {
  const given = query && typeof query === 'object' ? (query as Record<string, unknown>) : {}
  const q = textOf(given.q)
  const day = textOf(given['as-at'])
  const today = londonDay(now)
  const mistake = dayMistake(day, today)
  const sort = among(sorts, given.sort)[0] as Sort | undefined
  return {
    asked: {
      q,
      kind: among(kinds, given.kind),
      stage: among(stages, given.stage),
      tier: among(tiers, given.tier),
      theme: textOf(given.theme),
      area: textOf(given.area),
      directorate: textOf(given.directorate),
      body: textOf(given.body),
      sort: sort && (sort !== 'match' || q) ? sort : usualSort(q),
      page: /^[1-9]\d{0,5}$/.test(textOf(given.page)) ? Number(textOf(given.page)) : 1,
      asAt: day && !mistake && day < today ? day : null,
    },
    mistake,
  }
}

/** The query string that says this, '' for the plain register; the same for everyone who asks the same. */
export function addressOf(asked: Asked, but: Partial<Asked> = {}): string {
  const { sort, page, asAt, ...rest } = { ...asked, ...but }
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(rest))
    for (const each of [value].flat()) if (each) params.append(name, each)
  if (sort !== usualSort(rest.q)) params.set('sort', sort)
  if (asAt) params.set('as-at', asAt)
  if (page > 1) params.set('page', String(page))
  const written = params.toString()
  return written && `?${written}`
}

/** The same without any filter: what is looked for, the day and the order stay. */
export function cleared(asked: Asked): Asked {
  const none = { kind: [], stage: [], tier: [], theme: '', area: '', directorate: '', body: '' }
  return { ...asked, ...none, page: 1 }
}

/** What is wrong with the day of a look back, in words, or undefined. */
export function dayMistake(day: string, today: string): string | undefined {
  if (day === '') return undefined
  if (day.length !== 10 || !isPartialDate(day)) return 'Enter a real date, such as 31 3 2026'
  return day > today ? 'The date must be today or in the past' : undefined
}

const usualSort = (q: string): Sort => (q ? 'match' : 'name')

function textOf(given: unknown): string {
  const last = [given ?? ''].flat().at(-1)
  if (typeof last !== 'string') return ''
  return last
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed()
}

function among(known: readonly { value: string }[], given: unknown): string[] {
  const asked = [given ?? []].flat()
  return known.map(each => each.value).filter(value => asked.includes(value))
}
