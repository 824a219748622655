import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { addApproved } from '#test/approved.ts'
import { addAskedProposal } from '#test/asked.ts'
import { addTestEntry } from '#test/entries.ts'
import { today, useWorld } from '#test/world.ts'

const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

describe('what an entry’s page says of the protocol', () => {
  const world = useWorld()
  const write = (work: Parameters<typeof change<unknown>>[2]) =>
    change(world.county.db, { authority: world.county.id, by, at: today, action: 'involvement.test' }, work)
  const cardOf = (body: string) =>
    /<div class="govuk-summary-card app-record__card" id="protocol">[\s\S]*?(?=id="identity")/
      .exec(body)![0]
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')

  test('APP-6: An imported one is not assessed and its approval not evidenced, with what leads on for who may', async () => {
    const entry = await addTestEntry(world, { started_on: '2014' })
    const keeper = await world.signIn('keeper')
    const page = await keeper.see(entry.path)
    assert.match(cardOf(page.body), /Assessed as Not assessed .*Tier Not assessed .*Approval not evidenced/)
    for (const address of ['existing', 'proposal/extend', 'assessment', 'significance', 'agreement'])
      assert.ok(page.body.includes(`href="${entry.path}/${address}"`), address)
    const reader = await (await world.signIn('reader')).see(entry.path)
    assert.match(cardOf(reader.body), /Approval not evidenced/)
    for (const address of ['existing', 'proposal/extend', 'agreement'])
      assert.ok(!reader.body.includes(`href="${entry.path}/${address}"`), address)
  })

  test('APP-6: An approval shows its day, its open conditions, and what has moved since', async () => {
    const entry = await addApproved(world)
    const keeper = await world.signIn('keeper')
    const card = async () => cardOf((await keeper.see(entry.path)).body)
    assert.match(await card(), /Approval Approved 23 November 2026 /)
    await write(async act => {
      const approval = await act.trx.selectFrom('approval').select('id').executeTakeFirstOrThrow()
      const writer = act.on('involvement', entry.id, 'An entry')
      const decision = await writer.insert('decision', {
        id: newId(),
        involvement_id: entry.id,
        approval_id: approval.id,
        outcome: 'approved-with-conditions',
        decided_on: '2026-11-23',
        person_id: null,
        decided_by: 'Ann Lee',
        capacity: 'Director',
        account_id: null,
        entered_by: 'Ann Lee',
        entered_at: today,
        committee_id: null,
        key_decision: null,
        reported_on: null,
        call_in_ends_on: null,
        called_in_on: null,
        call_in_outcome: null,
        call_in_outcome_on: null,
      })
      await writer.insert('action', {
        involvement_id: entry.id,
        cause_type: 'condition',
        cause_id: decision,
        what: 'Insure it',
        owner_id: null,
        owner: 'Ann Lee',
        due_on: '2027-01-01',
        done_on: null,
        closed_at: null,
        created_at: today,
      })
    })
    assert.match(await card(), /Approved 23 November 2026, conditions open /)
    await write(act =>
      act.on('involvement', entry.id, 'An entry').update('involvement', entry.id, { level: 'lead' }),
    )
    assert.match(await card(), /conditions open, out of date .*was active partner, is lead/)
  })

  test('ENT-1: What is under way is named, with where it can be opened', async () => {
    const entry = await addTestEntry(world, { started_on: '2014' })
    await addAskedProposal(world, { for: entry, purpose: 'extend' })
    const keeper = await world.signIn('keeper')
    const page = await keeper.see(entry.path)
    assert.match(cardOf(page.body), /Under way A proposal to extend it, begun by Tests/)
    assert.ok(!page.body.includes(`href="${entry.path}/proposal/extend"`))
  })

  test('DEF-4: A network is asked for no tier and no approval', async () => {
    const entry = await addTestEntry(world, { kind: 'network' })
    const page = await (await world.signIn('keeper')).see(entry.path)
    assert.doesNotMatch(cardOf(page.body), /Tier|Approval|Agreement/)
  })
})
