import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { unescapeCell } from '#src/domain/spreadsheet.ts'
import { fillWithSample } from '#test/sample.ts'
import { useWorld } from '#test/world.ts'

// biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
type Json = any

const register = '/wendleshire/register'

describe('one register in three formats', () => {
  const world = useWorld(fillWithSample)

  test('REG-5: CSV, workbook and JSON hold the same values under every field', async () => {
    const rows: Record<string, string>[] = parse((await world.app.inject(`${register}.csv`)).rawPayload, {
      bom: true,
      columns: true,
    })
    const book = await readSheet((await world.app.inject(`${register}.xlsx`)).rawPayload, 'Register')
    const { partnerships } = (await world.app.inject(`${register}.json`)).json()
    const headings = book[0] as string[]
    assert.deepEqual(headings, Object.keys(rows[0]!))
    const compared = new Map<string, number>()
    for (const [i, row] of rows.entries())
      for (const [c, name] of headings.entries()) {
        const csv = unescapeCell(row[name]!)
        const inBook = unescapeCell(bookText(book[i + 1]![c]))
        assert.equal(inBook, csv, `the workbook has another ${name} for ${row.reference}`)
        assert.equal(
          jsonText(partnerships[i], name),
          csv,
          `the JSON has another ${name} for ${row.reference}`,
        )
        if (csv) compared.set(name, (compared.get(name) ?? 0) + 1)
      }
    const never = headings.filter(name => !compared.has(name))
    assert.ok(never.length < 5, `nothing to compare under ${never}`)
  })
})

// What a cell of the workbook says, written as the CSV writes it.
function bookText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)
}

// The cell the CSV should have, made from the JSON by the rules of the dictionary alone.
function jsonText(entry: Json, name: string): string {
  const memberships = (role: string, substitute: boolean | undefined) =>
    entry.memberships.filter((each: Json) => each.role === role && each.substitute === substitute)
  const bodies = (role: string) =>
    memberships(role, undefined).map((each: Json) => tagged(each.organization.name, { note: each.note }))
  const people = (list: Json[]) => list.map(personText)
  const commitments = (type: string) => entry.commitments.filter((each: Json) => each.type === type)
  const made: Record<string, () => string[]> = {
    reference: () => [entry.identifiers[0].identifier],
    name: () => [entry.name],
    kind: () => [entry.classification],
    stage: () => [entry.stage],
    address: () => [entry.id],
    publication: () => [String(entry.publication.number)],
    published_at: () => [entry.publication.published_at],
    withheld: () => entry.withheld.map((each: Json) => `${each.field}: ${each.reason}`),
    priorities: () => entry.priorities.map((each: Json) => tagged(each.title, { plan: each.plan })),
    lead_organisation: () => bodies('lead'),
    accountable_body: () => bodies('accountable'),
    partners: () => bodies('member'),
    observers: () => bodies('observer'),
    sponsor: () => people(memberships('sponsor', false)),
    performance_lead: () => people(memberships('performance-lead', false)),
    manager: () => people(memberships('manager', false)),
    councillors: () => people(memberships('councillor', false)),
    officers: () => people(memberships('officer', false)),
    other_representatives: () => people(memberships('other', false)),
    substitutes: () => people(entry.memberships.filter((each: Json) => each.substitute)),
    money: () =>
      commitments('money').map(({ year, amount, form, budgeted, note }: Json) =>
        tagged(amount === null ? year : `${year}: ${amount.toFixed(2)}`, {
          form,
          budgeted: budgeted === null ? null : budgeted ? 'yes' : 'no',
          note,
        }),
      ),
    officer_time: () =>
      commitments('officer-time').map(({ year, days, note }: Json) =>
        tagged(days === null ? year : `${year}: ${days} days`, { note }),
      ),
    in_kind: () =>
      commitments('in-kind').map(({ year, note }: Json) => (note ? `${year}: ${quoted(note)}` : year)),
  }
  if (made[name]) return made[name]().join('; ')
  assert.ok(name in entry.fields, `the JSON does not know ${name}`)
  const value = entry.fields[name]
  if (value === null) return ''
  if (Array.isArray(value)) return value.map(quoted).join('; ')
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

function personText({ person, post, label, substitute_for, start_date, end_date }: Json): string {
  const named = person && [person.honorific_prefix, person.name].filter(Boolean).join(' ')
  return tagged(named ?? post?.label ?? 'Vacant', {
    post: person ? post?.label : null,
    position: label,
    for: substitute_for,
    from: start_date,
    to: end_date,
  })
}

function tagged(head: string, tags: Record<string, string | null | undefined>): string {
  const ends = Object.entries(tags).map(([tag, text]) => (text ? ` [${tag}: ${quoted(text)}]` : ''))
  return quoted(head) + ends.join('')
}

const quoted = (text: string) => (/[;"[\]\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
