import type { PublicAppointment, PublicBody, PublicCommitment } from '#src/db/public-content.ts'
import { poundsInBox } from '#src/domain/money.ts'
import { whoOf } from '#src/public/entry/entry-body.ts'
import type { Addresses } from './addresses.ts'
import type { Column } from './columns.ts'
import { fieldOfBody, fieldOfCommitment, fieldOfPerson, type Published } from './published.ts'

/**
 * The text of an entry's cell in the CSV and the workbook (REG-5), before it is made safe for spreadsheets.
 * Several items in a cell are separated by '; '. An item is a text, then what else belongs to it as ' [tag: text]';
 * a text with a semicolon, a square bracket, a quotation mark or a line break in it is quoted, its own marks doubled.
 */
export function cellOf(column: Column, entry: Published, addresses: Addresses): string {
  const { content } = entry
  switch (column.name) {
    case 'reference':
    case 'name':
    case 'kind':
    case 'stage':
      return content[column.name]
    case 'address':
      return addresses.entry(content.reference)
    case 'publication':
      return String(entry.number)
    case 'published_at':
      return entry.publishedAt.toISOString()
    case 'withheld':
      return content.withheld.map(({ field, reason }) => `${field}: ${reason}`).join('; ')
    case 'priorities':
      return content.priorities.map(({ plan, title }) => item(title, { plan })).join('; ')
  }
  return listed.has(column.type) ? listOf(column.name, entry) : written(content.values[column.name])
}

const listed = new Set(['organisation', 'organisations', 'holder', 'holders', 'money', 'effort', 'in-kind'])

function listOf(field: string, { content }: Published): string {
  return [
    ...content.bodies.filter(body => fieldOfBody(body) === field).map(bodyItem),
    ...content.people.filter(person => fieldOfPerson(person) === field).map(personItem),
    ...content.commitments.filter(each => fieldOfCommitment(each) === field).map(commitmentItem),
  ].join('; ')
}

function bodyItem({ name, note }: PublicBody): string {
  return item(name, { note })
}

function personItem(held: PublicAppointment): string {
  return item(whoOf(held), {
    post: held.person ? held.post?.title : '',
    position: held.position,
    for: held.substituteFor,
    from: held.startsOn,
    to: held.endsOn,
  })
}

function commitmentItem({ year, type, pence, form, budgeted, days, note }: PublicCommitment): string {
  if (type === 'in-kind') return note ? `${year}: ${text(note)}` : year
  if (type === 'officer-time') return item(days === null ? year : `${year}: ${days} days`, { note })
  const amount = pence === null ? year : `${year}: ${twoPlaces(poundsInBox(pence))}`
  return item(amount, { form, budgeted: budgeted === null ? '' : budgeted ? 'yes' : 'no', note })
}

const twoPlaces = (pounds: string) => (pounds.includes('.') ? pounds : `${pounds}.00`)

function item(head: string, tags: Record<string, string | null | undefined>): string {
  const ends = Object.entries(tags).flatMap(([tag, said]) => (said ? [` [${tag}: ${text(said)}]`] : []))
  return text(head) + ends.join('')
}

const text = (said: string) =>
  /[;"[\]\r\n]|^\s|\s$|^$/.test(said) ? `"${said.replaceAll('"', '""')}"` : said

function written(value: string | number | boolean | string[] | undefined): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.map(text).join('; ')
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}
