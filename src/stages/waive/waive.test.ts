import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { progressOf } from '#src/decide/progress.ts'
import { submissionOf } from '#src/decide/submission.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { addApproved } from '#test/approved.ts'
import { addCast, decideAs, roundOf, submitSignificant, submitToCabinet } from '#test/decided.ts'
import { answerAll, changeAs, draftProposal, personWith, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('what is waived', () => {
  const world = useWorld()

  test('REV-4: A requirement waived with a reason is in the way no longer, and counts again once that is taken back', async () => {
    const { page, hindrances } = await draftWithoutPower()
    assert.match((await hindrances()).join(), /have the power to enter/i)
    const keeper = await world.signIn('keeper')
    assert.match(
      (await keeper.see(page)).text,
      /We have the power to enter .* Nothing goes on without it Waive/,
    )
    const saved = await keeper.fill(`${page}?requirement=legal-power`, {
      why: 'Counsel’s opinion is on file',
    })
    assert.equal(saved.location, `${page}?done=saved`)
    assert.doesNotMatch((await hindrances()).join(), /have the power to enter/i)
    const shown = await keeper.see(page)
    assert.match(
      shown.text,
      /Waived .* Counsel’s opinion is on file Keeper of the Tests, register keeper, 23 November 2026 Take back/,
    )
    await keeper.fill(page, {})
    const { text } = await keeper.see('/wendleshire/staff/trail')
    assert.match(text, /took back the waiver of ‘Legal power’/)
    assert.match(text, /waived ‘Legal power’: Counsel’s opinion is on file/)
    assert.match((await hindrances()).join(), /have the power to enter/i)
  })

  test('REV-4: Nobody waives anything about their own proposal, nor without the role or a reason, and once', async () => {
    const { page, proposer } = await draftWithoutPower('keeper')
    const form = { requirement: 'legal-power', why: 'Because' }
    assert.match((await proposer.see(page)).text, /This is your own proposal/)
    assert.equal((await proposer.post(page, form)).status, 403)
    assert.equal((await (await world.signIn('contributor')).post(page, form)).status, 403)
    const keeper = await world.signIn('keeper')
    const bare = await keeper.fill(`${page}?requirement=legal-power`, { why: ' ' })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Say why it is waived/)
    const sent = { ...form, form_id: '00000000-0000-4000-8000-000000000004' }
    assert.equal((await keeper.post(page, sent)).status, 303)
    assert.equal((await keeper.post(page, sent)).status, 303)
    assert.equal((await keeper.post(page, form)).status, 409)
    const { id } = await world.county.db.selectFrom('waiver').select('id').executeTakeFirstOrThrow()
    assert.equal((await keeper.post(page, { waiver: id })).status, 303)
    assert.equal((await keeper.post(page, { waiver: id })).status, 409)
    const other = await world.signIn('keeper', 'borough')
    assert.equal((await other.post(page.replace('wendleshire', 'saltmere'), form)).status, 404)
  })

  test('APP-2, REV-4: No waiver stands in for an approval', async () => {
    const { page } = await draftWithoutPower()
    const keeper = await world.signIn('keeper')
    const answer = await keeper.post(page, { requirement: 'approval', why: 'In a hurry' })
    assert.equal(answer.status, 409)
    assert.match(answer.text, /An approval is not waived/)
    assert.equal((await keeper.see(`${page}?requirement=approval`)).status, 303)
  })

  test('REV-4: A step of a running route is waived on someone’s authority, and the route goes on without it', async () => {
    const { proposal, approvalId, seatId, proposer } = await submitToCabinet(world)
    const page = `${proposal.path}/waivers`
    const keeper = await world.signIn('keeper')
    const bare = await keeper.fill(`${page}?seat=${seatId}`, { why: 'Delegated by Council', authority: '' })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Say who allowed it, and when/)
    assert.match(bare.body, /Delegated by Council<\/textarea>/)
    const form = { seat: seatId, why: 'Delegated by Council', authority: 'Chief Executive, 20 November 2026' }
    assert.equal((await proposer.post(page, form)).status, 403)
    assert.equal((await keeper.post(page, form)).status, 303)
    const round = await roundOf(world, approvalId)
    assert.equal(round.state, 'approved')
    const seat = round.seats.find(each => each.id === seatId)!
    assert.deepEqual(
      [seat.waived_by, seat.waived_authority, seat.decision_id],
      ['Keeper of the Tests', 'Chief Executive, 20 November 2026', null],
    )
    assert.equal((await keeper.post(page, form)).status, 409)
  })

  test('REV-4: The last seat that would decide is never waived', async () => {
    const { proposal, approvalId } = await submitSignificant(world)
    const page = `${proposal.path}/waivers`
    const keeper = await world.signIn('keeper')
    const given = { why: 'x', authority: 'y' }
    const seats = (await roundOf(world, approvalId)).seats
    const answers: number[] = []
    for (const { id } of seats) answers.push((await keeper.post(page, { seat: id, ...given })).status)
    assert.equal(answers.at(-1), 409)
    assert.equal((await roundOf(world, approvalId)).state, 'running')
  })

  test('REV-4: Where either of two decides, waiving one leaves the decision to the other', async () => {
    const proposer = await personWith(world, 'Pat Proposer', 'keeper')
    const cast = await addCast(world)
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, {
      'significance.money-a-year': 120_000,
      'significance.money-total': 360_000,
    })
    const id = await submitAs(world, proposer, proposal)
    const keeper = await world.signIn('keeper')
    for (const person of [cast.legal, cast.monitoring, cast.finance]) await decideAs(world, person, id)
    const { seats } = await roundOf(world, id)
    const cabinet = seats.find(each => each.role === 'cabinet' && each.need === 'any')!
    const given = { seat: cabinet.id, why: 'No meeting', authority: 'The leader' }
    assert.equal((await keeper.post(`${proposal.path}/waivers`, given)).status, 303)
    assert.equal((await roundOf(world, id)).state, 'running')
    assert.match((await cast.chief.see('/wendleshire/staff/decisions')).text, /Chief Executive/)
    await decideAs(world, cast.chief, id)
    assert.equal((await roundOf(world, id)).state, 'approved')
  })

  test('REV-4: A route on which all that is left is waived approves nothing', async () => {
    const { proposal, approvalId } = await submitSignificant(world)
    const keeper = await world.signIn('keeper')
    const before = (await roundOf(world, approvalId)).seats
    for (const { id } of before.slice(0, -1))
      await keeper.post(`${proposal.path}/waivers`, { seat: id, why: 'x', authority: 'y' })
    const round = await roundOf(world, approvalId)
    const seats = round.seats.map(seat => (seat.waived_by ? seat : { ...seat, dropped_at: world.clock.now }))
    assert.equal(seats.filter(seat => seat.dropped_at).length, 1)
    assert.notEqual(progressOf({ ...round, seats }, '2026-11-23').state, 'approved')
  })

  test('REV-4: Nobody waives anything about what was approved on their own proposal', async () => {
    const proposer = await personWith(world, 'Pat Proposer', 'keeper')
    const { id, path, proposalId } = await addApproved(world)
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('proposal', proposalId, { account_id: proposer.accountId }),
    )
    const form = { requirement: 'sponsor', why: 'Later' }
    assert.equal((await proposer.post(`${path}/waivers`, form)).status, 403)
    assert.equal((await (await world.signIn('keeper')).post(`${path}/waivers`, form)).status, 303)
  })

  async function draftWithoutPower(role: 'contributor' | 'keeper' = 'contributor') {
    const proposer = await personWith(world, 'Pat Proposer', role)
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, { 'setup.legal-power': 'no' })
    const hindrances = async () => {
      const entry = await findEntry(world.county.db, world.county.id, proposal.entryId)
      const found = await submissionOf(
        world.county.db,
        world.county.id,
        entry,
        [proposer.accountId],
        '2026-11-23',
      )
      return found.hindrances.map(each => each.says)
    }
    return { proposer, proposal, hindrances, page: `${proposal.path}/waivers` }
  }
})
