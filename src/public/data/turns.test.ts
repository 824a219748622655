import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Busy } from '#src/errors.ts'
import { oneByOne } from './turns.ts'

test('turns come one by one in the order they were asked for, and one too many is refused', async () => {
  const turn = oneByOne(1)
  const began: string[] = []
  const first = turn().then(done => began.push('first') && done)
  const second = turn().then(done => began.push('second') && done)
  await assert.rejects(turn, Busy)
  const firstDone = (await first) as () => void
  await new Promise(setImmediate)
  assert.deepEqual(began, ['first'])
  firstDone()
  const secondDone = (await second) as () => void
  assert.deepEqual(began, ['first', 'second'])
  secondDone()
  const third = await turn()
  third()
})
