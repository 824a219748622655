import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { holdFolder } from './lock.ts'

test('of processes that start on one folder in the same moment exactly one holds it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'concordat-lock-'))
  const tries = await Promise.allSettled([1, 2, 3].map(() => holdFolder(folder, socket => socket.destroy())))
  const held = tries.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  const refused = tries.flatMap(each => (each.status === 'rejected' ? [String(each.reason)] : []))
  assert.equal(held.length, 1)
  assert.match(refused[0]!, /Another Concordat is running/)
  await assert.rejects(
    holdFolder(folder, () => {}),
    /Another Concordat is running/,
  )
  held[0]!.close()
  await rm(folder, { recursive: true })
})
