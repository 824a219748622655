import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findCase } from '#src/partnerships/case/case.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { addCast, decideAs, roundOf as findRoundNow, recordAs } from '#test/decided.ts'
import {
  answerAll,
  changeAs,
  draftProposal,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
  type TestProposal,
} from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'
import type { Verdict } from './decide.ts'
import { settle } from './settle.ts'
import { submissionOf } from './submission.ts'
import { reopenProposal, withdrawSubmission } from './take-back.ts'

const yes: Verdict = { outcome: 'approved', reasons: '', interest: '', conditions: [] }
describe('a proposal that is decided', () => {
  const world = useWorld()
  const day = () => world.clock.now.toISOString().slice(0, 10)
  const entryOf = (proposal: TestProposal) => findEntry(world.county.db, world.county.id, proposal.entryId)
  const roundOf = (id: string) => findRoundNow(world, id)
  const decides = (person: TestPerson, id: string, verdict: Verdict = yes) =>
    decideAs(world, person, id, verdict)
  const hindrances = async (proposal: TestProposal, proposer: TestPerson) => {
    const entry = await entryOf(proposal)
    const found = await submissionOf(world.county.db, world.county.id, entry, [proposer.accountId], day())
    return found.hindrances.map(each => each.says)
  }

  async function light(proposer: TestPerson) {
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal)
    return proposal
  }

  async function significant(proposer: TestPerson) {
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, {
      'significance.money-a-year': 120_000,
      'significance.money-total': 360_000,
      'case.in-budget': 'no',
      'setup.partner-procedures': 'yes',
    })
    return proposal
  }

  test('APP-1: a submit with no approver configured fails closed and says who mends it', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await light(proposer)
    assert.deepEqual(await hindrances(proposal, proposer), [
      'No post or committee fills the role ‘Head of service’. An administrator says which.',
    ])
    await assert.rejects(submitAs(world, proposer, proposal), /No post or committee fills the role/)
    assert.equal((await entryOf(proposal)).stage, 'considered')
  })

  test('APP-1: a light one is approved by the head of service, within the scheme of delegation', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: 10_000 })
    const proposal = await light(proposer)
    assert.deepEqual(await hindrances(proposal, proposer), [])
    const id = await submitAs(world, proposer, proposal)
    assert.equal((await entryOf(proposal)).stage, 'proposed')
    await decides(head, id)
    const [entry, round] = [await entryOf(proposal), await roundOf(id)]
    assert.deepEqual([entry.stage, entry.tier, round.state], ['approved', 'light', 'approved'])
    const [decision] = round.decisions
    assert.equal(decision!.capacity, 'Head of Places')
    assert.equal(decision!.delegation, 'D1, delegated by Cabinet, up to £10,000 a year')
    const { approval } = await findCase(world.county.db, world.county.id, entry, day())
    assert.deepEqual(approval?.moved, [])
  })

  test('APP-5: a decision beyond the scheme of delegation is refused with the reason', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: 100 })
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, { 'significance.money-a-year': 5000, 'significance.money-total': 5000 })
    assert.deepEqual(await hindrances(proposal, proposer), [
      '£5,000 a year is over the £100 delegated to the Head of Places (D1).',
    ])
  })

  test('APP-5: a limit lowered while a proposal is decided binds the decision', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: 10_000 })
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, { 'significance.money-a-year': 5000, 'significance.money-total': 5000 })
    const id = await submitAs(world, proposer, proposal)
    const line = await world.county.db.selectFrom('delegation').select('id').executeTakeFirstOrThrow()
    await changeAs(world, act =>
      act.on('post', line.id, 'x').update('delegation', line.id, { limit_pence: 1 }),
    )
    await assert.rejects(decides(head, id), /£5,000 a year is over/)
  })

  test('APP-6: nobody approves their own proposal, neither as holder nor as deputy nor through their own deputy', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const deputy = await personWith(world, 'Dee Deputy')
    const post = await fillRole(
      world,
      'head-of-service',
      'Head of Places',
      [{ person: proposer, deputy: true }],
      { limit: null },
    )
    const proposal = await light(proposer)
    assert.deepEqual(await hindrances(proposal, proposer), [
      'Head of Places is vacant, and decides as ‘Head of service’. Name its holder or a deputy.',
    ])
    const head = await personWith(world, 'Hal Head')
    const holding = await holds(post, head)
    const id = await submitAs(world, proposer, proposal)
    await assert.rejects(decides(proposer, id), /not yours/)
    // The proposer takes the post while it runs: then neither they nor their deputy decides.
    await changeAs(world, act =>
      act.on('post', post, 'x').update('post_holding', holding, { person_id: proposer.personId }),
    )
    await holds(post, deputy, true)
    await assert.rejects(decides(proposer, id), /not yours/)
    await assert.rejects(decides(deputy, id), /not yours/)
  })

  test('APP-1: a deputy decides within the dates of the absence alone', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const [head, deputy] = [await personWith(world, 'Hal Head'), await personWith(world, 'Dee Deputy')]
    await fillRole(
      world,
      'head-of-service',
      'Head of Places',
      [{ person: head }, { person: deputy, deputy: true, from: '2026-11-24', to: '2026-11-25' }],
      { limit: null },
    )
    const id = await submitAs(world, proposer, await light(proposer))
    await assert.rejects(decides(deputy, id), /not yours/)
    world.clock.now = new Date('2026-11-25T10:00:00Z')
    await decides(deputy, id)
    const [decision] = (await roundOf(id)).decisions
    assert.deepEqual([decision!.capacity, decision!.deputy], ['Deputy for the Head of Places', true])
  })

  test('APP-3, APP-4: a significant one goes through law, money and Cabinet, and waits for the call-in', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const cast = await statutory()
    const proposal = await significant(proposer)
    assert.deepEqual(await hindrances(proposal, proposer), [])
    const id = await submitAs(world, proposer, proposal)
    await assert.rejects(decides(cast.finance, id), /not yours to take now/)
    await decides(cast.legal, id)
    await decides(cast.monitoring, id)
    await decides(cast.finance, id)
    const seat = (await roundOf(id)).seats.find(each => each.role === 'cabinet')!
    await assert.rejects(record(proposer, id, seat.id), /Only a recorder/)
    await record(cast.clerk, id, seat.id)
    assert.equal((await roundOf(id)).state, 'call-in')
    assert.equal((await entryOf(proposal)).stage, 'proposed')
    world.clock.now = new Date('2026-12-01T10:00:00Z')
    await changeAs(world, act => settle(act, world.county.id, id, world.clock.now, 'http://x'))
    assert.equal((await entryOf(proposal)).stage, 'approved')
    await entryMoney(proposal, 200_000)
    const entry = await entryOf(proposal)
    const { approval, made } = await findCase(world.county.db, world.county.id, entry, day())
    assert.deepEqual(
      approval!.moved.map(each => each.says),
      [
        'Our own money a year: was £120,000 a year, is £200,000 a year',
        'Our own money in all: was £360,000 in all, is £200,000 in all',
      ],
    )
    assert.equal(made.facts.approved, false)
    await changeAs(world, act => reopenProposal(act, world.county.id, proposal.entryId))
    assert.equal((await entryOf(proposal)).stage, 'considered')
    const again = await submitAs(world, proposer, proposal)
    assert.equal((await roundOf(again)).number, 2)
  })

  test('APP-1: someone who holds two posts on a route decides once for both', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const both = await personWith(world, 'Bo Both')
    const cast = await statutory(both)
    const id = await submitAs(world, proposer, await significant(proposer))
    await decides(cast.legal, id)
    const round = await roundOf(id)
    assert.equal(round.decisions.length, 1)
    assert.equal(round.decisions[0]!.capacity, 'Head of Law; Head of Governance')
    assert.ok(round.seats.find(each => each.role === 'section-151')!.opened_at)
  })

  test('APP-6: an approval does not survive withdrawal, and a refusal keeps the proposal on record', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const cast = await statutory()
    const proposal = await significant(proposer)
    const first = await submitAs(world, proposer, proposal)
    await decides(cast.legal, first)
    await changeAs(world, act =>
      withdrawSubmission(act, world.county.id, first, 'A partner left', {
        accountId: proposer.accountId,
        name: proposer.name,
        at: world.clock.now,
        address: 'http://x',
      }),
    )
    assert.equal((await entryOf(proposal)).stage, 'considered')
    await assert.rejects(decides(cast.monitoring, first), /not being decided any more/)
    const second = await submitAs(world, proposer, proposal)
    assert.ok((await roundOf(second)).seats.every(seat => seat.decision_id === null))
    await decides(cast.legal, second, { ...yes, outcome: 'declined', reasons: 'No power' })
    assert.equal((await entryOf(proposal)).stage, 'declined')
    const { state } = await world.county.db.selectFrom('proposal').select('state').executeTakeFirstOrThrow()
    assert.equal(state, 'declined')
  })

  test('APP-6: an approval that is opened again evidences nothing until it is given anew', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: 10_000 })
    const proposal = await light(proposer)
    await decides(head, await submitAs(world, proposer, proposal))
    assert.equal((await entryOf(proposal)).approval_evidenced, true)
    await changeAs(world, act => reopenProposal(act, world.county.id, proposal.entryId))
    assert.equal((await entryOf(proposal)).approval_evidenced, false)
    const again = await submitAs(world, proposer, proposal)
    await decides(head, again, { ...yes, outcome: 'declined', reasons: 'Not now' })
    const { approval } = await findCase(world.county.db, world.county.id, await entryOf(proposal), day())
    assert.equal(approval, null)
  })

  test('APP-6: rules and fillings changed after submission do not change who can act', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const [head, other] = [await personWith(world, 'Hal Head'), await personWith(world, 'Oz Other')]
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: null })
    const id = await submitAs(world, proposer, await light(proposer))
    const filling = await world.county.db.selectFrom('role_filling').select('id').executeTakeFirstOrThrow()
    await changeAs(world, act => act.on('post', filling.id, 'x').remove('role_filling', filling.id))
    await fillRole(world, 'head-of-service', 'Head of People', [{ person: other }], { limit: null })
    await assert.rejects(decides(other, id), /not yours/)
    await decides(head, id)
    assert.equal((await roundOf(id)).state, 'approved')
  })

  test('APP-6: whoever declares an interest and takes no part cannot decide afterwards', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: null })
    const id = await submitAs(world, proposer, await light(proposer))
    await decides(head, id, { ...yes, outcome: 'no-part', interest: 'My brother chairs it' })
    await assert.rejects(decides(head, id), /not yours/)
    assert.equal((await roundOf(id)).state, 'running')
  })

  const statutory = (both?: TestPerson) => addCast(world, both)

  const record = (person: TestPerson, approvalId: string, seatId: string) =>
    recordAs(world, person, { approvalId, seatId }, { callInEndsOn: '2026-11-30' })

  async function holds(post_id: string, person: TestPerson, deputy = false) {
    return (await changeAs(world, act =>
      act.on('post', post_id, 'x').insert('post_holding', {
        post_id,
        person_id: person.personId,
        deputy,
        starts_on: '2020-01-01',
        ends_on: null,
      }),
    )) as string
  }

  const entryMoney = (proposal: TestProposal, pounds: number) =>
    changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').insert('commitment', {
        involvement_id: proposal.entryId,
        year: '2027/28',
        type: 'money',
        pence: pounds * 100,
        form: null,
        budgeted: false,
        days: null,
      }),
    )
})
