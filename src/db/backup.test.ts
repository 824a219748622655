import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { loadSample } from '#seed/load/sample.ts'
import { Refused } from '#src/errors.ts'
import { verifyTrail } from '#src/trail/verify.ts'
import { emptyDatabase, testDatabase, today } from '#test/world.ts'
import { backUp } from './backup.ts'
import { countRows, listTables } from './contents.ts'
import { migrate } from './migrate.ts'
import { type Database, openEmbedded } from './open.ts'
import { restoreFrom } from './restore.ts'

describe('backup and restore', () => {
  let here: Database
  let other: Database
  let folder: string
  const file = (name: string) => join(folder, name)
  const everyCount = async (database: Database) => {
    const db = database.maintenance()
    const tables = await listTables(db)
    return Object.fromEntries(
      await Promise.all(tables.map(async ({ name }) => [name, await countRows(db, name)])),
    )
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concordat-backup-'))
    here = await testDatabase()
    other = await openEmbedded('memory')
    await migrate(other)
    await emptyDatabase(here)
    await loadSample(here, { now: today, password: 'not for use' })
    const db = here.maintenance()
    await db
      .updateTable('authority')
      .set({ logo: Buffer.from([0, 1, 255, 10, 13]), logo_type: 'image/png' })
      .execute()
    await backUp(here, file('a.backup'), today)
  })
  after(async () => {
    await other.close()
    await emptyDatabase(here)
    await rm(folder, { recursive: true })
  })

  test('a backup moves to another kind of database and back without losing anything', async () => {
    const counts = await everyCount(here)
    await restoreFrom(other, file('a.backup'))
    assert.deepEqual(await everyCount(other), counts)
    const { chains, broken } = await verifyTrail(other)
    assert.equal(broken, null)
    assert.ok(chains.every(chain => chain.events > 0))
    await backUp(other, file('b.backup'), today)
    const [a, b] = await Promise.all(['a.backup', 'b.backup'].map(name => readFile(file(name))))
    assert.equal(gunzipSync(b!).toString(), gunzipSync(a!).toString())
    await emptyDatabase(here)
    await restoreFrom(here, file('b.backup'))
    assert.deepEqual(await everyCount(here), counts)
    assert.equal((await verifyTrail(here)).broken, null)
    await emptyDatabase(other)
  })

  test('the file is for its owner alone, and no half of one is left', async () => {
    assert.equal((await stat(file('a.backup'))).mode & 0o777, 0o600)
    await assert.rejects(
      backUp(here, join(folder, 'no', 'such', 'folder'), today),
      refusedWith(/cannot be written \(ENOENT\)/),
    )
    assert.ok((await readdir(folder)).every(name => !name.endsWith('.partial')))
  })

  test('an installation in use is not restored over', async () => {
    const counts = await everyCount(here)
    await assert.rejects(restoreFrom(here, file('a.backup')), refusedWith(/in use/))
    assert.deepEqual(await everyCount(here), counts)
  })

  test('a file that is damaged, cut short or something else changes nothing', async () => {
    const whole = await readFile(file('a.backup'))
    const text = gunzipSync(whole).toString()
    const flipped = Buffer.from(whole)
    flipped[whole.length >> 1]! ^= 0xff
    const wrong: Record<string, Buffer> = {
      empty: Buffer.alloc(0),
      words: Buffer.from('Dear Sir, please find enclosed'),
      cut: whole.subarray(0, whole.length - 200),
      half: whole.subarray(0, whole.length >> 1),
      flipped,
      'without its end': gzipSync(text.slice(0, text.lastIndexOf('{"sha256"'))),
      'with a changed word': gzipSync(text.replace('Safer Wendleshire Board', 'Safer Wendleshire Bored')),
      'without a row': gzipSync(text.replace(/\n\{"authority_id"[^\n]*/, '')),
      'with a broken row': gzipSync(text.replace('"reference":"WCC-0001"', '"reference":null')),
      'with a row that points nowhere': gzipSync(
        text.replace(/"plan_id":"[0-9a-f]{8}/, '"plan_id":"00000000'),
      ),
    }
    for (const [name, bytes] of Object.entries(wrong)) {
      await writeFile(file(name), bytes)
      await assert.rejects(restoreFrom(other, file(name)), refusedWith(/not a whole backup/), name)
      assert.ok(
        Object.values(await everyCount(other)).every(count => count === 0),
        name,
      )
    }
    await assert.rejects(restoreFrom(other, file('nowhere')), refusedWith(/cannot be opened/))
  })

  test('a backup of another version says which version to restore it with', async () => {
    const text = gunzipSync(await readFile(file('a.backup'))).toString()
    await writeFile(file('newer'), gzipSync(text.replace('"migrations":[', '"migrations":["0000-other",')))
    await assert.rejects(
      restoreFrom(other, file('newer')),
      refusedWith(/Restore it with the version that wrote it/),
    )
  })
})

const refusedWith = (pattern: RegExp) => (error: unknown) =>
  error instanceof Refused && pattern.test(error.message)
