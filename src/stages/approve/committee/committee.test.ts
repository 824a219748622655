import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { settleDue } from '#src/decide/due.ts'
import { decideAs, roundOf, submitToCabinet } from '#test/decided.ts'
import { useWorld } from '#test/world.ts'

const meeting = { 'decided_on-day': '23', 'decided_on-month': '11', 'decided_on-year': '2026' }
const approval = {
  outcome: 'approved',
  ...meeting,
  minute_reference: 'CAB 47',
  link: 'www.wendleshire.example/minutes',
  key_decision: 'yes',
  forward_plan_reference: 'FP 9',
  exempt_paragraph: '3',
  call_in: 'until',
  'call_in_ends_on-day': '30',
  'call_in_ends_on-month': '11',
  'call_in_ends_on-year': '2026',
}

describe('what a committee decided', () => {
  const world = useWorld()

  test('APP-6: A recorder enters the decision with its minute, and it waits until the call-in has passed', async () => {
    const { cast, page, approvalId, proposal } = await submitToCabinet(world)
    const saved = await cast.clerk.fill(page, approval)
    assert.equal(saved.location, `${proposal.path}/approval?done=recorded`)
    const decision = await ofCabinet(approvalId)
    assert.deepEqual(
      [decision!.decided_by, decision!.minute_reference, decision!.link, decision!.key_decision],
      ['Cabinet', 'CAB 47', 'https://www.wendleshire.example/minutes', true],
    )
    assert.deepEqual(
      [decision!.forward_plan_reference, decision!.exempt_paragraph, decision!.call_in_ends_on],
      ['FP 9', '3', '2026-11-30'],
    )
    assert.equal(decision!.entered_by, 'Reader of the Tests')
    await settleDue(world.database, new Date('2026-11-30T10:00:00Z'), 'https://concordat.example')
    assert.equal((await roundOf(world, approvalId)).state, 'call-in')
    await settleDue(world.database, new Date('2026-12-01T01:00:00Z'), 'https://concordat.example')
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
    const mails = await world.database.app().selectFrom('mail').select('body').execute()
    const address = `https://concordat.example/wendleshire/staff/partnerships/${proposal.reference}/approval`
    assert.ok(mails.some(mail => mail.body.includes(address)))
    const { payload } = await world.county.db
      .selectFrom('event')
      .select('payload')
      .where('action', '=', 'involvement.end-call-in')
      .executeTakeFirstOrThrow()
    assert.equal(payload!.actor.kind, 'job')
  })

  test('APP-6: Only a paragraph of Schedule 12A exempts part of a decision', async () => {
    const { cast, page } = await submitToCabinet(world)
    for (const exempt_paragraph of ['8', 'constructor'])
      assert.equal((await cast.clerk.fill(page, { ...approval, exempt_paragraph })).status, 422)
  })

  test('ENT-9: A board may refuse because equality was not assessed, and the proposal stays on record with the reason', async () => {
    const { cast, page, approvalId } = await submitToCabinet(world)
    assert.match((await cast.clerk.see(page)).text, /The effect on equality has not been assessed/)
    await cast.clerk.fill(page, {
      outcome: 'declined',
      grounds: 'equality',
      reasons: 'It may come back once it is.',
      ...meeting,
      minute_reference: 'MB 3',
      key_decision: 'no',
      call_in: 'none',
    })
    const round = await roundOf(world, approvalId)
    assert.equal(round.state, 'declined')
    assert.equal(
      (await ofCabinet(approvalId))!.reasons,
      'The effect on equality has not been assessed.\nIt may come back once it is.',
    )
  })

  test('APP-6: Conditions of a committee have an owner and a day, and rows are added without losing what was typed', async () => {
    const { cast, page, approvalId } = await submitToCabinet(world)
    const typed = {
      ...approval,
      outcome: 'approved-with-conditions',
      'conditions-0-what': 'Agree who insures the boats',
      'conditions-0-owner': 'Lou Law',
      'conditions-0-due': '31 January 2027',
    }
    const more = await cast.clerk.fill(page, { ...typed, add: 'conditions' })
    assert.equal(more.status, 200)
    assert.match(more.body, /value="CAB 47"/)
    assert.match(more.body, /name="conditions-1-what"/)
    await cast.clerk.fill(page, typed)
    const [condition] = (await ofCabinet(approvalId))!.conditions
    assert.deepEqual(
      [condition!.what, condition!.owner_id, condition!.due_on, condition!.state],
      ['Agree who insures the boats', cast.legal.personId, '2027-01-31', 'open'],
    )
  })

  test('APP-6: Every mistake is told beside its field, and what was typed stays', async () => {
    const { cast, page } = await submitToCabinet(world)
    const empty = await cast.clerk.fill(page, { link: 'not a link' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Choose what the committee decided/)
    assert.match(empty.text, /Enter the day of the meeting/)
    assert.match(empty.text, /Enter a web address/)
    assert.match(empty.body, /value="https:\/\/not a link"|value="not a link"/)
    const bad = await cast.clerk.fill(page, {
      ...approval,
      'decided_on-day': '24',
      minute_reference: '',
      key_decision: '',
      exempt_paragraph: '8',
      'call_in_ends_on-day': '',
      'call_in_ends_on-month': '',
      'call_in_ends_on-year': '',
    })
    assert.match(bad.text, /The meeting must be today or in the past/)
    assert.match(bad.text, /Enter the reference of the minute/)
    assert.match(bad.text, /Say whether it was a key decision/)
    assert.match(bad.text, /Choose a paragraph from the list/)
    assert.match(bad.text, /Enter the last day on which it can be called in/)
    const early = await cast.clerk.fill(page, { ...approval, 'decided_on-day': '22', call_in: '' })
    assert.match(early.text, /The meeting must be on or after 23 November 2026, when this was submitted/)
    assert.match(early.text, /Say whether the decision can be called in/)
    const before = await cast.clerk.fill(page, { ...approval, 'call_in_ends_on-day': '22' })
    assert.match(before.text, /The last day must not be before the meeting/)
    const urgent = await cast.clerk.fill(page, { ...approval, call_in: 'urgent' })
    assert.match(urgent.text, /Say why it is urgent/)
    for (const [outcome, says] of [
      ['changes', 'Say what should change'],
      ['deferred', 'Say why it was put off'],
      ['declined', 'Say why it was declined'],
    ] as const)
      assert.match((await cast.clerk.fill(page, { ...approval, outcome })).text, new RegExp(says))
    const bare = await cast.clerk.fill(page, { ...approval, outcome: 'approved-with-conditions' })
    assert.match(bare.text, /Enter at least one condition/)
    const several = await cast.clerk.fill(page, { outcome: 'approved-with-conditions', call_in: 'urgent' })
    assert.match(
      several.text,
      /There is a problem Enter at least one condition Enter the day of the meeting, such as 31 3 2027 Enter the reference of the minute Say whether it was a key decision Say why it is urgent/,
      'the summary follows the page',
    )
  })

  test('APP-6: A key decision can be called in unless it is urgent or its reason why not is given', async () => {
    const { cast, page, approvalId, proposal } = await submitToCabinet(world)
    const closed = { ...approval, call_in: 'none' }
    for (const outcome of [{}, { outcome: 'declined', grounds: 'risk' }]) {
      const bare = await cast.clerk.fill(page, { ...closed, ...outcome, no_call_in_reason: ' ' })
      assert.equal(bare.status, 422)
      assert.match(bare.text, /Say why a key decision cannot be called in/)
    }
    await cast.clerk.fill(page, { ...closed, no_call_in_reason: 'Council itself decided it' })
    const decision = await ofCabinet(approvalId)
    assert.deepEqual(
      [decision!.no_call_in_reason, decision!.call_in_ends_on, decision!.urgent_reason],
      ['Council itself decided it', null, ''],
    )
    const shown = await cast.clerk.see(`${proposal.path}/approval`)
    assert.match(shown.text, /Not open to call-in: Council itself decided it/)
  })

  test('APP-6: What is no key decision needs no reason why it cannot be called in', async () => {
    const { cast, page, approvalId } = await submitToCabinet(world)
    await cast.clerk.fill(page, { ...approval, key_decision: 'no', call_in: 'none' })
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
  })

  test('APP-6: A decision put off leaves the step open, to be entered at a later meeting', async () => {
    const { cast, page, approvalId } = await submitToCabinet(world)
    await cast.clerk.fill(page, { outcome: 'deferred', reasons: 'No time', ...meeting })
    assert.equal((await roundOf(world, approvalId)).state, 'running')
    assert.equal((await cast.clerk.see(page)).status, 200)
  })

  test('APP-6: Nobody but a recorder enters it: not whoever proposes it, no decider, nobody of another authority', async () => {
    const { proposer, cast, page, approvalId } = await submitToCabinet(world)
    for (const person of [proposer, cast.finance]) {
      assert.equal((await person.see(page)).status, 303)
      assert.equal((await person.post(page, approval)).status, 403)
    }
    await makeRecorder(proposer.personId)
    assert.equal((await proposer.post(page, approval)).status, 403)
    const other = await world.signIn('keeper', 'borough')
    assert.equal((await other.post(page.replace('wendleshire', 'saltmere'), approval)).status, 404)
    assert.equal((await roundOf(world, approvalId)).state, 'running')
  })

  test('APP-6: A decision is entered once, however often the form is sent, and not over another', async () => {
    const { cast, page, approvalId } = await submitToCabinet(world)
    const before = (await roundOf(world, approvalId)).decisions.length
    const form = { ...approval, form_id: '00000000-0000-4000-8000-000000000001' }
    const first = await cast.clerk.post(page, form)
    const again = await cast.clerk.post(page, form)
    assert.deepEqual([first.status, again.status], [303, 303])
    assert.equal(again.location, first.location)
    const late = await cast.clerk.post(page, { ...approval, outcome: 'declined', grounds: 'risk' })
    assert.equal(late.status, 409)
    assert.match(late.text, /Cabinet decided this meanwhile/)
    assert.equal((await roundOf(world, approvalId)).decisions.length, before + 1)
  })

  test('APP-6: A step whose turn has not come takes no decision', async () => {
    const { cast, page, approvalId } = await submitToCabinet(world)
    await world.county.db
      .updateTable('approval_seat')
      .set({ decision_id: null })
      .where('role', '=', 'section-151')
      .execute()
    assert.equal((await cast.clerk.see(page)).status, 303)
    assert.equal((await cast.clerk.post(page, approval)).status, 409)
    await decideAs(world, cast.finance, approvalId)
    assert.equal((await cast.clerk.see(page)).status, 200)
  })

  const ofCabinet = async (approvalId: string) =>
    (await roundOf(world, approvalId)).decisions.find(each => each.committee_id !== null)

  async function makeRecorder(person_id: string) {
    const { id } = await world.county.db.selectFrom('committee').select('id').executeTakeFirstOrThrow()
    await world.county.db
      .updateTable('committee_recorder')
      .set({ person_id })
      .where('committee_id', '=', id)
      .execute()
  }
})
