import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { stringify } from 'csv-stringify/sync'
import { escapeCell } from '#src/domain/spreadsheet.ts'
import { Refused } from '#src/errors.ts'
import { writeCell } from '#src/partnerships/export/cells.ts'
import { listRecords } from '#src/partnerships/record.ts'
import { fillWithSample } from '#test/sample.ts'
import { today, useWorld } from '#test/world.ts'
import { listFields } from './plan-batch.ts'
import { listFieldNames, type RunOptions, runImport } from './run.ts'

const workbook = fileURLToPath(new URL('../../../seed/registers/saltmere-partnerships.xlsx', import.meta.url))
const outsideBodies = fileURLToPath(
  new URL('../../../seed/registers/wendleshire-outside-bodies.csv', import.meta.url),
)
const by = { kind: 'command', accountId: null, name: 'Command line', capacity: 'Operator' } as const

describe('taking in a register from end to end', () => {
  const world = useWorld()
  const run = (options: Partial<RunOptions>) =>
    runImport(world.database, world.county.id, { by, at: today, ...options })
  const text = (csv: string) => ({ bytes: new TextEncoder().encode(csv), name: 'register.csv' })
  const listNames = async () => {
    const rows = await world.county.db
      .selectFrom('register_entry')
      .select('name')
      .orderBy('reference')
      .execute()
    return rows.map(row => row.name)
  }

  for (const [what, options] of [
    ['workbook of partnerships', { path: workbook }],
    ['second sheet of the workbook', { path: workbook, sheet: 2, kind: 'outside-body' }],
    ['list of outside bodies', { path: outsideBodies, kind: 'outside-body' }],
  ] as const)
    test(`REG-7: the ${what} goes in, and a second time changes nothing`, async () => {
      const first = await run(options)
      assert.ok(first.created > 3, JSON.stringify(first))
      assert.equal(first.updated, 0)
      assert.equal((await listNames()).length, first.created)
      const second = await run(options)
      assert.deepEqual(
        {
          created: second.created,
          updated: second.updated,
          unchanged: second.unchanged,
          toSettle: second.toSettle,
        },
        { created: 0, updated: 0, unchanged: first.created, toSettle: [] },
      )
      assert.deepEqual(second.duplicates, [])
    })

  test('REG-7: a row that only says where the next ones stand is no entry', async () => {
    await run({ path: outsideBodies, kind: 'outside-body' })
    const names = await listNames()
    assert.ok(names.length > 10)
    for (const heading of ['COUNTYWIDE', 'AREA BODIES']) assert.ok(!names.includes(heading), heading)
  })

  test('REG-7: a dry run says what it would do and leaves nothing behind', async () => {
    const dry = await run({ path: workbook, dryRun: true })
    assert.equal(dry.batch, null)
    assert.ok(dry.created > 3 && dry.toSettle.length > 0)
    for (const table of ['involvement', 'import_batch', 'import_row', 'event', 'organisation'] as const)
      assert.equal(
        (await world.county.db.selectFrom(table).select('authority_id').execute()).length,
        0,
        table,
      )
  })

  test('REG-7: a row with a reference of ours updates field by field; an empty cell changes nothing', async () => {
    await run(text('Name,Purpose,Theme,Partners\nFlood Forum,Keep dry,Water,Alpha Trust; Beta Council\n'))
    const report = await run(
      text('Reference,Name,Purpose,Theme,Partners\nWCC-0001,Flood Forum,Stay dry,,Beta Council\n'),
    )
    assert.deepEqual([report.created, report.updated], [0, 1])
    const row = await world.county.db
      .selectFrom('partnership')
      .select(['purpose', 'theme'])
      .executeTakeFirstOrThrow()
    assert.deepEqual(row, { purpose: 'Stay dry', theme: 'Water' })
    const entry = await world.county.db
      .selectFrom('register_entry')
      .select('partners')
      .executeTakeFirstOrThrow()
    assert.equal(entry.partners, 'Beta Council')
  })

  test('REG-7: two rows alike are two entries and a likely duplicate, never merged by themselves', async () => {
    const report = await run(text('Name,Purpose\nFlood Forum,Keep dry\nThe Flood Forum,Keep very dry\n'))
    assert.equal(report.created, 2)
    assert.equal(report.duplicates.length, 1)
    assert.equal(report.duplicates[0]!.row, 3)
  })

  test('REG-7: a directorate nobody has entered is to settle, not made', async () => {
    const report = await run(text('Name,Directorate\nFlood Forum,Environment\n'))
    assert.match(report.toSettle[0]!.message, /not one of your directorates/)
    assert.deepEqual(
      { row: report.toSettle[0]!.row, column: report.toSettle[0]!.column, value: report.toSettle[0]!.value },
      { row: 2, column: 'Directorate', value: 'Environment' },
    )
    assert.deepEqual(await world.county.db.selectFrom('directorate').selectAll().execute(), [])
  })

  test('REG-7: what cannot be taken is refused in one sentence and changes nothing', async () => {
    await assert.rejects(
      run(text('')),
      (error: Error) => error instanceof Refused && /empty/.test(error.message),
    )
    await assert.rejects(run({ path: '/nowhere/at-all.csv' }), Refused)
    await assert.rejects(run({ path: workbook, sheet: 'Nobody' }), /no sheet/)
    await assert.rejects(run({ ...text('Name\nA body\n'), map: { nonsense: 'Name' } }), /no field/)
    await assert.rejects(run({ ...text('Name\nA body\n'), map: { name: 'Nonsense' } }), /no heading/)
    assert.deepEqual(await world.county.db.selectFrom('import_batch').selectAll().execute(), [])
  })

  for (const where of ['county', 'borough'] as const)
    test(`REG-7: every kind of the sample ${where} goes in again as no changes`, async () => {
      await fillWithSample(world)
      const { db, id } = world[where]
      const fields = await listFields(db, id)
      const entries = await db.selectFrom('register_entry').select(['involvement_id', 'kind']).execute()
      const own = fields.filter(field => field.store === 'custom')
      const records = await listRecords(
        db,
        id,
        entries.map(entry => entry.involvement_id),
        own,
      )
      const rows = records.map(({ values }) =>
        fields.map(each => escapeCell(writeCell(each, values[each.name]))),
      )
      const csv = stringify([fields.map(each => each.heading), ...rows])
      const report = await runImport(world.database, id, { by, at: today, ...text(csv), kind: 'network' })
      assert.deepEqual(report.skipped, [])
      assert.deepEqual([report.created, report.updated, report.unchanged], [0, 0, entries.length])
      assert.deepEqual(report.toSettle, [])
      assert.ok(new Set(entries.map(entry => entry.kind)).size > 1)
      assert.ok(listFieldNames().some(field => field.name === 'name'))
    })
})
