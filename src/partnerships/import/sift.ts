import type { Field } from '#src/partnerships/fields.ts'
import type { Known, Named } from '#src/partnerships/known.ts'
import { likeness, normaliseName } from './names.ts'
import type { ProposedRecord, ToSettle } from './plan.ts'
import type { MappedColumn } from './table/mapping.ts'
import type {
  EffortValue,
  HolderValue,
  MoneyValue,
  OrganisationValue,
  Placed,
  PriorityValue,
} from './values.ts'

/** A record's values that the register can hold, and what a person has to settle. */
export type Sifted = { values: Record<string, Placed>; toSettle: ToSettle[] }

/**
 * Takes out of a proposed record what the register cannot hold as it stands: directorates and priorities nobody has
 * entered, numbers out of range, texts too long. Each becomes something to settle.
 */
export function siftValues(
  record: ProposedRecord,
  mapping: readonly MappedColumn[],
  fields: readonly Field[],
  known: Known,
): Sifted {
  const values: Record<string, Placed> = {}
  const toSettle = [...record.toSettle]
  for (const [name, value] of Object.entries(record.values)) {
    const field = fields.find(each => each.name === name)
    if (!field) continue
    const found = misfitOf(field, value, known)
    if (!found) values[name] = value
    else {
      if (found.rest !== undefined) values[name] = found.rest
      toSettle.push({ ...sourceOf(record, mapping, field), field: name, ...found.settle })
    }
  }
  return { values, toSettle }
}

type Misfit = { rest?: Placed; settle: { message: string; proposed?: Placed } }

/** Why the register cannot hold a value as it stands, or undefined when it can. `rest` is the part it can hold. */
export function misfitOf(field: Field, value: Placed, known: Known): Misfit | undefined {
  if (value === null) return undefined
  if (field.name === 'directorate') return directorateMisfit(String(value), known)
  if (field.type === 'priorities') return priorityMisfit(value as PriorityValue[], known)
  if (
    field.name.endsWith('_seats') &&
    !(Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1000)
  )
    return { settle: { message: `‘${String(value)}’ is not a whole number from 0 to 999.`, proposed: null } }
  if (longestName(field, value) > 300)
    return { settle: { message: 'A name in the cell is longer than 300 characters.' } }
  if (JSON.stringify(value).length > 20_000)
    return { settle: { message: 'The cell is longer than 20,000 characters.' } }
  if (field.type === 'money' && !(value as MoneyValue[]).every(({ pence }) => Math.abs(pence) < 1e14))
    return { settle: { message: 'The amount is larger than the register can hold.' } }
  if (field.store === 'commitment' && (value as EffortValue[]).some(({ days }) => (days ?? 0) > 99_999))
    return { settle: { message: 'The number of days is larger than the register can hold.' } }
  return undefined
}

function directorateMisfit(name: string, known: Known): Misfit | undefined {
  if (known.directorate(name)) return undefined
  const near = nearest(name, known.directorates)
  return {
    settle: {
      message: `‘${name}’ is not one of your directorates.`,
      proposed: near?.name ?? name,
    },
  }
}

function priorityMisfit(titles: PriorityValue[], known: Known): Misfit | undefined {
  const unknown = titles.filter(({ title }) => !known.priority(title))
  if (unknown.length === 0) return undefined
  const rest = titles.filter(({ title }) => known.priority(title))
  const near = unknown.flatMap(({ title }) => nearest(title, known.priorities) ?? [])
  const named = unknown.map(({ title }) => `‘${title}’`).join(' and ')
  return {
    ...(rest.length > 0 ? { rest } : {}),
    settle: {
      message: `No corporate plan has the priority ${named}.`,
      proposed: near.length > 0 ? [...new Set(near.map(each => each.name))].map(title => ({ title })) : null,
    },
  }
}

function nearest(name: string, list: readonly Named[]): Named | undefined {
  const wanted = normaliseName(name)
  const scored = list.map(each => ({ each, score: likeness(wanted, normaliseName(each.name)) }))
  const best = scored.sort((a, b) => b.score - a.score)[0]
  return best && best.score >= 0.45 ? best.each : undefined
}

// Names are indexed, and an index row has its limits.
function longestName(field: Field, value: Placed): number {
  const names =
    field.name === 'name'
      ? [String(value)]
      : field.type === 'organisation' || field.type === 'organisations'
        ? ([value].flat() as OrganisationValue[]).map(body => body.name)
        : field.type === 'holder' || field.type === 'holders'
          ? ([value].flat() as HolderValue[]).flatMap(({ person, post }) => [person?.name ?? '', post ?? ''])
          : field.name === 'reference' || field.name === 'council_reference'
            ? [String(value)]
            : []
  return Math.max(0, ...names.map(name => name.length))
}

/** Where in the file a field's words stand. */
function sourceOf(record: ProposedRecord, mapping: readonly MappedColumn[], field: Field) {
  const headings = mapping.filter(column => column.field === field.name).map(column => column.heading)
  const heading = headings.find(each => record.originals[each]) ?? headings[0] ?? field.heading
  return { row: record.row, column: heading, value: record.originals[heading] ?? '' }
}
