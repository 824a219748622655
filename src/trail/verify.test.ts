import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { today, useWorld } from '#test/world.ts'
import { change } from './change.ts'
import { verifyTrail } from './verify.ts'

describe('verifying the trail', () => {
  const world = useWorld()
  const names = ['One', 'Two', 'Three', 'Four', 'Five']
  const by = { kind: 'person', accountId: null, name: 'Ann Lee', capacity: 'Keeper' } as const

  const write = async (where: 'county' | 'borough' = 'county') => {
    for (const name of names) {
      const id = newId()
      await change(
        world[where].db,
        { authority: world[where].id, by, at: today, action: 'directorate.add' },
        act => act.on('directorate', id, name).insert('directorate', { id, name, closed_on: null }),
      )
    }
    return verifyTrail(world.database)
  }
  /** Does what nobody may: as the owner, with the triggers off and every right given. */
  const tamper = async (work: (db: Db) => Promise<unknown>) => {
    const owner = world.database.owner()
    const all = ['disable', 'enable'] as const
    const [off, on] = all.map(
      word => `alter table event ${word} trigger user; alter table event_seal ${word} trigger user`,
    )
    for (const statement of off!.split('; ')) await sql.raw(statement).execute(owner)
    await sql`grant update, delete on event, event_seal to concordat_maintenance`.execute(owner)
    try {
      await work(world.database.maintenance())
    } finally {
      await sql`revoke delete on event, event_seal from concordat_maintenance`.execute(owner)
      await sql`revoke update on event_seal from concordat_maintenance`.execute(owner)
      for (const statement of on!.split('; ')) await sql.raw(statement).execute(owner)
    }
  }
  const broken = async (...checkpoints: Parameters<typeof verifyTrail>[1] & object) =>
    (await verifyTrail(world.database, checkpoints)).broken
  const eventAt = (db: Db, seq: number) =>
    db.selectFrom('event_seal').select('event_id').where('chain', '=', world.county.id).where('seq', '=', seq)

  test('an untouched trail is whole, its last events sealed first, each authority counted', async () => {
    await write('borough')
    const { chains, broken } = await write()
    assert.equal(broken, null)
    assert.deepEqual(
      chains.map(({ name, events, head }) => [name, events, head.seq, head.hash.length]),
      [
        ['installation', 0, 0, 0],
        ['saltmere', 5, 5, 64],
        ['wendleshire', 5, 5, 64],
      ],
    )
  })

  test('changed words are found, and the first event they stand in is named', async () => {
    await write()
    await tamper(db =>
      db
        .updateTable('event')
        .set({ payload: sql`jsonb_set(payload, '{why}', '"because"')` })
        .where('id', 'in', [eventAt(db, 4), eventAt(db, 2)])
        .execute(),
    )
    assert.match(
      (await broken())!,
      /^wendleshire: the words of event 2 \(directorate\.add of 23 November 2026, .*\) were changed/,
    )
  })

  test('changed words with a hash to match are found', async () => {
    await write()
    await tamper(db =>
      db
        .updateTable('event')
        .set({ payload_hash: 'f'.repeat(64) })
        .where('id', '=', eventAt(db, 3))
        .execute(),
    )
    assert.match((await broken())!, /^wendleshire: event 3 .* was changed after it was written/)
  })

  for (const [what, set] of [
    ['moment', { at: new Date('2020-01-01') }],
    ['account', { account_id: newId() }],
    ['action', { action: 'directorate.edit' }],
    ['record', { subject_id: newId() }],
  ] as const)
    test(`another ${what} is found`, async () => {
      await write()
      await tamper(db => db.updateTable('event').set(set).where('id', '=', eventAt(db, 3)).execute())
      assert.match((await broken())!, /^wendleshire: event 3 .* was changed/)
    })

  test('a list of fields that hides one is found', async () => {
    await write()
    await tamper(db => db.updateTable('event').set({ fields: [] }).where('id', '=', eventAt(db, 5)).execute())
    assert.match((await broken())!, /list of fields of event 5/)
  })

  test('an event that is taken out is found', async () => {
    await write()
    await tamper(async db => {
      const { event_id } = await eventAt(db, 3).executeTakeFirstOrThrow()
      await db.deleteFrom('event_seal').where('event_id', '=', event_id).execute()
      await db.deleteFrom('event').where('id', '=', event_id).execute()
    })
    assert.match((await broken())!, /^wendleshire: event 3 is missing; the next is event 4/)
  })

  test('an event that is slipped in is found', async () => {
    await write()
    await tamper(async db => {
      const row = await db
        .selectFrom('event')
        .selectAll()
        .where('id', '=', eventAt(db, 2))
        .executeTakeFirstOrThrow()
      await db
        .insertInto('event')
        .values({ ...row, id: newId(), payload: JSON.stringify(row.payload) })
        .execute()
    })
    assert.match((await broken())!, /^wendleshire: event \(directorate\.add .* has no seal/)
  })

  test('an event moved to another authority is found', async () => {
    await write()
    await tamper(db =>
      db
        .updateTable('event')
        .set({ authority_id: world.borough.id })
        .where('id', '=', eventAt(db, 1))
        .execute(),
    )
    assert.match((await broken())!, /has no seal|moved here from another authority/)
  })

  test('a tail that is cut off is found against an earlier checkpoint, and not without one', async () => {
    const { chains } = await write()
    const { head } = chains.find(chain => chain.name === 'wendleshire')!
    await tamper(async db => {
      const { event_id } = await eventAt(db, 5).executeTakeFirstOrThrow()
      await db.deleteFrom('event_seal').where('event_id', '=', event_id).execute()
      await db.deleteFrom('event').where('id', '=', event_id).execute()
    })
    assert.equal(await broken(), null)
    assert.match(
      (await broken({ name: 'wendleshire', ...head }))!,
      /^wendleshire: the trail ends at event 4, .* cut off$/,
    )
    assert.match((await broken(head))!, /event 5 is not the one/)
  })

  test('a checkpoint holds after more is written, and one that never was is told apart', async () => {
    const { chains } = await write()
    const { head } = chains.find(chain => chain.name === 'wendleshire')!
    await change(
      world.county.db,
      { authority: world.county.id, by, at: today, action: 'directorate.add' },
      async act => {
        const id = newId()
        await act.on('directorate', id, 'Six').insert('directorate', { id, name: 'Six', closed_on: null })
      },
    )
    assert.equal(await broken({ name: 'wendleshire', ...head }, head), null)
    assert.match((await broken({ name: 'wendleshire', seq: 2, hash: head.hash }))!, /event 2 is not the one/)
    assert.match((await broken({ name: 'gone', ...head }))!, /^gone: .* it is gone/)
  })

  test('redacted words leave the chain whole; words that merely vanish do not', async () => {
    await write()
    const redact = (seq: number, redacted_at: Date | null) => async (db: Db) =>
      db
        .updateTable('event')
        .set({ payload: null as never, redacted_at })
        .where('id', '=', eventAt(db, seq))
        .execute()
    await redact(2, today)(world.database.maintenance())
    const { chains, broken: first } = await verifyTrail(world.database)
    assert.equal(first, null)
    assert.equal(chains.at(-1)!.redacted, 1)
    await tamper(redact(4, null))
    assert.match((await broken())!, /words of event 4 .* are gone and no redaction is noted/)
  })

  test('nobody may change, delete or empty the trail', async () => {
    await write()
    const { county, database } = world
    const refused = /append-only|permission denied/
    for (const db of [county.db, database.maintenance()]) {
      await assert.rejects(db.updateTable('event').set({ action: 'x' }).execute(), refused)
      await assert.rejects(db.deleteFrom('event').execute(), refused)
      await assert.rejects(db.deleteFrom('event_seal').execute(), refused)
      await assert.rejects(sql`truncate event cascade`.execute(db), refused)
    }
    await assert.rejects(sql`truncate event cascade`.execute(database.owner()), refused)
    await assert.rejects(
      county.db
        .updateTable('event')
        .set({ payload: null as never, redacted_at: today })
        .execute(),
      refused,
    )
  })
})
