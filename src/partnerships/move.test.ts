import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import type { Stage } from '#src/domain/words.ts'
import { change } from '#src/trail/change.ts'
import { addApproved } from '#test/approved.ts'
import { addTestEntry } from '#test/entries.ts'
import { today, useWorld } from '#test/world.ts'

const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

describe('stages are enforced', () => {
  const world = useWorld()

  const stageOf = async (id: string) =>
    (await world.county.db.selectFrom('involvement').select('stage').where('id', '=', id).executeTakeFirst())
      ?.stage
  const write = (work: Parameters<typeof change<unknown>>[2]) =>
    change(world.county.db, { authority: world.county.id, by, at: today, action: 'involvement.test' }, work)
  const agree = (id: string, more = {}) =>
    write(act =>
      act
        .on('involvement', id, 'An entry')
        .update('involvement', id, { negotiations_concluded_on: '2026-11-20', ...more }),
    )
  const waive = (id: string, requirement: string) =>
    write(act =>
      act.on('involvement', id, 'An entry').insert('waiver', {
        involvement_id: id,
        requirement,
        reason: 'Urgent',
        account_id: null,
        waived_by: 'Tests',
        capacity: 'Operator',
        waived_at: today,
        withdrawn_at: null,
      }),
    )

  test('APP-2: A crafted form reaches no stage that only a proposal, its approval or the test leads to', async () => {
    const keeper = await world.signIn('keeper')
    const tries: [Stage, Stage[]][] = [
      ['considered', ['proposed', 'approved', 'in-place', 'leaving', 'ended', 'not-a-partnership']],
      ['proposed', ['approved', 'in-place', 'leaving', 'ended']],
      ['approved', ['leaving', 'ended', 'proposed', 'in-place']],
      ['in-place', ['approved', 'proposed', 'considered', 'not-a-partnership']],
      ['declined', ['approved', 'in-place', 'ended']],
      ['not-a-partnership', ['approved', 'ended', 'in-place']],
    ]
    for (const [stage, targets] of tries) {
      const entry = await addTestEntry(world, { stage })
      for (const to of targets) {
        const answer = await keeper.post(`${entry.path}/move`, {
          seen: stage,
          to,
          ended_on: '2026',
          why: 'Because',
        })
        assert.equal(answer.status, 409, `${stage} to ${to}`)
        assert.equal(await stageOf(entry.id), stage, `${stage} to ${to}`)
      }
    }
  })

  test('APP-2, APP-3: An approved partnership is in place once everything asked by then is there', async () => {
    const entry = await addApproved(world)
    const keeper = await world.signIn('keeper')
    const post = () => keeper.post(`${entry.path}/move`, { seen: 'approved', to: 'in-place' })
    assert.match((await post()).text, /Still needed: There is a written agreement; An officer sponsors it\./)
    await agree(entry.id)
    assert.match((await post()).text, /Still needed: An officer sponsors it\./)
    await waive(entry.id, 'sponsor')
    assert.equal((await post()).status, 303)
    assert.equal(await stageOf(entry.id), 'in-place')
  })

  test('APP-3: A binding agreement has to be signed before it is in place', async () => {
    const entry = await addApproved(world, {}, { 'setup.form': 'binding' })
    const keeper = await world.signIn('keeper')
    await agree(entry.id)
    await waive(entry.id, 'sponsor')
    const post = () => keeper.post(`${entry.path}/move`, { seen: 'approved', to: 'in-place' })
    assert.match((await post()).text, /Still needed: A binding agreement is signed\./)
    await agree(entry.id, { agreement_signed_on: '2026-11-22' })
    assert.equal((await post()).status, 303)
  })

  test('APP-6: An approval that is out of date leads nowhere, and the page says what moved', async () => {
    const entry = await addApproved(world)
    const keeper = await world.signIn('keeper')
    await agree(entry.id)
    await waive(entry.id, 'sponsor')
    await write(act =>
      act.on('involvement', entry.id, 'An entry').insert('commitment', {
        involvement_id: entry.id,
        year: '2026/27',
        type: 'money',
        pence: 9_000_000,
        form: null,
        budgeted: true,
        days: null,
      }),
    )
    const answer = await keeper.post(`${entry.path}/move`, { seen: 'approved', to: 'in-place' })
    assert.equal(answer.status, 409)
    assert.match(answer.text, /The approvals are there before negotiations conclude/)
    const page = await keeper.see(`${entry.path}/move`)
    assert.match(page.text, /The approval is out of date\. .*was £5,000 a year, is £90,000 a year/)
    assert.doesNotMatch(page.body, /value="in-place"/)
  })

  test('APP-6: What was approved and then decided against is approved no more, however it is considered again', async () => {
    const entry = await addApproved(world)
    await write(act =>
      act.on('involvement', entry.id, 'x').update('involvement', entry.id, { approval_evidenced: true }),
    )
    const keeper = await world.signIn('keeper')
    for (const [seen, to] of [
      ['approved', 'declined'],
      ['declined', 'considered'],
    ] as const)
      assert.equal((await keeper.post(`${entry.path}/move`, { seen, to, why: 'No' })).status, 303)
    const after = await world.county.db
      .selectFrom('involvement as i')
      .innerJoin('proposal as p', 'p.involvement_id', 'i.id')
      .select(['p.state', 'i.approval_evidenced'])
      .executeTakeFirstOrThrow()
    assert.deepEqual(after, { state: 'declined', approval_evidenced: false })
    const signed = await keeper.fill(`${entry.path}/agreement`, {
      negotiations_concluded_on: '4 November 2026',
      agreement_signed_on: '20 November 2026',
    })
    assert.equal(signed.status, 422)
    assert.match(signed.text, /The approvals have to be there first/)
    assert.match((await keeper.see(`${entry.path}/approval`)).text, /decided against afterwards/)
  })

  test('APP-2: What was approved elsewhere is not evidenced here, and does not open the way', async () => {
    const entry = await addTestEntry(world, { stage: 'approved' })
    const keeper = await world.signIn('keeper')
    const answer = await keeper.post(`${entry.path}/move`, { seen: 'approved', to: 'in-place' })
    assert.equal(answer.status, 409)
    assert.match(answer.text, /The approvals are there/)
  })

  test('APP-6: A mark that an approval is evidenced opens nothing where nothing is on record', async () => {
    const entry = await addTestEntry(world, { stage: 'approved' })
    await write(act =>
      act
        .on('involvement', entry.id, 'An entry')
        .update('involvement', entry.id, { approval_evidenced: true }),
    )
    const keeper = await world.signIn('keeper')
    assert.match((await keeper.see(`${entry.path}/agreement`)).text, /No approval is on record/)
  })

  test('DEF-4: The protocol holds back no kind that it does not cover', async () => {
    const keeper = await world.signIn('keeper')
    for (const stage of ['considered', 'approved', 'not-a-partnership'] as const) {
      const entry = await addTestEntry(world, { stage, kind: 'network' })
      const answer = await keeper.fill(`${entry.path}/move`, { to: 'in-place' })
      assert.equal(answer.status, 303, stage)
    }
  })

  test('ENT-7: What is a partnership after all is in place again only where it began before the protocol', async () => {
    const keeper = await world.signIn('keeper')
    const move = (path: string) => keeper.post(`${path}/move`, { seen: 'not-a-partnership', to: 'in-place' })
    const old = await addTestEntry(world, { stage: 'not-a-partnership', started_on: '2014-03' })
    assert.equal((await move(old.path)).status, 303)
    const fresh = await addTestEntry(world, { stage: 'not-a-partnership', started_on: '2027-01' })
    assert.match((await move(fresh.path)).text, /It has not started yet/)
  })

  test('APP-2: No change of its kind makes what runs a partnership that nobody approved', async () => {
    const keeper = await world.signIn('keeper')
    const entry = await addTestEntry(world, { kind: 'network', started_on: '2027' })
    const page = `${entry.path}/edit/identity`
    const refused = await keeper.fill(page, { name: 'A Network', kind: 'partnership' })
    assert.equal(refused.status, 422, refused.text)
    assert.match(refused.text, /has to be proposed and approved\. Take the test first/)
    assert.equal((await keeper.fill(page, { name: 'A Network', kind: 'contract' })).status, 303)
    const old = await addTestEntry(world, { kind: 'network' })
    const unknown = await keeper.fill(`${old.path}/edit/identity`, { name: 'Old', kind: 'partnership' })
    assert.match(unknown.text, /Enter when it started first, under ‘What it is for’/)
    await keeper.fill(`${old.path}/edit/about`, { started_on: '2014' })
    const known = await keeper.fill(`${old.path}/edit/identity`, { name: 'Old', kind: 'partnership' })
    assert.equal(known.status, 303, known.text)
  })

  test('What is being decided is not moved by hand, and deciding against it drops its draft', async () => {
    const keeper = await world.signIn('keeper')
    const entry = await addApproved(world, { stage: 'proposed' })
    const put = (state: 'draft' | 'submitted') =>
      write(act =>
        act.on('involvement', entry.id, 'An entry').update('proposal', entry.proposalId, { state }),
      )
    await put('submitted')
    const held = await keeper.post(`${entry.path}/move`, { seen: 'proposed', to: 'declined', why: 'No' })
    assert.match(held.text, /Its proposal is being decided/)
    await put('draft')
    assert.equal(
      (await keeper.post(`${entry.path}/move`, { seen: 'proposed', to: 'declined', why: 'No' })).status,
      303,
    )
    const { state } = await world.county.db
      .selectFrom('proposal')
      .select('state')
      .where('id', '=', entry.proposalId)
      .executeTakeFirstOrThrow()
    assert.equal(state, 'dropped')
    assert.equal((await keeper.fill(`${entry.path}/move`, { to: 'considered' })).status, 303)
  })

  test('Of two who say at once that it is in place, one is told; twice the same form does it once', async () => {
    const entry = await addApproved(world)
    await agree(entry.id)
    await waive(entry.id, 'sponsor')
    const keeper = await world.signIn('keeper')
    const form = { seen: 'approved', to: 'in-place', form_id: newId() }
    const first = await keeper.post(`${entry.path}/move`, form)
    const again = await keeper.post(`${entry.path}/move`, form)
    assert.equal(first.status, 303)
    assert.equal(again.location, first.location)
    const other = await world.signIn('keeper')
    const late = await other.post(`${entry.path}/move`, { ...form, form_id: newId() })
    assert.equal(late.status, 409)
    assert.match(late.text, /Someone else changed the status to ‘In place’ meanwhile/)
  })
})
