import type { Field } from '#src/partnerships/fields.ts'
import { fields as dictionary } from '#src/partnerships/fields.ts'
import { tidy } from '../names.ts'
import { holdsSeveral } from '../values.ts'
import { fitOf, profileOf } from './contents.ts'
import { headingMatcher, plainHeading } from './match-heading.ts'
import { columnName } from './table.ts'
import { yearIn } from './years.ts'

/** What one column is taken for. `column` counts from 0; `year` is the financial year its heading names. */
export type MappedColumn = {
  column: number
  heading: string
  field: string | null
  score: number
  because: string
  year?: string
}

/** An authority's earlier choices: the plain heading and the field's name, or null for a column left out. */
export type RememberedMapping = Readonly<Record<string, string | null>>

/** The key under which a choice for a heading is remembered. */
export function rememberedKey(heading: string): string {
  return plainHeading(heading)
}

/**
 * Suggests a field for each column from its heading and from what stands in it, best matches first (REG-7).
 * A field takes one column, or several when it holds several values. `fields` may include an authority's own.
 */
export function suggestMapping(
  headings: readonly string[],
  sample: readonly { cells: readonly string[] }[],
  fields: readonly Field[] = dictionary,
  remembered: RememberedMapping = {},
): MappedColumn[] {
  const width = Math.max(headings.length, ...sample.map(row => row.cells.length))
  const offers = Array.from({ length: width }, (_, column) =>
    offersFor(column, headings[column] ?? '', sample, fields, remembered),
  ).flat()
  const chosen = new Map<number, Offer>()
  const taken = new Map<string, number>()
  for (const offer of offers.sort((a, b) => b.score - a.score || a.column - b.column)) {
    if (chosen.has(offer.column)) continue
    const times = offer.field ? (taken.get(offer.field.name) ?? 0) : 0
    if (offer.field && times > 0 && !(takesSeveral(offer.field) && offer.score >= 0.8)) continue
    chosen.set(offer.column, offer)
    if (offer.field) taken.set(offer.field.name, times + 1)
  }
  nameUnnamed(chosen, taken, headings, sample, fields)
  return Array.from({ length: width }, (_, column) => mapped(column, headings, chosen.get(column)))
}

// Notes join up, each under its own heading.
function takesSeveral(field: Field): boolean {
  return holdsSeveral(field.type) || field.name === 'notes'
}

type Offer = { column: number; field: Field | null; score: number; because: string }

const enough = 0.55

function offersFor(
  column: number,
  heading: string,
  sample: readonly { cells: readonly string[] }[],
  fields: readonly Field[],
  remembered: RememberedMapping,
): Offer[] {
  const key = heading && rememberedKey(heading)
  if (key && Object.hasOwn(remembered, key)) {
    const field = fields.find(one => one.name === remembered[key]) ?? null
    return [{ column, field, score: 2, because: 'You chose this last time.' }]
  }
  const profile = profileOf(sample.map(row => tidy(row.cells[column] ?? '')))
  const byHeading = heading ? matcherFor(fields)(heading) : []
  const offers = byHeading.map(({ field, score, synonym }): Offer => {
    const fit = fitOf(field, profile)
    const because =
      score > 0.95 ? `The heading means ‘${field.heading}’.` : `The heading is close to ‘${synonym}’.`
    return { column, field, score: score * fit, because }
  })
  const money = fields.find(field => field.name === 'money')
  if (money && yearIn(heading) && profile.money + profile.number >= 0.5)
    offers.push({
      column,
      field: money,
      score: 0.85,
      because: 'The heading is a year and the cells are amounts.',
    })
  const councillors = fields.find(field => field.name === 'councillors')
  if (councillors && profile.councillor >= 0.6)
    offers.push({ column, field: councillors, score: 0.6, because: 'The cells name councillors.' })
  const website = fields.find(field => field.name === 'website')
  if (website && profile.link >= 0.6)
    offers.push({ column, field: website, score: 0.56, because: 'The cells are web addresses.' })
  return offers.filter(offer => offer.score >= enough)
}

const matchers = new WeakMap<readonly Field[], ReturnType<typeof headingMatcher>>()

function matcherFor(fields: readonly Field[]) {
  const matcher = matchers.get(fields) ?? headingMatcher(fields)
  matchers.set(fields, matcher)
  return matcher
}

// A register without a heading over the names still has names: the first wordy column that differs from row to row.
function nameUnnamed(
  chosen: Map<number, Offer>,
  taken: Map<string, number>,
  headings: readonly string[],
  sample: readonly { cells: readonly string[] }[],
  fields: readonly Field[],
): void {
  const field = fields.find(one => one.name === 'name')
  if (!field || taken.has('name')) return
  for (let column = 0; column < Math.max(headings.length, 1); column += 1) {
    const { wordy, distinct } = profileOf(sample.map(row => tidy(row.cells[column] ?? '')))
    if (chosen.has(column) || wordy < 0.6 || distinct < 0.8) continue
    const because = 'No heading means the name, and this column reads like names.'
    chosen.set(column, { column, field, score: 0.5, because })
    return
  }
}

function mapped(column: number, headings: readonly string[], offer: Offer | undefined): MappedColumn {
  const heading = columnName(headings, column)
  const year = yearIn(heading)
  return {
    column,
    heading,
    field: offer?.field?.name ?? null,
    score: Math.round(Math.min(1, offer?.score ?? 0) * 100) / 100,
    because: offer?.because ?? 'No field fits. Its text is kept beside the record.',
    ...(year ? { year } : {}),
  }
}
