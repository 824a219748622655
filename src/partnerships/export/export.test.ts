import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { listCustomFields } from '#src/partnerships/custom-fields.ts'
import { fields } from '#src/partnerships/fields.ts'
import { directoryOf, noNames } from '#src/partnerships/import/cells/context.ts'
import { proposeRecords } from '#src/partnerships/import/plan.ts'
import { readFile } from '#src/partnerships/import/read/file.ts'
import { findHeadings } from '#src/partnerships/import/table/headings.ts'
import { suggestMapping } from '#src/partnerships/import/table/mapping.ts'
import { rowsBelow } from '#src/partnerships/import/table/table.ts'
import { filtersOf } from '#src/partnerships/list-filters.ts'
import { listRecords } from '#src/partnerships/record.ts'
import { change } from '#src/trail/change.ts'
import type { Answer } from '#test/client.ts'
import { fillWithSample } from '#test/sample.ts'
import { useWorld, type World } from '#test/world.ts'
import { exportRegister } from './export.ts'

const register = '/wendleshire/staff/partnerships'

describe('export', () => {
  const world = useWorld(fillWithSample)

  for (const format of ['csv', 'xlsx'] as const) {
    test(`REG-7: every entry of the county exported as ${format} reads back exactly as it stands`, async () => {
      await makeAwkward(world)
      const file = await (await world.signIn('reader')).see(`${register}.${format}`)
      assert.equal(file.status, 200)
      assert.equal(
        file.response.headers['content-disposition'],
        `attachment; filename="wendleshire-register-2026-11-23.${format}"`,
      )
      const { db, id } = world.county
      const custom = await listCustomFields(db, id)
      const all = [...fields, ...custom]
      const [sheet] = await readFile(bytesOf(file), `register.${format}`)
      const rows = []
      for await (const row of sheet!.rows()) rows.push(row)
      const found = findHeadings(rows)
      assert.deepEqual(
        found.headings,
        all.map(field => field.heading),
      )
      const mapping = suggestMapping(found.headings, rows.slice(1), all)
      assert.deepEqual(
        mapping.map(column => column.field),
        all.map(field => field.name),
      )
      const context = { directory: directoryOf(noNames), financialYear: '2026/27', fields: all }
      const proposed = new Map<unknown, object>()
      for await (const one of proposeRecords(rowsBelow(sheet!.rows(), found), mapping, context)) {
        assert.ok('values' in one, JSON.stringify(one))
        assert.deepEqual(one.toSettle, [])
        proposed.set(one.values.reference, one.values)
      }
      const entries = await db
        .selectFrom('involvement')
        .select('id')
        .where('registration', '=', 'logged')
        .execute()
      const records = await listRecords(
        db,
        id,
        entries.map(entry => entry.id),
        custom,
      )
      assert.equal(proposed.size, records.length)
      for (const record of records) assert.deepEqual(proposed.get(record.reference), record.values)
    })
  }

  test('An export holds exactly the entries that the list shows, in its order', async () => {
    const reader = await world.signIn('reader')
    for (const query of [
      '?status=ended',
      '?q=hertiage',
      '?kind=outside-body&sort=reference',
      '?q=nothing-at-all',
    ]) {
      const page = await reader.see(register + query)
      const listed = [...page.body.matchAll(/app-entries__reference[^>]*>([^<]+)</g)].map(match => match[1])
      const file = JSON.parse(textOf(await reader.see(`${register}.json${query}`)))
      assert.deepEqual(
        file.entries.map((entry: { reference: string }) => entry.reference),
        listed,
        query,
      )
      assert.equal(file.count, listed.length)
    }
  })

  test('JSON gives values as structure, with nothing as null', async () => {
    const reader = await world.signIn('reader')
    const file = JSON.parse(textOf(await reader.see(`${register}.json?sort=reference`)))
    assert.equal(file.authority, 'Wendleshire County Council')
    assert.equal(file.exported, '2026-11-23T10:00:00.000Z')
    const [first] = file.entries
    assert.deepEqual(first.money[0], { year: '2024/25', pence: 14800000, form: 'pooled', budgeted: true })
    assert.equal(first['custom.shares_personal_data'], true)
    assert.equal(first.ended_on, null)
    assert.deepEqual(
      Object.keys(first).slice(0, fields.length),
      fields.map(field => field.name),
    )
  })

  test('No cell of an exported file starts as a formula', async () => {
    await makeAwkward(world)
    const csv = textOf(await (await world.signIn('keeper')).see(`${register}.csv`))
    const cells = parse(csv, { bom: true }).flat() as string[]
    assert.ok(cells.includes("'@SUM(A1)") && cells.includes("'+44"))
    assert.deepEqual(
      cells.filter(cell => /^[=+\-@\t\r]/.test(cell)),
      [],
    )
  })

  test('Whoever sees one directorate takes away that directorate', async () => {
    const { db } = world.county
    const place = await db
      .selectFrom('directorate')
      .select('id')
      .where('name', '=', 'Resources')
      .executeTakeFirstOrThrow()
    const reader = await world.signIn('reader', 'county', { directorateId: place.id })
    const file = JSON.parse(textOf(await reader.see(`${register}.json`)))
    assert.ok(file.entries.length > 0)
    assert.ok(file.entries.every((entry: { directorate: string }) => entry.directorate === 'Resources'))
    assert.equal((await reader.see('/saltmere/staff/partnerships.json')).status, 404)
    assert.equal((await world.visitor().see(`${register}.csv`)).status, 303)
  })

  test('The command line writes the same file as the page', async () => {
    const { db, id } = world.county
    const pieces: Buffer[] = []
    const out = new Writable({
      write(piece, _, done) {
        pieces.push(Buffer.from(piece))
        done()
      },
    })
    await exportRegister(db, id, 'csv', filtersOf({}, []), out, world.clock.now)
    const page = await (await world.signIn('reader')).see(`${register}.csv`)
    assert.equal(Buffer.concat(pieces).toString(), textOf(page))
  })

  test('A text too long for a spreadsheet is refused for Excel alone, naming the entry', async () => {
    await makeAwkward(world, 'x'.repeat(40_000))
    const reader = await world.signIn('reader')
    const refused = await reader.see(`${register}.xlsx`)
    assert.equal(refused.status, 400)
    assert.match(refused.text, /WCC-\d{4} has more under ‘Notes’ than a spreadsheet’s cell can hold/)
    assert.equal((await reader.see(`${register}.csv`)).status, 200)
  })
})

function bytesOf(answer: Answer): Uint8Array {
  const raw = answer.response.rawPayload
  return answer.response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
}

function textOf(answer: Answer): string {
  return Buffer.from(bytesOf(answer)).toString()
}

// What spreadsheets would run, cut, round or swallow.
async function makeAwkward({ county }: World, notes = '@SUM(A1)') {
  const [one] = await county.db
    .selectFrom('involvement')
    .select(['id', 'partnership_id'])
    .where('registration', '=', 'logged')
    .orderBy('reference', 'desc')
    .limit(1)
    .execute()
  const by = { kind: 'command', accountId: null, name: 'Test', capacity: 'Test' } as const
  const what = { authority: county.id, by, at: new Date('2026-11-20T10:00:00Z'), action: 'involvement.edit' }
  await change(county.db, what, async act => {
    const writer = act.on('involvement', one!.id, 'Awkward')
    await writer.update('partnership', one!.partnership_id, {
      purpose:
        '=HYPERLINK("http://x.example";"press")\r\nand a second line; with “quotes”, _x0041_ and \u0007',
      theme: '+44',
      started_on: '1899-12-31',
    })
    await writer.update('involvement', one!.id, {
      notes,
      custom: JSON.stringify({ risk_score: 0.30000000000000004, filed_under: "'-5" }),
    })
  })
}
