import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { NotFound } from '#src/errors.ts'
import { fillWithSample } from '#test/sample.ts'
import { useWorld } from '#test/world.ts'
import { listCustomFields } from './custom-fields.ts'
import { writeCell } from './export/cells.ts'
import { fields } from './fields.ts'
import { directoryOf, noNames } from './import/cells/context.ts'
import { readCell } from './import/cells/read.ts'
import { findEntryByRef, listRecords } from './record.ts'

describe('records of the register', () => {
  const world = useWorld(fillWithSample)

  test('REG-1: a record holds every field in the shape that a cell is read into, and survives its cell', async () => {
    const { db, id } = world.county
    const all = await db.selectFrom('involvement').select('id').execute()
    const custom = await listCustomFields(db, id)
    const records = await listRecords(
      db,
      id,
      all.map(one => one.id),
      custom,
    )
    assert.equal(records.length, all.length)
    const context = { directory: directoryOf(noNames), financialYear: '2026/27' }
    const seen = new Set<string>()
    for (const record of records) {
      for (const field of [...fields, ...custom]) {
        const value = record.values[field.name]
        if (value === undefined) continue
        seen.add(field.name)
        assert.deepEqual(readCell(field, writeCell(field, value), context).placed, value)
      }
    }
    assert.deepEqual(
      [...fields, ...custom].map(field => field.name).filter(name => !seen.has(name)),
      [],
      'the sample county holds every field, so none may be missing from its records',
    )
  })

  test('A record says which rows stand behind its values', async () => {
    const { db, id } = world.county
    const entry = await findEntryByRef(db, 'WCC-0001')
    const [record] = await listRecords(db, id, [entry.involvementId], [])
    assert.equal(record?.values.name, entry.name)
    assert.deepEqual(record?.values.substitutes, [
      {
        person: { name: 'Inês Carroway', honorific: 'Cllr', kind: 'councillor' },
        substituteFor: 'Cressida Vane',
      },
    ])
    const sponsor = record?.rows.appointments.find(one => one.role === 'sponsor')
    assert.equal(sponsor?.post?.holders[0]?.name, 'Marguerite Ansty')
    assert.equal(record?.rows.memberships.filter(one => one.role === 'member').length, 7)
    assert.deepEqual(record?.versions, { involvement: 4, partnership: 2 })
  })

  test('A reference that is none, or another authority’s, finds nothing', async () => {
    for (const ref of ['WCC-9999', '', '\0', 'x'.repeat(500), '‮\u{10ffff}'])
      await assert.rejects(() => findEntryByRef(world.county.db, ref), NotFound)
  })
})
