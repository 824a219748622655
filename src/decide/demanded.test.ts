import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callIn, endCallIn, reportUrgent } from '#src/decide/call-in.ts'
import { moveTo, recordAs, roundOf, submitSignificant, submitToCabinet } from '#test/decided.ts'
import { changeAs, fillRole, type TestPerson } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'
import { decide, type Verdict } from './decide.ts'
import { reRoute } from './re-route.ts'
import { withdrawSubmission } from './take-back.ts'

describe('what a form demands, past the form', () => {
  const world = useWorld()
  const by = ({ accountId, name }: TestPerson) => ({
    accountId,
    name,
    at: world.clock.now,
    address: 'http://x',
  })

  test('APP-6: nobody changes, puts off or declines without reasons, takes no part without an interest, or sets no conditions', async () => {
    const { approvalId, cast } = await submitSignificant(world)
    const plain = { outcome: 'approved', reasons: '', interest: '', conditions: [] } as const
    const decides = (verdict: Partial<Verdict>) =>
      changeAs(world, act =>
        decide(act, world.county.id, approvalId, { ...plain, ...verdict }, by(cast.legal)),
      )
    await assert.rejects(decides({ outcome: 'changes' }), /Say what should change/)
    await assert.rejects(decides({ outcome: 'deferred' }), /Say why you put the decision off/)
    await assert.rejects(decides({ outcome: 'declined' }), /Say why you decline/)
    await assert.rejects(decides({ outcome: 'no-part' }), /Say what your interest is/)
    await assert.rejects(decides({ outcome: 'approved-with-conditions' }), /at least one condition/)
    const late = { what: 'Insure it', ownerId: null, owner: 'Ann', dueOn: '2026-11-22' }
    await assert.rejects(
      decides({ outcome: 'approved-with-conditions', conditions: [late] }),
      /The day must be 23 November 2026 or later/,
    )
    assert.equal((await roundOf(world, approvalId)).decisions.length, 0)
    await decides({})
  })

  test('APP-6: no decision of a committee is entered without its meeting, its minute, and whether it was key', async () => {
    const { approvalId, seatId, cast } = await submitToCabinet(world)
    const records = (verdict: Parameters<typeof recordAs>[3]) =>
      recordAs(world, cast.clerk, { approvalId, seatId }, verdict)
    await assert.rejects(records({ decidedOn: '2026-11-24' }), /must be today or in the past/)
    await assert.rejects(records({ decidedOn: '2026-11-22' }), /on or after 23 November 2026/)
    await assert.rejects(records({ minuteReference: '' }), /Enter the reference of the minute/)
    await assert.rejects(records({ keyDecision: null }), /whether it was a key decision/)
    await assert.rejects(records({ callInEndsOn: '2026-11-22' }), /must not be before the meeting/)
    await assert.rejects(records({ noCallInReason: '' }), /why a key decision cannot be called in/)
    await assert.rejects(records({ exemptParagraph: '99' }), /Choose a paragraph from the list/)
    await assert.rejects(records({ outcome: 'declined' }), /Say why it was declined/)
    await records({})
  })

  test('APP-6: a call-in says whose it was and when, and sending a decision back says why', async () => {
    const { approvalId, seatId, cast } = await submitToCabinet(world)
    await recordAs(world, cast.clerk, { approvalId, seatId }, { callInEndsOn: '2026-11-24' })
    const decisionId = (await roundOf(world, approvalId)).decisions.find(each => each.committee_id)!.id
    const which = { approvalId, decisionId }
    const called = (who: string, on: string) =>
      changeAs(world, act => callIn(act, world.county.id, which, { by: who, on }, by(cast.clerk)))
    await assert.rejects(called(' ', '2026-11-23'), /Enter who called it in/)
    await assert.rejects(called('Scrutiny', ''), /The day must be 23 November 2026/)
    await assert.rejects(called('Scrutiny', '2026-11-24'), /today or earlier/)
    await called('Scrutiny', '2026-11-23')
    await moveTo(world, '2026-11-25T10:00:00Z', cast.clerk)
    const ended = (on: string, note: string) =>
      changeAs(world, act =>
        endCallIn(act, world.county.id, which, { outcome: 'reconsider', on, note }, by(cast.clerk)),
      )
    await assert.rejects(ended('2026-11-25', ''), /Say why it has to be reconsidered/)
    await assert.rejects(ended('2026-11-22', 'Ask'), /23 November 2026, when it was called in, or later/)
    await ended('2026-11-25', 'Ask the parish')
  })

  test('APP-6: an urgent decision is not reported before it was taken, nor after today', async () => {
    const { approvalId, seatId, cast } = await submitToCabinet(world)
    await recordAs(world, cast.clerk, { approvalId, seatId }, { urgentReason: 'The grant closes' })
    const decisionId = (await roundOf(world, approvalId)).decisions.find(each => each.committee_id)!.id
    const reported = (on: string) =>
      changeAs(world, act =>
        reportUrgent(act, world.county.id, { approvalId, decisionId }, on, by(cast.clerk)),
      )
    await assert.rejects(reported('2026-11-22'), /the day of the meeting, or later/)
    await assert.rejects(reported('2026-11-24'), /today or earlier/)
    await reported('2026-11-23')
  })

  test('APP-6: no route is changed and no submission taken back without a reason', async () => {
    const { approvalId, cast, proposer } = await submitSignificant(world)
    await assert.rejects(
      changeAs(world, act => withdrawSubmission(act, world.county.id, approvalId, ' ', by(proposer))),
      /Say why you take it back/,
    )
    await changeAs(world, async act => {
      const { id } = await act.trx
        .selectFrom('role_filling')
        .select('id')
        .where('role', '=', 'legal-services')
        .executeTakeFirstOrThrow()
      await act.on('authority', world.county.id, 'x').remove('role_filling', id)
    })
    await fillRole(world, 'legal-services', 'Head of New Law', [{ person: cast.chief }])
    const reRoutes = (why: string) =>
      changeAs(world, act =>
        reRoute(act, world.county.id, approvalId, why, { ...by(cast.finance), capacity: 'Keeper' }),
      )
    await assert.rejects(reRoutes(''), /Say why the route is changed/)
    await reRoutes('The post moved')
  })
})
