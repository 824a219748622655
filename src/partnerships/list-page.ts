import { kinds, stages } from '#src/domain/words.ts'
import type { Field } from './fields.ts'
import { gaps, startGaps } from './gaps.ts'
import type { Choices } from './list-choices.ts'
import {
  addressOf,
  choicesOf,
  cleared,
  confirmations,
  type Filters,
  isFiltered,
  orderOf,
  roles,
  type Sort,
  sorts,
  tiersOrNone,
} from './list-filters.ts'
import { optionsHtml } from './list-options.ts'

type Option = { value: string; label: string; group?: string }
/** One filter of the panel: boxes to tick, a list to choose from, or a name to type. */
export type Control = {
  name: string
  label: string
  as: 'boxes' | 'list' | 'name'
  options: Option[]
  chosen: string[]
  /** The options ready as HTML, where there are many. */
  html?: string
  /** The names to suggest in a box to type in. */
  suggest?: string
}

/** Every filter of the panel, with what is chosen in it. */
export function controlsOf(filters: Filters, choices: Choices, customFields: readonly Field[]): Control[] {
  const controls: [label: string, name: keyof Filters, as: Control['as'], options: readonly Option[]][] = [
    ['Status', 'status', 'boxes', stages],
    ['Kind', 'kind', 'boxes', kinds],
    ['Tier', 'tier', 'boxes', tiersOrNone],
    ['Our role', 'role', 'boxes', roles],
    ['Directorate', 'directorate', 'list', [...choices.directorates.map(named), notSaid]],
    ['Sponsor', 'sponsor', 'list', choices.sponsors.map(named)],
    ['Lead organisation', 'lead', 'name', []],
    ['Partner', 'partner', 'name', []],
    ['Person or post', 'person', 'name', []],
    ['Priority', 'priority', 'list', choices.priorities.map(each => ({ ...named(each), group: each.plan }))],
    ['Missing information', 'gap', 'list', gapOptions],
    ['Confirmed as right', 'confirmed', 'list', confirmations],
  ]
  return [
    ...controls.map(([label, name, as, options]) => {
      const chosen = [filters[name]].flat().filter(Boolean).map(String)
      return { name, label, as, options: [...options], chosen, ...manyOf(name, choices, chosen) }
    }),
    ...customFields.filter(isFiltered).map(field => ({
      name: field.name,
      label: field.heading,
      as: 'list' as const,
      options: [...choicesOf(field)],
      chosen: filters.own[field.name] ?? [],
    })),
  ]
}

/** The filters that are on, each with the address of the same list without it. */
export function tagsOf(filters: Filters, controls: Control[]) {
  return controls
    .filter(control => control.chosen.length > 0)
    .map(control => ({
      label: control.label,
      items: control.chosen.map(value => ({
        text: wordsFor(control, value),
        href: addressOf(without(filters, control.name, value)) || '?',
      })),
    }))
}

/** The headings of the table: what each sorts by, which way it is sorted now, and the address that sorts by it. */
export function columnsOf(filters: Filters) {
  const column = (text: string, sort: Sort | null, numeric = false) => {
    const sorted = sort === filters.sort ? filters.order : null
    if (!sort) return { text, numeric, sorted, href: null }
    const order = sorted ? (sorted === 'asc' ? 'desc' : 'asc') : orderOf(sort)
    return { text, numeric, sorted, href: addressOf(filters, { sort, order, page: 1 }) || '?' }
  }
  return [
    column('Reference', 'reference'),
    column('Name', 'name'),
    column('Status', null),
    column('Sponsor', null),
    column('Our money', 'money', true),
    column('Confirmed', 'confirmed'),
    column('Changed', 'changed'),
  ]
}

/** The orders the list can be put in. Without words to look for there is no best match. */
export function sortsOf(filters: Filters) {
  return sorts
    .filter(({ value }) => value !== 'match' || filters.q)
    .map(({ value, label }) => ({ value, label, chosen: value === filters.sort }))
}

const notSaid = { value: 'none', label: 'None' }
const gapOptions = [
  { value: 'any', label: 'Anything missing' },
  ...[...startGaps, ...gaps].map(({ name, sentence }) => ({ value: name, label: sentence })),
]
const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })

const suggestions: Partial<Record<keyof Filters, string>> = {
  lead: 'organisations',
  partner: 'organisations',
  person: 'holders',
}

function manyOf(name: keyof Filters, choices: Choices, chosen: string[]): Pick<Control, 'html' | 'suggest'> {
  if (name === 'sponsor') return { html: optionsHtml(choices.sponsors, chosen) }
  const suggest = suggestions[name]
  return suggest ? { suggest } : {}
}

function wordsFor({ as, options }: Control, value: string): string {
  const known = options.find(option => option.value === value)?.label
  if (known) return known
  return as === 'name' && !/^[0-9a-f-]{36}$/.test(value) ? value : 'Chosen by a link'
}

function without(filters: Filters, name: string, value: string): Filters {
  const left = { ...filters, page: 1, own: { ...filters.own } }
  if (name in filters.own) {
    left.own[name] = filters.own[name]!.filter(each => each !== value)
    return left
  }
  const held = filters[name as keyof Filters]
  return { ...left, [name]: Array.isArray(held) ? held.filter(each => each !== value) : '' }
}

/** The address of the list without its filters, keeping what is looked for. */
export function clearedAddress(filters: Filters): string {
  return addressOf(cleared(filters)) || '?'
}
