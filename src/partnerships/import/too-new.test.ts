import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findCase } from '#src/partnerships/case/case.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { adoptCommon } from '#test/approved.ts'
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

describe('what a file says is in place though it began since the protocol', () => {
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
      assert.deepEqual([created, tooNew.map(each => [each.row, each.name])], [4, [[2, 'New Homes Board']]])
      assert.match(tooNew[0]!.message, /started after our protocol came into force on 2 June 2025/)
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
  })
})
