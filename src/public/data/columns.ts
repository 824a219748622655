import type { PublicField } from '#src/db/public-content.ts'
import type { Choice } from '#src/domain/words.ts'

/** One column of the register as a table, and one line of the data dictionary. */
export type Column = {
  name: string
  heading: string
  help: string
  type: string
  choices?: readonly Choice[]
  /** Whether every row has something in it. */
  required: boolean
}

/**
 * The columns of the CSV and the workbook (REG-5): the published fields in the dictionary's order, those of the
 * authority's own after them, and what belongs to the publication last. New fields come in before those last four.
 */
export function columnsOf(fields: readonly PublicField[]): Column[] {
  const shown = fields.filter(field => field.rule !== 'never' && !notes.has(field.name))
  return [...shown.map(columnOf), ...ofThePublication]
}

/** Whether a field holds one value, which the JSON has under `fields`; the others have a shape of their own there. */
export function isOneValue({ name, type }: Pick<Column, 'name' | 'type'>): boolean {
  return oneValue.has(type) && !always.has(name)
}

/** The fields no entry is without: the JSON has them beside `fields`. */
export const always = new Set(['reference', 'name', 'kind', 'stage'])

/** Words that stand inside the items of other fields, though whether they are published is decided for them alone. */
export const notes = new Map([
  ['bodies_note', 'partners and observers'],
  ['people_note', 'the people and posts'],
  ['money_note', 'money'],
  ['officer_time_note', 'officer_time'],
])

const oneValue = new Set(['text', 'long-text', 'link', 'yes-no', 'number', 'choice', 'partial-date', 'names'])

function columnOf({ name, heading, help, type, choices }: PublicField): Column {
  return { name, heading, help, type, ...(choices ? { choices } : {}), required: always.has(name) }
}

const ofThePublication: readonly Column[] = [
  {
    name: 'withheld',
    heading: 'Withheld',
    help: 'The fields of this entry that hold something and are not shown, each with the reason.',
    type: 'withheld',
    required: false,
  },
  {
    name: 'publication',
    heading: 'Number in the public log',
    help: 'The number of this version in the log of everything published.',
    type: 'count',
    required: true,
  },
  {
    name: 'published_at',
    heading: 'Published',
    help: 'When this version was published.',
    type: 'moment',
    required: true,
  },
  {
    name: 'address',
    heading: 'Address',
    help: 'The page of the entry. It never changes.',
    type: 'address',
    required: true,
  },
]
