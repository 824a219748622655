import type { Field } from '#src/partnerships/fields.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import type {
  EffortValue,
  HolderValue,
  MoneyValue,
  OrganisationValue,
  Placed,
  PriorityValue,
} from '#src/partnerships/import/values.ts'
import type { Known } from '#src/partnerships/known.ts'

/** One field that would change. */
export type Difference = { field: Field; before: Placed; after: Placed }

/** The fields that differ between what a record holds and what is wanted; fields not named in `wanted` stay. */
export function listDifferences(
  fields: readonly Field[],
  held: Readonly<Record<string, Placed | undefined>>,
  wanted: Readonly<Record<string, Placed | undefined>>,
  known: Known,
): Difference[] {
  return fields.flatMap(field => {
    const value = wanted[field.name]
    // The register gives its own reference; nothing has no name, kind or status.
    if (value === undefined || field.name === 'reference') return []
    if (isNothing(value) && always.has(field.name)) return []
    const before = held[field.name] ?? null
    const after = keepOtherYears(field, before, value)
    return keyOf(field, before, known) === keyOf(field, after, known) ? [] : [{ field, before, after }]
  })
}

const always = new Set(['name', 'kind', 'stage'])

/** Whether a value says nothing. */
export function isNothing(value: Placed | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

// A column 'Funding 2024/25' says nothing about other years.
function keepOtherYears(field: Field, before: Placed, value: Placed): Placed {
  if (field.store !== 'commitment' || isNothing(before)) return value
  const wanted = (value ?? []) as MoneyValue[]
  const years = new Set(wanted.map(each => each.year))
  return [...(before as MoneyValue[]).filter(each => !years.has(each.year)), ...wanted]
}

/** A text that is equal for values that say the same, however they are spelled or ordered. */
export function keyOf(field: Field, value: Placed | undefined, known: Known): string {
  if (isNothing(value)) return ''
  switch (field.type) {
    case 'organisation':
      return bodyKey(value as OrganisationValue, known, false)
    case 'organisations':
      return sortedKeys(value as OrganisationValue[], body => bodyKey(body, known, true))
    case 'holder':
      return holderKey(value as HolderValue, known)
    case 'holders':
      return sortedKeys(value as HolderValue[], holder => holderKey(holder, known))
    case 'priorities':
      return sortedKeys(value as PriorityValue[], ({ title }) => normaliseName(title))
    case 'money':
      return sortedKeys(value as MoneyValue[], commitmentKey)
    case 'effort':
    case 'in-kind':
      return sortedKeys(value as EffortValue[], commitmentKey)
    default:
      return JSON.stringify(field.name === 'directorate' ? normaliseName(String(value)) : value)
  }
}

/** A body and, where asked, what is noted of its membership. */
function bodyKey({ name, note }: OrganisationValue, known: Known, withNote: boolean): string {
  return JSON.stringify([known.organisation(name)?.id ?? normaliseName(name), withNote ? (note ?? '') : ''])
}

/** A holder by person and post, whatever honorific the cell gave. */
export function holderKey(holder: HolderValue, known: Known): string {
  const { person, post, note = '', position = '', substituteFor } = holder
  return JSON.stringify([
    person ? (known.person(person.name)?.id ?? normaliseName(person.name)) : '',
    post ? (known.post(post)?.id ?? normaliseName(post)) : '',
    note,
    position,
    substituteFor ? normaliseName(substituteFor) : '',
  ])
}

/** A year's money, time or help, every part of it. */
export function commitmentKey(value: MoneyValue | EffortValue): string {
  if ('pence' in value)
    return JSON.stringify([value.year, value.pence, value.form ?? '', value.budgeted ?? '', value.note ?? ''])
  return JSON.stringify([value.year, value.text, value.days ?? ''])
}

function sortedKeys<T>(values: T[], key: (value: T) => string): string {
  return [...new Set(values.map(key))].sort().join('\n')
}
