import { z } from 'zod'
import { isId } from '#src/domain/id.ts'
import { kinds, stages, tiers } from '#src/domain/words.ts'
import type { Field } from './fields.ts'
import { gaps, startGaps } from './gaps.ts'

/** What the register list shows, as its address says it. Empty means everything. */
export type Filters = z.output<typeof FiltersInAddress> & {
  /** Values asked for by the authority's own choice and yes-no fields, by field name. */
  own: Record<string, string[]>
}

/** Our roles as the list filters by them; 'none' finds entries that do not say. */
export const roles = [
  { value: 'lead', label: 'We are the lead member' },
  { value: 'representative', label: 'We are represented' },
  { value: 'other', label: 'Another role' },
  { value: 'none', label: 'Not said' },
] as const

export const tiersOrNone = [...tiers, { value: 'none', label: 'Not said' }] as const
export const confirmations = [
  { value: 'year', label: 'Not for a year or more' },
  { value: 'never', label: 'Never' },
] as const

/** The columns the list sorts by, and which way round each usually goes. */
export const sorts = [
  { value: 'match', label: 'Best match', order: 'desc' },
  { value: 'name', label: 'Name', order: 'asc' },
  { value: 'reference', label: 'Reference', order: 'asc' },
  { value: 'changed', label: 'Last changed', order: 'desc' },
  { value: 'money', label: 'Most money', order: 'desc' },
  { value: 'confirmed', label: 'Longest unconfirmed', order: 'asc' },
] as const
export type Sort = (typeof sorts)[number]['value']

// Anyone may write anything after the question mark: what is none of ours counts as not said.
const texts = z.preprocess(
  given =>
    [given ?? []]
      .flat()
      .filter(each => typeof each === 'string')
      .slice(0, 60)
      .map(each =>
        each
          .replace(/\p{Cc}+/gu, ' ')
          .trim()
          .slice(0, 200)
          .toWellFormed(),
      )
      .filter(Boolean),
  z.array(z.string()),
)
const text = texts.transform(list => list.at(-1) ?? '')
const ids = texts.transform(list => unique(list.filter(isId)))
const idsOrNone = texts.transform(list => unique(list.filter(each => each === 'none' || isId(each))))

const FiltersInAddress = z
  .object({
    q: text,
    status: among(stages),
    kind: among(kinds),
    tier: among(tiersOrNone),
    role: among(roles),
    directorate: idsOrNone,
    sponsor: ids,
    lead: text,
    partner: text,
    person: text,
    priority: ids,
    gap: among([{ value: 'any' }, ...[...gaps, ...startGaps].map(gap => ({ value: gap.name }))]),
    confirmed: among(confirmations),
    sort: among(sorts),
    order: among([{ value: 'asc' }, { value: 'desc' }]),
    page: text.transform(given => (/^[1-9]\d{0,5}$/.test(given) ? Number(given) : 1)),
  })
  .transform(({ sort: [asked], order: [way], ...rest }) => {
    const usual: Sort = rest.q ? 'match' : 'name'
    const sort = asked && (asked !== 'match' || rest.q) ? asked : usual
    const order: 'asc' | 'desc' = way ?? orderOf(sort)
    return { ...rest, sort, order }
  })

/** Reads the address of a list. Junk in it is left out, never refused. */
export function filtersOf(query: unknown, customFields: readonly Field[]): Filters {
  const given = query && typeof query === 'object' ? (query as Record<string, unknown>) : {}
  const keys = Object.keys(FiltersInAddress.in.shape)
  const read = FiltersInAddress.parse(Object.fromEntries(keys.map(key => [key, given[key]])))
  const own: Record<string, string[]> = {}
  for (const field of customFields.filter(isFiltered)) {
    const known = choicesOf(field).map(choice => choice.value)
    const asked = texts.parse(given[field.name]).filter(value => known.includes(value))
    if (asked.length > 0) own[field.name] = unique(asked)
  }
  return { ...read, own }
}

/** The query string that says these filters, '' for the plain list; what is usual is left out. */
export function addressOf(filters: Filters, but: Partial<Filters> = {}): string {
  const { own, sort, order, page, ...rest } = { ...filters, ...but }
  const params = new URLSearchParams()
  for (const [name, value] of [...Object.entries(rest), ...Object.entries(own)])
    for (const each of [value].flat()) if (each) params.append(name, each)
  if (sort !== (rest.q ? 'match' : 'name')) params.set('sort', sort)
  if (order !== orderOf(sort)) params.set('order', order)
  if (page > 1) params.set('page', String(page))
  const written = params.toString()
  return written && `?${written}`
}

/** The filters without any, but with what is looked for and the order. */
export function cleared(filters: Filters): Filters {
  return { ...filtersOf({ q: filters.q }, []), sort: filters.sort, order: filters.order }
}

/** Which way round a column usually goes. */
export function orderOf(sort: Sort): 'asc' | 'desc' {
  return sorts.find(each => each.value === sort)!.order
}

/** Whether the list filters by a field of the authority's own. */
export function isFiltered(field: Field): boolean {
  return field.type === 'choice' || field.type === 'yes-no'
}

/** What an own field can be filtered by. */
export function choicesOf(field: Field): readonly { value: string; label: string }[] {
  return field.type === 'yes-no' ? yesNo : (field.choices ?? [])
}

const yesNo = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

function among<const T extends { value: string }>(known: readonly T[]) {
  const values: readonly string[] = known.map(each => each.value)
  return texts.transform(list => unique(list.filter(each => values.includes(each))) as T['value'][])
}

function unique(list: string[]): string[] {
  return [...new Set(list)]
}
