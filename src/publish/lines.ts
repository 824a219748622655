import type {
  PublicAppointment,
  PublicCommitment,
  PublicContent,
  PublicField,
} from '#src/db/public-content.ts'
import { formatDate } from '#src/domain/dates.ts'
import { formatMoney } from '#src/domain/money.ts'
import { kinds, labelOf, moneyForms, stages, withheldReasons } from '#src/domain/words.ts'
import { fieldOfCommitment } from './content.ts'
import { fieldOfAppointment } from './people.ts'

/** One field of a copy in words, a line each. */
export type FieldLines = { field: string; heading: string; lines: string[] }

/** What a copy says under each field's own name, as whoever decides about one field must see it. */
export function linesOf(content: PublicContent, fields: readonly PublicField[]): FieldLines[] {
  return fields.flatMap(field => {
    const lines = linesOfField(content, field)
    return lines.length > 0 ? [{ field: field.name, heading: field.heading, lines }] : []
  })
}

function linesOfField(content: PublicContent, field: PublicField): string[] {
  const withheld = content.withheld.find(each => each.field === field.name)
  if (withheld) return [`Withheld: ${labelOf(withheldReasons, withheld.reason).toLowerCase()}`]
  const apart = valuesApart[field.name]?.(content)
  if (apart !== undefined) return apart
  const value = content.values[field.name]
  if (value !== undefined) return wordsOfValue(value, field)
  return content.people.filter(each => fieldOfAppointment(asRow(each)) === field.name).map(wordsOfHolder)
}

const asRow = ({ role, substitute }: PublicAppointment) => ({ role, isSubstitute: substitute })

const valuesApart: Record<string, (content: PublicContent) => string[]> = {
  reference: content => [content.reference],
  name: content => [content.name],
  kind: content => [labelOf(kinds, content.kind)],
  stage: content => [labelOf(stages, content.stage)],
  lead_organisation: bodies('lead'),
  accountable_body: bodies('accountable'),
  partners: bodies('member'),
  observers: bodies('observer'),
  bodies_note: content => content.bodies.filter(body => body.note).map(body => `${body.name}: ${body.note}`),
  priorities: content => content.priorities.map(({ title, plan }) => `${title} (${plan})`),
  money: commitments('money'),
  money_note: notesOn('money'),
  officer_time: commitments('officer_time'),
  officer_time_note: notesOn('officer_time'),
  in_kind: content =>
    content.commitments.filter(each => each.type === 'in-kind').map(each => `${each.year}: ${each.note}`),
}

function bodies(role: string) {
  return (content: PublicContent) => content.bodies.filter(body => body.role === role).map(body => body.name)
}

function commitments(field: string) {
  return (content: PublicContent) =>
    content.commitments
      .filter(each => fieldOfCommitment(each) === field && (each.pence !== null || each.days !== null))
      .map(wordsOfCommitment)
}

function notesOn(field: string) {
  return (content: PublicContent) =>
    content.commitments
      .filter(each => fieldOfCommitment(each) === field && each.note)
      .map(each => `${each.year}: ${each.note}`)
}

function wordsOfCommitment({ year, pence, form, budgeted, days }: PublicCommitment): string {
  const amount = pence === null ? `${days} ${days === 1 ? 'day' : 'days'}` : formatMoney(pence)
  const budget = budgeted === null ? '' : budgeted ? 'budgeted' : 'not budgeted'
  return [`${year}: ${amount}`, labelOf(moneyForms, form).toLowerCase(), budget].filter(Boolean).join(', ')
}

function wordsOfHolder({
  person,
  post,
  position,
  substituteFor,
  startsOn,
  endsOn,
}: PublicAppointment): string {
  const name = person ? [person.honorific, person.name].filter(Boolean).join(' ') : ''
  const who = [name, post?.title].filter(Boolean).join(', ') || 'Vacant'
  return [
    substituteFor ? `${who}, for ${substituteFor}` : who,
    position,
    startsOn ? `from ${formatDate(startsOn)}` : '',
    endsOn ? `to ${formatDate(endsOn)}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

function wordsOfValue(value: PublicContent['values'][string], field: PublicField): string[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'boolean') return [value ? 'Yes' : 'No']
  if (typeof value === 'number') return [value.toLocaleString('en-GB')]
  if (field.type === 'partial-date') return [formatDate(value)]
  return [field.choices ? labelOf(field.choices, value) : value]
}
