import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { approvedWords, openConditionsOf } from '#src/decide/conditions.ts'
import { moveTo, recordAs, roundOf, submitToCabinet } from '#test/decided.ts'
import { changeAs, personWith, type TestPerson } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'
import { moveAction } from './act.ts'
import type { Deed } from './forms.ts'

const list = '/wendleshire/staff/actions'
const done = {
  does: 'done',
  evidence: 'Policy 77, in the legal file',
  'done_on-day': '23',
  'done_on-month': '11',
  'done_on-year': '2026',
}

describe('the conditions of an approval', () => {
  const world = useWorld()

  test('APP-6: An approval reads ‘conditions open’ until whoever set them closes the last one', async () => {
    const { owner, clerk, page, approvalId } = await conditional()
    const said = async () => approvedWords(await roundOf(world, approvalId))
    assert.equal(await said(), 'Approved, 1 condition open')
    await owner.fill(page, { does: 'progress', progress: 'Two offers are in' })
    await owner.fill(page, done)
    assert.equal(await said(), 'Approved, 1 condition open')
    const mails = await world.database.app().selectFrom('mail').select(['recipient', 'body']).execute()
    const told = mails.find(mail => mail.recipient === clerk.email && /this is done/.test(mail.body))
    assert.match(told!.body, new RegExp(page))
    const shown = await clerk.see(page)
    assert.match(shown.text, /Done, to be closed .* Progress Two offers are in .* Evidence Policy 77/)
    assert.match(shown.text, /You close it as: Recorder for Cabinet/)
    await clerk.fill(page, { does: 'close', remark_close: 'Seen' })
    assert.equal(await said(), 'Approved')
    assert.deepEqual(openConditionsOf(await roundOf(world, approvalId)), [])
    const trail = (await (await world.signIn('auditor')).see('/wendleshire/staff/trail')).text
    assert.match(trail, /\(Recorder for Cabinet\) closed the condition “Insure the boats”: Seen/)
    assert.match(trail, /reported as done the condition “Insure the boats”/)
    assert.match(trail, /noted how a condition is coming along/)
    assert.match((await clerk.see(page)).text, /Closed 23 November 2026, Reader of the Tests/)
  })

  test('APP-6: What is not fulfilled goes back with a reason, and what nobody needs is dropped with one', async () => {
    const { owner, clerk, page, approvalId } = await conditional()
    await owner.fill(page, done)
    await clerk.fill(page, { does: 'send-back', remark_back: 'It lapses in May' })
    assert.match((await owner.see(page)).text, /Status Open .* Sent back because It lapses in May/)
    await clerk.fill(page, { does: 'drop', remark_drop: 'The boats were sold' })
    assert.equal(approvedWords(await roundOf(world, approvalId)), 'Approved')
    assert.match((await owner.see(page)).text, /Dropped because The boats were sold/)
  })

  test('APP-6: Nobody closes a condition but whoever set it, or a keeper once nobody holds the post', async () => {
    const { owner, clerk, proposer, page } = await conditional()
    const keeper = await world.signIn('keeper')
    for (const person of [owner, proposer, keeper])
      assert.equal((await person.post(page, { does: 'close' })).status, 403)
    const reader = await world.signIn('reader')
    assert.equal((await reader.post(page, done)).status, 404, 'not logged: nothing a reader sees')
    await world.county.db.updateTable('committee_recorder').set({ ends_on: '2026-01-01' }).execute()
    assert.equal((await clerk.post(page, { does: 'close' })).status, 404, 'nobody asks them any more')
    assert.equal((await proposer.post(page, { does: 'close' })).status, 403, 'never on one’s own proposal')
    assert.match((await keeper.see(page)).text, /You close it as: For Cabinet, which nobody holds/)
    assert.equal((await keeper.post(page, { does: 'close' })).status, 303)
    const { payload } = await world.county.db
      .selectFrom('event')
      .select('payload')
      .where('action', '=', 'involvement.action-close')
      .executeTakeFirstOrThrow()
    assert.equal(payload!.capacity, 'For Cabinet, which nobody holds')
  })

  test('APP-6: Every mistake is told, and what was typed stays', async () => {
    const { owner, clerk, page } = await conditional()
    assert.match((await owner.fill(page, {})).text, /Choose what you want to record/)
    assert.match(
      (await owner.fill(page, { does: 'progress', progress: '' })).text,
      /Say how it is coming along/,
    )
    const bad = await owner.fill(page, { ...done, evidence: '', 'done_on-day': '24' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Say what shows that it is done/)
    assert.match(bad.text, /The day must be today or in the past/)
    assert.match(bad.body, /value="24"/)
    assert.match((await clerk.fill(page, { does: 'drop', remark_drop: '' })).text, /Say why it is not needed/)
    await owner.fill(page, done)
    assert.match((await clerk.fill(page, { does: 'send-back' })).text, /Say what is still missing/)
  })

  test('APP-6: Sent twice counts once, and who acts on what has moved on is told so', async () => {
    const { owner, clerk, page } = await conditional()
    const form = { ...done, seen: '1', form_id: '00000000-0000-4000-8000-000000000003' }
    assert.equal((await owner.post(page, form)).status, 303)
    assert.equal((await owner.post(page, form)).status, 303)
    assert.equal((await owner.post(page, { ...done, seen: '1' })).status, 409)
    assert.equal((await clerk.post(page, { does: 'close', seen: '1' })).status, 409)
    const other = await world.signIn('keeper', 'borough')
    assert.equal((await other.see(page.replace('wendleshire', 'saltmere'))).status, 404)
  })

  test('APP-6: The list shows mine first, overdue ones above, and Home says how many', async () => {
    const { owner, proposer } = await conditional()
    const mine = await owner.see(list)
    assert.match(mine.text, /1 action .* Insure the boats Condition of Cabinet Saltmere Flood Partnership/)
    assert.match((await owner.see('/wendleshire/staff')).text, /1 action is yours to do/)
    assert.match((await proposer.see(list)).text, /No action is yours to do/)
    assert.match((await proposer.see(`${list}?whose=all`)).text, /Insure the boats/)
    assert.match((await proposer.see(`${list}?whose=all&state=closed`)).text, /No action is like that/)
    const reader = await world.signIn('reader')
    assert.doesNotMatch((await reader.see(`${list}?whose=all&state=any`)).text, /Insure the boats/)
    await moveTo(world, '2027-02-02T10:00:00Z', owner)
    assert.match((await owner.see(list)).text, /31 January 2027 Overdue/)
    assert.match((await owner.see('/wendleshire/staff')).text, /1 action of yours is overdue/)
    assert.equal((await owner.see(`${list}?page=9`)).status, 303)
  })

  test('APP-6: Past the form, too, nothing is done, sent back or dropped without saying so', async () => {
    const { owner, page } = await conditional()
    const id = page.split('/').at(-1)!
    const { involvement_id } = await world.county.db
      .selectFrom('action')
      .select('involvement_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    let seen = 1
    const moves = (does: Deed['does'], said: Partial<Deed>) => {
      const deed = { does, progress: '', evidence: '', doneOn: '', remark: '', ...said }
      const rights = { works: true, closes: true }
      const by = { accountId: owner.accountId, name: 'Ola', rights, at: world.clock.now, address: 'http://x' }
      return changeAs(world, act =>
        moveAction(act, world.county.id, { id: involvement_id, name: 'x' }, { id, seen }, deed, by),
      )
    }
    await assert.rejects(moves('progress', { progress: ' ' }), /Say how it is coming along/)
    await assert.rejects(moves('drop', {}), /Say why it is not needed any more/)
    await assert.rejects(moves('done', { doneOn: '2026-11-23' }), /Say what shows that it is done/)
    for (const doneOn of ['', '2026-11-24'])
      await assert.rejects(moves('done', { evidence: 'The policy', doneOn }), /today or in the past/)
    await moves('done', { evidence: 'The policy', doneOn: '2026-11-23' })
    seen = 2
    await assert.rejects(moves('send-back', {}), /Say what is still missing/)
    await moves('close', {})
  })

  async function conditional() {
    const running = await submitToCabinet(world)
    const { cast, approvalId, proposal } = running
    const owner: TestPerson = await personWith(world, 'Ola Owner', 'reader')
    await recordAs(world, cast.clerk, running, {
      outcome: 'approved-with-conditions',
      conditions: [
        { what: 'Insure the boats', ownerId: owner.personId, owner: 'Ola Owner', dueOn: '2027-01-31' },
      ],
    })
    const [condition] = openConditionsOf(await roundOf(world, approvalId))
    const page = `${proposal.path}/actions/${condition!.id}`
    return { ...running, owner, clerk: cast.clerk, page }
  }
})
