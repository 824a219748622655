import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findCase } from '#src/partnerships/case/case.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { adoptCommon } from '#test/approved.ts'
import { changeAs } from '#test/proposals.ts'
import { today, useWorld } from '#test/world.ts'
import { runImport } from './run.ts'

const by = { kind: 'command', accountId: null, name: 'Command line', capacity: 'Operator' } as const
const csv = [
  'Name,Kind,Status,Started',
  'New Homes Board,Partnership,In place,10 November 2026',
  'Old Homes Board,Partnership,In place,2 May 2014',
  'Undated Homes Board,Partnership,In place,',
  'New Homes Forum,Network or forum,In place,10 November 2026',
].join('\n')

describe('what a file says is in place though it began since the protocol, or without saying when', () => {
  const world = useWorld()
  const run = (dryRun: boolean) =>
    runImport(world.database, world.county.id, {
      by,
      at: today,
      dryRun,
      bytes: new TextEncoder().encode(csv),
      name: 'register.csv',
    })

  test('APP-2: is named row by row, by the dry run and by the import, and does not count as approved', async () => {
    await adoptCommon(world, '2025-06-02')
    for (const dryRun of [true, false]) {
      const { created, tooNew } = await run(dryRun)
      const rows = tooNew.map(each => [each.row, each.name])
      assert.deepEqual(
        [created, rows],
        [
          4,
          [
            [2, 'New Homes Board'],
            [4, 'Undated Homes Board'],
          ],
        ],
      )
      assert.match(tooNew[0]!.message, /started after our protocol came into force on 2 June 2025/)
      assert.equal(tooNew[1]!.message, 'It does not say when it started')
    }
    const keeper = await world.signIn('keeper')
    const pageOf = async (name: string) => {
      const { id, reference } = await world.county.db
        .selectFrom('register_entry')
        .select(['involvement_id as id', 'reference'])
        .where('name', '=', name)
        .executeTakeFirstOrThrow()
      return { id, ...(await keeper.see(`/wendleshire/staff/partnerships/${reference}`)) }
    }
    const page = await pageOf('New Homes Board')
    assert.match(
      page.text,
      /Missing information .*It started after our protocol came into force on 2 June 2025, so it/,
    )
    assert.match(page.text, /Approval not evidenced/)
    const { db, id } = world.county
    const { made } = await findCase(db, id, await findEntry(db, id, page.id), '2026-11-23')
    assert.equal(made.facts.approved, false)
    for (const name of ['Old Homes Board', 'Undated Homes Board', 'New Homes Forum'])
      assert.doesNotMatch((await pageOf(name)).text, /after our protocol came into force/, name)
    const undated = /Missing information .*It does not say when it started, so it counts as not approved/
    assert.match((await pageOf('Undated Homes Board')).text, undated)
    for (const name of ['Old Homes Board', 'New Homes Forum', 'New Homes Board'])
      assert.doesNotMatch((await pageOf(name)).text, undated, name)
  })

  test('APP-2: the register lists which they are, and no longer once that is evidenced, recorded or mended', async () => {
    await adoptCommon(world, '2025-06-02')
    await run(false)
    const keeper = await world.signIn('keeper')
    const listed = async (...ways: string[]) => {
      const query = ways.map(way => `gap=${way}`).join('&')
      const page = await keeper.see(`/wendleshire/staff/partnerships?${query}`)
      return {
        text: page.text,
        names: ['New Homes Board', 'Old Homes Board', 'Undated Homes Board', 'New Homes Forum'].filter(name =>
          page.text.includes(name),
        ),
      }
    }
    const tooNew = await listed('too_new')
    assert.deepEqual(tooNew.names, ['New Homes Board'])
    assert.match(tooNew.text, /1 entry/)
    assert.deepEqual((await listed('no_start')).names, ['Undated Homes Board'])
    assert.deepEqual((await listed('no_start', 'too_new')).names, ['New Homes Board', 'Undated Homes Board'])
    assert.equal((await listed('no_start', 'sponsor')).names.length, 4)
    const set = (name: string, table: 'involvement' | 'partnership', patch: object) =>
      changeAs(world, async act => {
        const row = await act.trx
          .selectFrom('register_entry as e')
          .innerJoin('involvement as i', 'i.id', 'e.involvement_id')
          .select(['i.id', 'i.partnership_id'])
          .where('e.name', '=', name)
          .executeTakeFirstOrThrow()
        const id = table === 'partnership' ? row.partnership_id : row.id
        await act.on('involvement', row.id, name).update(table, id, patch)
      })
    await set('New Homes Board', 'involvement', { approval_evidenced: true })
    for (const [started_on, names] of [
      ['2025', ['Undated Homes Board']],
      ['2025-06', ['Undated Homes Board']],
      ['2025-06-02', ['Undated Homes Board']],
      ['2025-06-01', []],
      ['2025-05', []],
      ['2024', []],
    ] as const) {
      await set('Undated Homes Board', 'partnership', { started_on })
      assert.deepEqual((await listed('too_new')).names, names, started_on)
    }
    assert.deepEqual((await listed('no_start')).names, [])
  })
})
