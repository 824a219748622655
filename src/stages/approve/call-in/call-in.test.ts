import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callIn, endCallIn, reportUrgent } from '#src/decide/call-in.ts'
import { settleDue } from '#src/decide/due.ts'
import { settle } from '#src/decide/settle.ts'
import type { Act } from '#src/trail/change.ts'
import { moveTo, recordAs, roundOf, submitToCabinet } from '#test/decided.ts'
import { changeAs, type TestPerson } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const day = (name: string, d: string, m = '11') => ({
  [`${name}-day`]: d,
  [`${name}-month`]: m,
  [`${name}-year`]: '2026',
})
const called = { called_in_by: 'Scrutiny Committee', ...day('called_in_on', '24') }

describe('a decision that is called in', () => {
  const world = useWorld()

  test('APP-6: Called in, a proposal waits for the outcome however long, and then stands', async () => {
    const { clerk, page, approvalId, proposer } = await decided({ callInEndsOn: '2026-11-30' })
    await moveTo(world, '2026-11-25T10:00:00Z', clerk)
    await clerk.fill(page, called)
    const mails = await world.database.app().selectFrom('mail').selectAll().execute()
    const told = mails.filter(mail => /was called in/.test(mail.subject))
    assert.deepEqual(
      told.map(mail => mail.recipient),
      [proposer.email],
    )
    assert.match(
      told[0]!.body,
      /called in by Scrutiny Committee on 24 November 2026, and waits for the outcome/,
    )
    await moveTo(world, '2027-02-01T10:00:00Z', clerk)
    await settleDue(world.database, world.clock.now, 'http://x')
    assert.equal((await roundOf(world, approvalId)).state, 'called-in')
    const shown = await clerk.see(page)
    assert.match(shown.text, /Called in 24 November 2026, by Scrutiny Committee/)
    await clerk.fill(page, { outcome: 'stands', ...day('outcome_on', '20', '12') })
    const round = await roundOf(world, approvalId)
    assert.equal(round.state, 'approved')
    assert.equal((await clerk.see(page)).status, 303)
  })

  test('APP-6: Sent back, the committee decides again, its reasons are kept and its conditions dropped', async () => {
    const { clerk, page, approvalId, seatId, committeePage } = await decided({
      callInEndsOn: '2026-11-30',
      outcome: 'approved-with-conditions',
      reasons: 'It is needed',
      conditions: [{ what: 'Insure it', ownerId: null, owner: 'Ann', dueOn: '2027-01-31' }],
    })
    await moveTo(world, '2026-11-25T10:00:00Z', clerk)
    await clerk.fill(page, called)
    const bare = await clerk.fill(page, { outcome: 'reconsider', ...day('outcome_on', '25') })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Say why it has to be reconsidered/)
    await clerk.fill(page, { outcome: 'reconsider', ...day('outcome_on', '25'), note: 'Ask the parish' })
    const round = await roundOf(world, approvalId)
    assert.equal(round.state, 'running')
    const first = round.decisions.find(each => each.committee_id)!
    assert.deepEqual([first.reasons, first.call_in_note], ['It is needed', 'Ask the parish'])
    assert.equal(first.conditions[0]!.state, 'dropped')
    assert.equal((await clerk.see(committeePage)).status, 200)
    const mails = await world.database.app().selectFrom('mail').select(['recipient', 'subject']).execute()
    assert.equal(
      mails.filter(mail => mail.recipient === clerk.email && /A decision of Cabinet waits/.test(mail.subject))
        .length,
      2,
    )
    await recordAs(world, clerk, { approvalId, seatId })
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
  })

  test('APP-6: The days of a call-in lie where they can, and every mistake is told', async () => {
    const { clerk, page } = await decided({ callInEndsOn: '2026-11-25' })
    const empty = await clerk.fill(page, {})
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Enter who called it in/)
    assert.match(empty.text, /Enter the day on which it was called in/)
    const early = await clerk.fill(page, { ...called, ...day('called_in_on', '22') })
    assert.match(early.text, /The day must be 23 November 2026, the day of the meeting, or later/)
    assert.match(early.body, /value="Scrutiny Committee"/)
    const ahead = await clerk.fill(page, called)
    assert.match(ahead.text, /The day must be today or earlier/)
    await moveTo(world, '2026-11-27T10:00:00Z', clerk)
    const late = await clerk.fill(page, { ...called, ...day('called_in_on', '26') })
    assert.match(late.text, /The day must be 25 November 2026, the last day for it, or earlier/)
  })

  test('APP-6: An urgent decision is not called in, and waits to be reported, also after the approval', async () => {
    const { clerk, page, approvalId } = await decided({ urgentReason: 'The grant closes on Friday' })
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
    assert.match((await clerk.see(page)).text, /The grant closes on Friday/)
    assert.equal((await clerk.fill(page, {})).status, 422)
    const approval = page.replace(/call-in.*$/, '')
    assert.match((await clerk.see(approval)).text, /Still to be reported The urgent decision of Cabinet/)
    const keeper = await world.signIn('keeper')
    assert.match(
      (await keeper.see('/wendleshire/staff/exceptions')).text,
      /Still to be reported The grant closes/,
    )
    await clerk.fill(page, day('reported_on', '23'))
    assert.doesNotMatch((await clerk.see(approval)).text, /Still to be reported/)
    const decision = (await roundOf(world, approvalId)).decisions.find(each => each.committee_id)!
    assert.equal(decision.reported_on, '2026-11-23')
    const again = await clerk.post(page, { step: 'reported', ...day('reported_on', '23') })
    assert.equal(again.status, 409)
  })

  test('APP-6: Recorder and keeper enter a call-in, never whoever proposes it, and once', async () => {
    const { clerk, page, proposer, chief } = await decided({ callInEndsOn: '2026-11-30' })
    await moveTo(world, '2026-11-24T10:00:00Z', clerk, proposer, chief)
    const form = { step: 'called-in', ...called, form_id: '00000000-0000-4000-8000-000000000002' }
    for (const person of [proposer, chief]) {
      assert.equal((await person.see(page)).status, 303)
      assert.equal((await person.post(page, form)).status, 403)
    }
    const other = await world.signIn('keeper', 'borough')
    assert.equal((await other.post(page.replace('wendleshire', 'saltmere'), form)).status, 404)
    const keeper = await world.signIn('keeper')
    assert.equal((await keeper.see(page)).status, 200)
    assert.equal((await keeper.post(page, form)).status, 303)
    assert.equal((await keeper.post(page, form)).status, 303)
    assert.equal((await clerk.post(page, { step: 'called-in', ...called })).status, 409)
    const events = await world.county.db
      .selectFrom('event')
      .select('id')
      .where('action', '=', 'involvement.call-in')
      .execute()
    assert.equal(events.length, 1)
  })

  test('APP-6: It waits on the last day for a call-in, and is approved on the day after', async () => {
    const { approvalId } = await decided({ callInEndsOn: '2026-11-30' })
    const settledOn = async (at: string) => {
      await changeAs(world, act => settle(act, world.county.id, approvalId, new Date(at), 'http://x'))
      return (await roundOf(world, approvalId)).state
    }
    assert.equal(await settledOn('2026-11-30T22:00:00Z'), 'call-in')
    assert.equal(await settledOn('2026-12-01T08:00:00Z'), 'approved')
  })

  test('APP-6: Past the pages, too, whoever proposes it records nothing about its decisions', async () => {
    const { approvalId, proposer } = await decided({ callInEndsOn: '2026-11-30' })
    const decisionId = (await roundOf(world, approvalId)).decisions.find(each => each.committee_id)!.id
    const which = { approvalId, decisionId }
    const on = '2026-11-23'
    const by = { accountId: proposer.accountId, name: 'Pat', at: world.clock.now, address: 'http://x' }
    const tried = (work: (act: Act) => Promise<unknown>) =>
      assert.rejects(changeAs(world, work), /records nothing about its decisions/)
    const own = world.county.id
    await tried(act => callIn(act, own, which, { by: 'Scrutiny', on }, by))
    await tried(act => endCallIn(act, own, which, { outcome: 'stands', on, note: '' }, by))
    await tried(act => reportUrgent(act, own, which, on, by))
  })

  async function decided(verdict: Parameters<typeof recordAs>[3]) {
    const running = await submitToCabinet(world)
    const { cast, approvalId, proposal, page: committeePage } = running
    await recordAs(world, cast.clerk, running, verdict)
    const { id } = (await roundOf(world, approvalId)).decisions.find(each => each.committee_id)!
    const clerk: TestPerson = cast.clerk
    return {
      ...running,
      clerk,
      chief: cast.chief,
      committeePage,
      page: `${proposal.path}/approval/call-in/${id}`,
    }
  }
})
