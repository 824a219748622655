import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { progressOf, setNamed } from '#src/protocol/questions.ts'
import type { Writer } from '#src/trail/change.ts'
import { addApproved } from '#test/approved.ts'
import { addAskedProposal, answerQuestions } from '#test/asked.ts'
import { addTestEntry } from '#test/entries.ts'
import { changeAs, draftProposal, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'
import { findCase } from './case.ts'

const day = '2026-11-23'

describe('what the protocol makes of an entry', () => {
  const world = useWorld()

  test('PRO-1: an entry about which nothing is proposed is judged by the protocol in force, from what the register holds', async () => {
    const { id } = await addTestEntry(world, { stage: 'in-place' })
    const found = await caseOf(id)
    assert.equal(found.proposal, null)
    assert.equal(found.protocol.pack.id, 'common')
    assert.deepEqual(
      [found.made.facts.kind, found.made.facts.stage, found.made.facts.registered, found.made.facts.partners],
      ['partnership', 'in-place', true, []],
    )
    assert.equal(found.approval, null)
  })

  test('SIG-1: in a draft the tier follows the answers', async () => {
    const { id, proposal } = await addAskedProposal(world)
    assert.equal((await caseOf(id)).made.tier, 'light')
    await answerQuestions(world, id, proposal, { 'significance.money-a-year': 60_000 })
    assert.equal((await caseOf(id)).made.tier, 'significant')
  })

  test('SIG-2: a tier that was overridden stays, whatever the answers say', async () => {
    const { id, proposal } = await addAskedProposal(world, {
      answers: { 'significance.money-a-year': 60_000 },
    })
    const { protocol } = await caseOf(id)
    await on(id, async writer => {
      await writer.insert('assessment', {
        involvement_id: id,
        about: 'tier',
        protocol_id: protocol.id!,
        result: 'standard',
        found: 'significant',
        says: 'X',
        cause: 'override',
        account_id: null,
        made_by: 'Tests',
        made_at: world.clock.now,
      })
      await writer.update('involvement', id, { tier: 'standard' })
    })
    await answerQuestions(world, id, proposal, { 'significance.statutory': 'yes' })
    assert.equal((await caseOf(id)).made.tier, 'standard')
  })

  test('ENT-4: what the register holds counts before an answer; in an extension the answer counts', async () => {
    const answers = { 'significance.money-a-year': 5_000, 'case.level': 'supporting' }
    const entering = await addAskedProposal(world, { answers })
    await on(entering.id, writer => give(writer, entering.id))
    const entered = await caseOf(entering.id)
    assert.deepEqual([entered.made.facts.money_a_year, entered.made.facts.level], [75_000, 'lead'])
    assert.equal(entered.proposal!.answers['case.level']!.value, 'supporting', 'what was answered is kept')

    const place = await addTestEntry(world, { name: 'In place' })
    await addAskedProposal(world, { for: place, purpose: 'extend', answers })
    await on(place.id, writer => give(writer, place.id))
    const extended = await caseOf(place.id)
    assert.deepEqual([extended.made.facts.money_a_year, extended.made.facts.level], [5_000, 'supporting'])
    const stands = await caseOf(place.id, 'standing')
    assert.equal(stands.proposal!.purpose, 'extend', 'there is nothing else that stands')
  })

  test('ENT-3: a field of the register answers the question that names it', async () => {
    const ann = await personWith(world, 'Ann Lee')
    const { entryId: id } = await draftProposal(world, ann)
    const before = await caseOf(id)
    assert.deepEqual(before.made.answers['case.priorities'], { value: ['Safe places'] })
    const left = (found: typeof before) =>
      progressOf(setNamed(found.protocol.pack, 'setup')!, found.made).left.map(each => each.question.id)
    assert.ok(left(before).includes('officers'))
    await on(id, writer =>
      writer.insert('appointment', {
        involvement_id: id,
        role: 'officer',
        is_substitute: false,
        substitute_for: null,
        person_id: ann.personId,
        post_id: null,
        position: '',
        note: '',
        starts_on: null,
        ends_on: null,
      }),
    )
    const after = await caseOf(id)
    assert.deepEqual(after.made.answers['setup.officers'], { value: ['Ann Lee'] })
    assert.ok(!left(after).includes('officers'))
  })

  test('ENT-3: what was marked not relevant is answered all the same once the register holds it', async () => {
    const ann = await personWith(world, 'Ann Lee')
    const { entryId: id, proposalId } = await draftProposal(world, ann)
    await on(id, writer =>
      writer.insert('answer', {
        involvement_id: id,
        subject_type: 'proposal',
        subject_id: proposalId,
        question: 'case.priorities',
        value: null,
        note: 'See the plan',
        not_relevant: 'It serves none',
        account_id: null,
        answered_at: world.clock.now,
      }),
    )
    const { made } = await caseOf(id)
    assert.equal(made.answers['case.priorities']!.notRelevant, undefined)
    assert.deepEqual(made.answers['case.priorities']!.value, ['Safe places'])
  })

  test('APP-6: an approval covers what was decided until a material fact moves', async () => {
    const { id } = await addApproved(world)
    const fresh = await caseOf(id)
    assert.deepEqual([fresh.approval!.moved, fresh.made.facts.approved], [[], true])
    await on(id, writer => give(writer, id))
    const moved = await caseOf(id)
    assert.ok(moved.approval!.moved.some(each => each.fact === 'money_a_year'))
    assert.equal(moved.made.facts.approved, false)
  })

  test('APP-6: while something new is proposed the approval before it does not speak for that', async () => {
    const { id, reference, path } = await addApproved(world)
    await addAskedProposal(world, { for: { id, reference, path }, purpose: 'extend' })
    assert.equal((await caseOf(id)).made.facts.approved, false)
    const stands = await caseOf(id, 'standing')
    assert.deepEqual([stands.proposal!.state, stands.made.facts.approved], ['approved', true])
  })

  test('APP-6: an approval counts no more once its proposal was opened again, declined or dropped', async () => {
    const { id, proposalId } = await addApproved(world)
    for (const state of ['draft', 'declined', 'dropped'] as const) {
      await on(id, writer => writer.update('proposal', proposalId, { state }))
      for (const which of ['open', 'standing'] as const) {
        const { approval, made } = await caseOf(id, which)
        assert.deepEqual([approval, made.facts.approved], [null, false], `${state}, ${which}`)
      }
    }
  })

  test('what was dropped counts no more, and waivers count until they are withdrawn', async () => {
    const { id, proposal } = await addAskedProposal(world, {
      answers: { 'significance.money-a-year': 60_000 },
    })
    const waiver = newId()
    await on(id, async writer => {
      await writer.update('proposal', proposal, { state: 'dropped' })
      await writer.insert('waiver', {
        id: waiver,
        involvement_id: id,
        requirement: 'sponsor',
        reason: 'The chief executive acts until June',
        account_id: null,
        waived_by: 'Tests',
        capacity: 'Keeper',
        waived_at: world.clock.now,
        withdrawn_at: null,
      })
    })
    const found = await caseOf(id)
    assert.equal(found.proposal, null)
    assert.equal(found.made.facts.money_a_year, undefined)
    assert.deepEqual(found.waivers, { sponsor: 'The chief executive acts until June' })
    await on(id, writer => writer.update('waiver', waiver, { withdrawn_at: world.clock.now }))
    assert.deepEqual((await caseOf(id)).waivers, {})
  })

  async function caseOf(id: string, which: 'open' | 'standing' = 'open') {
    const entry = await findEntry(world.county.db, world.county.id, id)
    return findCase(world.county.db, world.county.id, entry, day, which)
  }

  function on(id: string, work: (writer: Writer) => Promise<unknown>) {
    return changeAs(world, act => work(act.on('involvement', id, 'An entry')))
  }

  async function give(writer: Writer, id: string) {
    await writer.update('involvement', id, { level: 'lead' })
    await writer.insert('commitment', {
      involvement_id: id,
      year: '2027/28',
      type: 'money',
      pence: 7_500_000,
      form: null,
      budgeted: true,
      days: null,
      note: '',
    })
  }
})
