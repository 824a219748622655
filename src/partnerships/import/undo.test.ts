import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { change } from '#src/trail/change.ts'
import { today, useWorld } from '#test/world.ts'
import { findBatch, type Importing, importDb, moveBatch } from './batch.ts'
import { commitBatch } from './commit.ts'
import { failBatch, sweepImports } from './fail.ts'
import { planBatch } from './plan-batch.ts'
import { runImport } from './run.ts'
import { addBatch, readRows } from './take-rows.ts'
import { undoBatch, undoOf } from './undo.ts'

const by = { kind: 'command', accountId: null, name: 'Command line', capacity: 'Operator' } as const
const bytes = (csv: string) => new TextEncoder().encode(csv)

describe('an import as one act', () => {
  const world = useWorld()
  const importing = (): Importing => ({
    database: world.database,
    authority: { id: world.county.id, name: 'Wendleshire County Council' },
    by,
    now: () => today,
  })
  const take = (csv: string) =>
    runImport(world.database, world.county.id, { bytes: bytes(csv), name: 'register.csv', by, at: today })
  const undo = async (batch: string) => {
    await moveBatch(world.county.db, world.county.id, batch, 'undoing')
    return undoBatch(importing(), batch)
  }
  const shared = (name: string) =>
    world.county.db
      .selectFrom('partnership')
      .select(['id', 'purpose', 'theme', 'version'])
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
  const edit = async (name: string, patch: { purpose: string }) => {
    const { id } = await shared(name)
    const entry = await world.county.db
      .selectFrom('involvement')
      .select('id')
      .where('partnership_id', '=', id)
      .executeTakeFirstOrThrow()
    await change(
      world.county.db,
      { authority: world.county.id, by, at: today, action: 'involvement.edit' },
      act => act.on('involvement', entry.id, name).update('partnership', id, patch),
    )
  }

  const first =
    'Name,Purpose,Theme,Partners,Councillor representatives,Funding 2025/26\n' +
    'Flood Forum,Keep dry,Water,Alpha Trust; Beta Council,Cllr Ann Lee,£500\nSea Board,Watch the sea,,Alpha Trust,,\n'

  test('REG-7: undoing puts updated fields and lists back as they were', async () => {
    await take(first)
    const before = await world.county.db
      .selectFrom('register_entry')
      .select(['name', 'partners', 'people', 'pence'])
      .orderBy('name')
      .execute()
    const second = await take(
      'Name,Purpose,Theme,Partners,Councillor representatives,Funding 2025/26\nFlood Forum,Stay dry,Rivers,Beta Council; Gamma Club,Cllr Bo Ash,£700\n',
    )
    assert.equal(second.updated, 1)
    const preview = await undoOf(
      world.county.db,
      world.county.id,
      await findBatch(world.county.db, world.county.id, second.batch!),
    )
    assert.deepEqual(preview, { removed: 0, restored: 1, left: [] })
    await undo(second.batch!)
    assert.deepEqual(
      await world.county.db
        .selectFrom('register_entry')
        .select(['name', 'partners', 'people', 'pence'])
        .orderBy('name')
        .execute(),
      before,
    )
    const { purpose, theme } = await shared('Flood Forum')
    assert.deepEqual([purpose, theme], ['Keep dry', 'Water'])
    const bodies = await world.county.db.selectFrom('organisation').select('name').orderBy('name').execute()
    assert.deepEqual(
      bodies.map(body => body.name),
      ['Alpha Trust', 'Beta Council'],
    )
  })

  test('REG-7: undoing leaves and names what was changed since', async () => {
    await take(first)
    const second = await take(
      'Name,Purpose,Theme\nFlood Forum,Stay dry,Rivers\nHill Trust,Climb,\nDale Trust,Walk,\n',
    )
    await edit('Flood Forum', { purpose: 'Swim' })
    await edit('Hill Trust', { purpose: 'Run' })
    const undone = await undo(second.batch!)
    assert.deepEqual([undone.removed, undone.restored], [1, 1])
    assert.deepEqual(undone.left.map(left => left.name).sort(), ['Flood Forum', 'Hill Trust'])
    const { purpose, theme } = await shared('Flood Forum')
    assert.deepEqual([purpose, theme], ['Swim', 'Water'])
    const entries = await world.county.db
      .selectFrom('register_entry')
      .select('name')
      .where('removed', '=', false)
      .orderBy('name')
      .execute()
    assert.deepEqual(
      entries.map(entry => entry.name),
      ['Flood Forum', 'Hill Trust', 'Sea Board'],
    )
    assert.equal((await take('Name,Purpose\nDale Trust,Walk\n')).created, 1)
  })

  async function upToCommit(csv: string) {
    const id = await addBatch(importing(), 'register.csv')
    await readRows(importing(), id, bytes(csv), 'register.csv')
    await moveBatch(world.county.db, world.county.id, id, 'planning')
    await planBatch(importing(), id)
    await moveBatch(world.county.db, world.county.id, id, 'committing')
    return id
  }
  const many = `Name,Purpose,Partners\n${Array.from({ length: 120 }, (_, i) => `Body number ${i} of them,Purpose ${i},Alpha Trust`).join('\n')}\nFlood Forum,Changed,\n`
  const everything = async () => ({
    entries: (await world.database.maintenance().selectFrom('register_entry').select('name').execute())
      .length,
    bodies: (await world.database.maintenance().selectFrom('organisation').select('id').execute()).length,
    events: (await world.database.maintenance().selectFrom('event').select('id').execute()).length,
    seats: (await world.database.maintenance().selectFrom('membership').select('id').execute()).length,
    purpose: (await shared('Flood Forum')).purpose,
  })

  test('REG-7: an import that is stopped halfway changes nothing, and shows nothing meanwhile', async () => {
    await take(first)
    const before = await everything()
    const id = await upToCommit(many)
    let steps = 0
    const stopping = { ...importing(), stopping: () => ++steps > 2 }
    const error = await commitBatch(stopping, id).then(
      () => null,
      (caught: Error) => caught,
    )
    assert.ok(error)
    const seen = await world.county.db.selectFrom('register_entry').select('name').execute()
    assert.equal(seen.length, 2)
    assert.ok((await everything()).entries > 2)
    await failBatch(importing(), id, error)
    assert.deepEqual(await everything(), before)
    const batch = await findBatch(importDb(importing()), world.county.id, id)
    assert.equal(batch.state, 'failed')
    assert.match(batch.error, /Nothing of it is on the register/)
  })

  test('REG-7: what a killed process left behind is swept away', async () => {
    await take(first)
    const before = await everything()
    const id = await upToCommit(many)
    let steps = 0
    await commitBatch({ ...importing(), stopping: () => ++steps > 2 }, id).catch(() => undefined)
    await sweepImports(world.database, today, new Set([id]), true)
    assert.ok((await everything()).entries > 2)
    await sweepImports(world.database, today, new Set(), true)
    assert.deepEqual(await everything(), before)
    assert.equal((await findBatch(importDb(importing()), world.county.id, id)).state, 'failed')
  })

  test('REG-7: what an import shows at last stands on the trail and seals', async () => {
    const report = await take(first)
    const events = await world.county.db
      .selectFrom('event')
      .select(['subject_type', 'batch_id', 'action'])
      .execute()
    assert.ok(events.every(event => event.batch_id === report.batch && event.action === 'import.commit'))
    const types = Object.fromEntries(
      ['import', 'involvement', 'organisation', 'person'].map(type => [
        type,
        events.filter(event => event.subject_type === type).length,
      ]),
    )
    assert.deepEqual(types, { import: 1, involvement: 2, organisation: 2, person: 1 })
  })
})
