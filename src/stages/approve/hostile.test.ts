import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { useApproval } from '#test/approval.ts'
import { decideAs, moveTo, recordAs, roundOf, submitSignificant, submitToCabinet } from '#test/decided.ts'
import { meanwhile } from '#test/meanwhile.ts'
import { changeAs, fillRole, personWith, submitAs, type TestPerson } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const approve = { interest: 'none', outcome: 'approved' }
const day = (name: string, d: string, m = '11', y = '2026') => ({
  [`${name}-day`]: d,
  [`${name}-month`]: m,
  [`${name}-year`]: y,
})
const minuted = {
  outcome: 'approved',
  minute_reference: 'CAB 1',
  key_decision: 'no',
  call_in: 'none',
  ...day('decided_on', '23'),
}

describe('someone who would have a proposal decided otherwise than by those who decide', () => {
  const world = useWorld()
  const { light } = useApproval(world)
  const seats = async (id: string) => (await roundOf(world, id)).seats.map(each => each.id)

  test('APP-1: a hidden proposal is not there for someone who is not asked, whatever they send', async () => {
    const { path, id } = await light()
    const form = { ...approve, approval: id, seat: await seats(id) }
    const stranger = await personWith(world, 'Sly Stranger', 'reader')
    assert.equal((await stranger.see(`${path}/approval`)).status, 404)
    assert.equal((await stranger.post(`${path}/approval/decision`, form)).status, 404)
    const neighbour = await world.signIn('keeper', 'borough')
    const there = path.replace('wendleshire', 'saltmere')
    for (const page of [
      'decision',
      'withdraw',
      're-route',
      `committee/${form.seat[0]}`,
      `call-in/${newId()}`,
    ])
      assert.equal((await neighbour.post(`${there}/approval/${page}`, form)).status, 404, page)
    assert.equal((await neighbour.post(`${path}/approval/decision`, form)).status, 404)
    const insider = await personWith(world, 'Ina Insider', 'keeper')
    assert.equal((await insider.post(`${path}/approval/decision`, form)).status, 403)
    assert.equal((await roundOf(world, id)).decisions.length, 0)
  })

  test('APP-6: a form of an earlier submission, of another entry or of none decides nothing', async () => {
    const { path, id, head, proposer, proposal } = await light()
    await proposer.fill(`${path}/approval/withdraw`, { why: 'Not yet' })
    const second = await submitAs(world, proposer, proposal)
    const stale = { ...approve, approval: id, seat: await seats(id) }
    const late = await head.post(`${path}/approval/decision`, stale)
    assert.equal(late.status, 409)
    assert.match(late.text, /not being decided any more: it was taken back/)
    const elsewhere = await head.post(`${path}/approval/decision`, { ...stale, approval: newId() })
    assert.equal(elsewhere.status, 409)
    assert.match(elsewhere.text, /is not what this form was opened for/)
    assert.equal((await head.post(`${path}/approval/decision`, approve)).status, 409)
    assert.equal(
      (await head.post(`${path}/approval/decision`, { ...approve, approval: second, seat: stale.seat }))
        .status,
      409,
    )
    assert.equal((await proposer.post(`${path}/approval/withdraw`, { why: 'No', approval: id })).status, 409)
    assert.equal(
      (await proposer.post(`${path}/approval/withdraw`, { why: 'No', approval: newId() })).status,
      409,
    )
    const round = await roundOf(world, second)
    assert.deepEqual([round.state, round.decisions.length], ['running', 0])
  })

  test('APP-5: a deputy acts on the days of the absence and on no other, whatever they send', async () => {
    const deputy = await personWith(world, 'Dee Deputy', 'reader')
    const { path, id } = await light([{ person: deputy, deputy: true, from: '2026-11-25', to: '2026-11-26' }])
    const form = { ...approve, approval: id, seat: await seats(id) }
    assert.equal((await deputy.post(`${path}/approval/decision`, form)).status, 404)
    await moveTo(world, '2026-11-27T00:10:00Z', deputy)
    assert.equal((await deputy.post(`${path}/approval/decision`, form)).status, 404)
    await moveTo(world, '2026-11-26T23:50:00Z', deputy)
    assert.equal((await deputy.post(`${path}/approval/decision`, form)).status, 303)
    assert.equal((await roundOf(world, id)).decisions[0]!.deputy, true)
  })

  test('APP-5: half an hour after midnight in summer the first day of an absence has come, and its last has gone', async () => {
    world.clock.now = new Date('2026-07-01T10:00:00Z')
    const deputy = await personWith(world, 'Dee Deputy', 'reader')
    const before = await personWith(world, 'Bea Before', 'reader')
    const { path, id } = await light([
      { person: deputy, deputy: true, from: '2026-07-11', to: '2026-07-20' },
      { person: before, deputy: true, from: '2026-07-01', to: '2026-07-10' },
    ])
    await moveTo(world, '2026-07-10T22:30:00Z', deputy, before)
    assert.equal((await deputy.see(`${path}/approval`)).status, 404)
    assert.equal((await before.see(`${path}/approval`)).status, 200)
    await moveTo(world, '2026-07-10T23:30:00Z', deputy, before)
    assert.equal((await before.see(`${path}/approval`)).status, 404)
    assert.match((await deputy.see('/wendleshire/staff/decisions')).text, /Saltmere Flood Partnership/)
    assert.match((await deputy.see(`${path}/approval/brief`)).text, /You are asked to agree/)
    assert.equal((await deputy.fill(`${path}/approval/decision`, approve)).status, 303)
    assert.equal((await roundOf(world, id)).decisions[0]!.decided_on, '2026-07-11')
  })

  test('APP-6: a recorder who proposes it enters nothing, and nobody enters a step that is not open', async () => {
    const { proposal, approvalId, cast, proposer } = await submitSignificant(world)
    const { id } = await world.county.db.selectFrom('committee').select('id').executeTakeFirstOrThrow()
    await changeAs(world, act =>
      act.on('committee', id, 'Cabinet').insert('committee_recorder', {
        committee_id: id,
        person_id: proposer.personId,
        starts_on: '2020-01-01',
        ends_on: null,
      }),
    )
    const seat = (await roundOf(world, approvalId)).seats.find(each => each.role === 'cabinet')!
    const page = `${proposal.path}/approval/committee/${seat.id}`
    assert.equal((await cast.clerk.post(page, minuted)).status, 409)
    for (const each of [cast.legal, cast.monitoring, cast.finance]) await decideAs(world, each, approvalId)
    assert.equal((await proposer.post(page, minuted)).status, 403)
    assert.equal((await cast.legal.post(page, minuted)).status, 403)
    assert.equal((await cast.clerk.post(page, minuted)).status, 303)
  })

  test('APP-6: a committee decides nothing after it was closed; what it decided before can still be entered', async () => {
    const { page, approvalId, cast } = await submitToCabinet(world)
    const { id } = await world.county.db.selectFrom('committee').select('id').executeTakeFirstOrThrow()
    await moveTo(world, '2026-11-26T10:00:00Z', cast.clerk)
    await changeAs(world, act =>
      act.on('committee', id, 'Cabinet').update('committee', id, { closed_on: '2026-11-24' }),
    )
    const late = await cast.clerk.post(page, { ...minuted, ...day('decided_on', '25') })
    assert.equal(late.status, 409)
    assert.match(late.text, /Cabinet was closed on 24 November 2026, and decides nothing after that/)
    assert.equal((await cast.clerk.post(page, minuted)).status, 303)
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
  })

  test('APP-1: nobody decides in a post that was closed, and it waits for nobody', async () => {
    const { head, path, id } = await light()
    const post = await world.county.db.selectFrom('post').select('id').executeTakeFirstOrThrow()
    const form = { ...approve, approval: id, seat: await seats(id) }
    await changeAs(world, act =>
      act.on('post', post.id, 'Head of Places').update('post', post.id, { closed_on: '2026-11-22' }),
    )
    assert.equal((await head.post(`${path}/approval/decision`, form)).status, 403)
    assert.doesNotMatch((await head.see('/wendleshire/staff/decisions')).text, /Saltmere Flood Partnership/)
    assert.equal((await roundOf(world, id)).decisions.length, 0)
  })

  test('APP-6: what was called in and then taken back is decided anew from the start, and its call-in again', async () => {
    const { proposer, proposal, approvalId, seatId, cast } = await submitToCabinet(world)
    await recordAs(world, cast.clerk, { approvalId, seatId }, { callInEndsOn: '2026-11-30' })
    const decision = (await roundOf(world, approvalId)).decisions.find(each => each.committee_id)!
    const callIn = `${proposal.path}/approval/call-in/${decision.id}`
    await cast.clerk.fill(callIn, { called_in_by: 'Scrutiny', ...day('called_in_on', '23') })
    assert.equal(
      (await proposer.fill(`${proposal.path}/approval/withdraw`, { why: 'To dodge it' })).status,
      303,
    )
    const outcome = { step: 'outcome', outcome: 'stands', ...day('outcome_on', '23') }
    assert.equal((await cast.clerk.post(callIn, outcome)).status, 409)
    const second = await submitAs(world, proposer, proposal)
    const round = await roundOf(world, second)
    assert.deepEqual([round.state, round.decisions.length], ['running', 0])
    assert.equal((await cast.clerk.post(callIn, outcome)).status, 409)
    assert.equal((await roundOf(world, approvalId)).state, 'withdrawn')
  })

  test('APP-6: once sent back, a committee’s old decision is not entered a second time', async () => {
    const { proposal, approvalId, seatId, cast, page } = await submitToCabinet(world)
    await recordAs(world, cast.clerk, { approvalId, seatId }, { callInEndsOn: '2026-11-30' })
    const decision = (await roundOf(world, approvalId)).decisions.find(each => each.committee_id)!
    const callIn = `${proposal.path}/approval/call-in/${decision.id}`
    await moveTo(world, '2026-11-26T10:00:00Z', cast.clerk)
    await cast.clerk.fill(callIn, { called_in_by: 'Scrutiny', ...day('called_in_on', '24') })
    await cast.clerk.fill(callIn, {
      outcome: 'reconsider',
      note: 'Ask the parish',
      ...day('outcome_on', '25'),
    })
    const again = await cast.clerk.post(page, minuted)
    assert.equal(again.status, 409)
    assert.match(again.text, /Cabinet has to decide again since 25 November 2026/)
    assert.equal((await cast.clerk.post(page, { ...minuted, ...day('decided_on', '26') })).status, 303)
  })

  test('APP-1, SIG-2: a submission takes nothing from what is sent with it: not its tier, facts, route or purpose', async () => {
    const { path, proposer, proposal, id } = await light()
    await proposer.fill(`${path}/approval/withdraw`, { why: 'Not yet' })
    const forged = {
      tier: 'light',
      facts: '{"money_a_year":1}',
      route: '[]',
      purpose: 'existing',
      seen: 'x=1',
    }
    const answer = await proposer.post(`${proposal.path}/proposal/check`, forged)
    assert.equal(answer.status, 422)
    const sent = await proposer.post(`${proposal.path}/proposal/check`, {
      ...forged,
      state: 'approved',
      seen: '',
    })
    assert.ok(sent.status >= 400)
    assert.equal((await roundOf(world, id)).state, 'withdrawn')
  })

  test('APP-6: a route is changed only into the one that was looked at', async () => {
    const { proposal, approvalId } = await submitSignificant(world)
    const keeper = await world.signIn('keeper')
    await newPost('legal-services', 'Head of New Law', 'Lex New')
    const page = `${proposal.path}/approval/re-route`
    meanwhile(world, keeper, () => newPost('monitoring-officer', 'Head of New Conduct', 'Gov New'))
    const late = await keeper.fill(page, { why: 'The post moved' })
    assert.equal(late.status, 409)
    assert.match(late.text, /is not the one you looked at/)
    assert.equal((await keeper.post(page, { why: 'The post moved' })).status, 409)
    assert.ok((await roundOf(world, approvalId)).seats.every(seat => seat.dropped_at === null))
    assert.equal((await keeper.fill(page, { why: 'The posts moved' })).status, 303)
  })

  test('APP-6: what is far too long or of the wrong shape is told, and breaks nothing', async () => {
    const { head, path, id } = await light()
    const page = `${path}/approval/decision`
    const form = { ...approve, approval: id, seat: await seats(id) }
    const long = await head.post(page, { ...form, reasons: 'x'.repeat(20_000) })
    assert.equal(long.status, 422)
    assert.match(long.text, /The reasons/)
    const many = { ...form, seat: Array.from({ length: 5000 }, () => newId()) }
    assert.equal((await head.post(page, many)).status, 409)
    for (const odd of [
      { ...form, outcome: ['approved', 'declined'] },
      { ...form, interest: ['none', 'part'] },
      { ...form, outcome: '__proto__' },
      { ...form, approval: [id, id] },
      { ...form, form_id: 'x'.repeat(500), outcome: '' },
    ]) {
      const { status } = await head.post(page, odd)
      assert.ok(status === 409 || status === 422, `${JSON.stringify(odd).slice(0, 80)} answered ${status}`)
    }
    assert.ok(
      [413, 422].includes((await head.post(page, { ...form, reasons: 'x'.repeat(3_000_000) })).status),
    )
    assert.equal((await roundOf(world, id)).decisions.length, 0)
  })

  async function newPost(role: string, title: string, holder: string): Promise<TestPerson> {
    const person = await personWith(world, holder)
    const old = await world.county.db
      .selectFrom('role_filling')
      .select('id')
      .where('role', '=', role)
      .executeTakeFirstOrThrow()
    await changeAs(world, act => act.on('authority', world.county.id, 'x').remove('role_filling', old.id))
    await fillRole(world, role, title, [{ person }])
    return person
  }
})
