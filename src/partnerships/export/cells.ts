import { isDeepStrictEqual } from 'node:util'
import { formatMoney } from '#src/domain/money.ts'
import type { Field } from '#src/partnerships/fields.ts'
import { directoryOf, noNames } from '#src/partnerships/import/cells/context.ts'
import { quote } from '#src/partnerships/import/cells/grammar.ts'
import { placeholderIn } from '#src/partnerships/import/cells/placeholders.ts'
import { plainOrQuoted, writtenNote } from '#src/partnerships/import/cells/plain.ts'
import { readCell } from '#src/partnerships/import/cells/read.ts'
import { tidy } from '#src/partnerships/import/names.ts'
import type {
  EffortValue,
  HolderValue,
  MoneyValue,
  OrganisationValue,
  Placed,
  PriorityValue,
  Value,
} from '#src/partnerships/import/values.ts'
import { writeHolder } from './holders.ts'

/**
 * The text of a value in an exported cell; reading it again with readCell places exactly this value (REG-7).
 * Lists are separated by '; '; what could be read in another way is quoted. Nothing gives ''.
 */
export function writeCell(field: Field, value: Placed | undefined): string {
  if (value === null || value === undefined || value === '') return ''
  switch (field.type) {
    case 'yes-no':
      return value ? 'Yes' : 'No'
    case 'number':
    case 'partial-date':
      return String(value)
    case 'choice':
      return writeChoice(field, String(value))
    case 'names':
      return list(value, writeName)
    case 'organisation':
      return writeOrganisation(value as OrganisationValue)
    case 'organisations':
      return list(value, writeOrganisation)
    case 'holder':
      return writeHolder(field, value as HolderValue)
    case 'holders':
      return list<HolderValue>(value, holder => writeHolder(field, holder))
    case 'priorities':
      return list<PriorityValue>(value, ({ title }) => plainOrQuoted(title))
    case 'money':
      return list(value, writeMoney)
    case 'effort':
    case 'in-kind':
      return list<EffortValue>(value, effort => writeEffort(field, effort))
    default:
      return readsBack(field, String(value), value) ? String(value) : quote(String(value))
  }
}

/**
 * writeCell for one export, remembering what it wrote: most of its time goes into reading texts back, and a register
 * says the same of many entries. What it remembers is bounded and goes with the export.
 */
export function rememberingCells(): typeof writeCell {
  const written = new Map<string, string>()
  return (field, value) => {
    if (value === null || value === undefined || !repeated.has(field.type)) return writeCell(field, value)
    const key = `${field.name} ${JSON.stringify(value)}`
    const known = written.get(key)
    if (known !== undefined) return known
    if (written.size >= mostRemembered) written.clear()
    const text = writeCell(field, value)
    written.set(key, text)
    return text
  }
}

const mostRemembered = 10_000
// What many entries share; their own texts would only push these out.
const repeated = new Set(['choice', 'holder', 'holders', 'organisation', 'priorities', 'money'])

/** Whether a text is read, with no names known, as exactly this value and nothing besides. */
export function readsBack(field: Field, text: string, value: Value): boolean {
  const { placed, settle, asides } = readCell(field, text, blank)
  return isDeepStrictEqual(placed, value) && !settle && !asides
}

const blank = { directory: directoryOf(noNames), financialYear: '2000/01' }

function list<T>(value: Value, write: (item: T) => string): string {
  return (value as T[]).map(write).join('; ')
}

function writeChoice(field: Field, value: string): string {
  const label = field.choices?.find(choice => choice.value === value)?.label
  return label !== undefined && readsBack(field, label, value) ? label : value
}

function writeName(name: string): string {
  const clear = name && tidy(name) === name && !/[;"]/.test(name) && placeholderIn(name) === undefined
  return clear ? name : quote(name)
}

function writeOrganisation({ name, note }: OrganisationValue): string {
  return plainOrQuoted(name) + writtenNote(note)
}

function writeMoney({ year, pence, form, budgeted, note }: MoneyValue): string {
  const amount = formatMoney(pence).replace('−', '-')
  const pounds = amount.includes('.') ? amount : `${amount}.00`
  const budget = budgeted === undefined ? '' : budgeted ? ', budgeted' : ', not budgeted'
  return `${year}: ${pounds}${form ? ` ${form}` : ''}${budget}${writtenNote(note)}`
}

function writeEffort(field: Field, effort: EffortValue): string {
  const days = effort.days === undefined ? '' : `${effort.days} days`
  const say = (text: string) => `${effort.year}: ${[days, text].filter(Boolean).join(', ')}`
  const plain = say(effort.text)
  if (!/[;"\n\r]/.test(effort.text) && readsBack(field, plain, [effort])) return plain
  return say(quote(effort.text))
}
