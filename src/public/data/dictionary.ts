import type { PublicField } from '#src/db/public-content.ts'
import type { Choice } from '#src/domain/words.ts'
import { always, isOneValue, notes } from './columns.ts'

/** One line of the data dictionary: what a field says, when it is shown and how it looks in each format. */
export type Entry = {
  name: string
  heading: string
  help: string
  choices: readonly Choice[]
  shown: string
  /** How a cell of the CSV and the workbook holds it; an example stands between backticks. */
  csv: string
  json: string
}

/** The data dictionary of these fields (REG-5). One that is never shown is named, so that nobody looks for it. */
export function dictionaryOf(fields: readonly PublicField[]): Entry[] {
  return fields.map(field => ({
    name: field.name,
    heading: field.heading,
    help: field.help,
    choices: field.choices ?? [],
    shown: always.has(field.name) ? 'Always' : shown[field.rule],
    csv: field.rule === 'never' ? '' : (standsWith(field) ?? cells[field.type] ?? cells.text!),
    json: field.rule === 'never' ? '' : jsonOf(field),
  }))
}

const shown = {
  public: 'When filled in',
  ask: 'Entry by entry',
  never: 'Never',
} as const

const standsWith = ({ name }: PublicField) =>
  notes.has(name) ? `no column: \`[note: …]\` in ${notes.get(name)}` : undefined

const cells: Record<string, string> = {
  text: 'words',
  'long-text': 'words, with line breaks',
  link: 'a web address',
  'yes-no': '`yes` or `no`',
  number: 'a number',
  choice: 'one of the values listed',
  'partial-date': '`2027`, `2027-03` or `2027-03-31`',
  names: '`First name; Second name`',
  organisation: '`Marlbeck NHS Trust`',
  organisations: '`Marlbeck NHS Trust; Weston CVS`',
  holder: '`Jo Reed [post: Director of Place]`, or the post alone',
  holders: '`Cllr Ann Lee [position: Chair] [from: 2026-05-01]; Vacant`',
  priorities: '`Safe streets [plan: Council Plan 2025]`',
  money: '`2026/27: 5605.50 [form: grant] [budgeted: yes]`, in pounds',
  effort: '`2026/27: 20 days`',
  'in-kind': '`2026/27: Use of the town hall`',
}

function jsonOf(field: PublicField): string {
  const { name } = field
  if (name in apart) return apart[name]!
  if (notes.has(name)) return '`note`, there'
  if (name in roles) return `\`memberships\` of the role \`${roles[name]}\``
  return isOneValue(field) ? `\`fields.${name}\`` : `\`${name}\``
}

const apart: Record<string, string> = {
  reference: '`identifiers`',
  name: '`name`',
  kind: '`classification`',
  stage: '`stage`',
  website: '`fields.website`, `links`',
  started_on: '`fields.started_on`, `founding_date`',
  ended_on: '`fields.ended_on`, `dissolution_date`',
  substitutes: '`memberships` with `substitute` true',
  money: '`commitments` of the type `money`',
  officer_time: '`commitments` of the type `officer-time`',
  in_kind: '`commitments` of the type `in-kind`',
}

const roles: Record<string, string> = {
  lead_organisation: 'lead',
  accountable_body: 'accountable',
  partners: 'member',
  observers: 'observer',
  sponsor: 'sponsor',
  performance_lead: 'performance-lead',
  manager: 'manager',
  councillors: 'councillor',
  officers: 'officer',
  other_representatives: 'other',
}
