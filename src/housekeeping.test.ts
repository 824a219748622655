import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { today, useWorld } from '#test/world.ts'
import { tidyUp } from './housekeeping.ts'

const by = { kind: 'job' as const, accountId: null, name: 'Tests', capacity: 'tests' }

describe('housekeeping', () => {
  const world = useWorld()

  test('PEO-1: a sponsor’s post that falls vacant overnight shows without anyone saving', async () => {
    const { county } = world
    const [partnership, involvement, post, person] = [newId(), newId(), newId(), newId()]
    await change(county.db, { authority: county.id, by, at: today, action: 'involvement.add' }, async act => {
      const entry = act.on('involvement', involvement, 'Flood alliance')
      await entry.insert('post', {
        id: post,
        title: 'Head of Housing',
        directorate_id: null,
        closed_on: null,
      })
      await entry.insert('person', {
        id: person,
        name: 'Ada Fernsby',
        organisation_id: null,
        account_id: null,
        left_on: null,
        merged_into: null,
      })
      await entry.insert('post_holding', {
        post_id: post,
        person_id: person,
        starts_on: '2020-01-01',
        ends_on: '2099-01-01',
      })
      await entry.insert('partnership', {
        id: partnership,
        name: 'Flood alliance',
        started_on: null,
        ended_on: null,
        lead_organisation_id: null,
        accountable_body_id: null,
      })
      await entry.insert('involvement', {
        id: involvement,
        partnership_id: partnership,
        reference: 'WCC-0001',
        level: null,
        tier: null,
        lead_member: null,
        representative: null,
        directorate_id: null,
        councillor_seats: null,
        officer_seats: null,
        risk_register: null,
        confirmed_on: null,
        merged_into: null,
        removed_at: null,
        created_at: today,
      })
      await entry.insert('appointment', {
        involvement_id: involvement,
        role: 'sponsor',
        person_id: null,
        post_id: post,
        substitute_for: null,
        starts_on: null,
        ends_on: null,
      })
    })
    const gaps = async () =>
      (await county.db.selectFrom('register_entry').select('gaps').executeTakeFirstOrThrow()).gaps
    assert.ok(!(await gaps()).includes('sponsor_vacant'))

    const dayAgo = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    await world.database.maintenance().updateTable('post_holding').set({ ends_on: dayAgo }).execute()
    await tidyUp(world.database, new Date())
    assert.ok((await gaps()).includes('sponsor_vacant'))
  })

  test('What a time-out interrupted is gone after a day', async () => {
    const reader = await world.signIn('reader')
    const db = world.database.app()
    const keep = (at: Date) =>
      db
        .insertInto('interrupted')
        .values({ id: newId(), account_id: reader.accountId, path: '/x', body: '{}', at })
        .execute()
    await keep(new Date(today.getTime() - 23 * 3_600_000))
    await keep(new Date(today.getTime() - 25 * 3_600_000))
    await tidyUp(world.database, today)
    assert.equal((await db.selectFrom('interrupted').select('id').execute()).length, 1)
  })
})
