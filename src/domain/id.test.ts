import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isId, newId } from './id.ts'

test('identifiers of one moment are ordered as they were made, and those of a later moment come after them', () => {
  const at = new Date('2026-11-23T10:00:00.000Z')
  const made = Array.from({ length: 2000 }, () => newId(at))
  assert.deepEqual(made.toSorted(), made)
  assert.equal(new Set(made).size, made.length)
  assert.ok(made.every(isId))
  assert.ok(newId(new Date(at.getTime() + 1)) > made.at(-1)!)
  assert.ok(newId(new Date(at.getTime() - 1)) < made[0]!)
})
