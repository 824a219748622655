import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { useWorld } from '#test/world.ts'
import { gaps, gapsNamed } from './gaps.ts'
import { nextReferences } from './reference.ts'

describe('references', () => {
  const world = useWorld()

  test('Each entry gets the next number of its authority, four digits at least', async () => {
    assert.deepEqual(await nextReferences(world.county.db, world.county.id, 2), ['WCC-0001', 'WCC-0002'])
    assert.deepEqual(await nextReferences(world.county.db, world.county.id, 1), ['WCC-0003'])
    assert.deepEqual(await nextReferences(world.borough.db, world.borough.id, 1), ['SBC-0001'])
    await world.county.db.updateTable('authority').set({ next_reference: 12345 }).execute()
    assert.deepEqual(await nextReferences(world.county.db, world.county.id, 1), ['WCC-12345'])
  })

  test('Nobody takes a number of another authority', async () => {
    await assert.rejects(nextReferences(world.county.db, world.borough.id, 1), { name: 'NotFound' })
  })
})

test('Every gap the register can find has a sentence and a section that mends it', async () => {
  const sql = await readFile(new URL('../../migrations/0001-register.sql', import.meta.url), 'utf8')
  const found = sql.slice(sql.indexOf('array_remove(array['), sql.indexOf('null) end as gaps'))
  const names = [...found.matchAll(/then '(\w+)' end/g)].map(match => match[1]!)
  assert.ok(names.length > 10)
  assert.deepEqual(new Set(names), new Set(gaps.map(gap => gap.name)))
  assert.deepEqual(
    gapsNamed(['sponsor', 'purpose', 'no such gap']).map(gap => gap.name),
    ['purpose', 'sponsor'],
  )
})
