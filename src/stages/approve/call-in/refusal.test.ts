import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { settleDue } from '#src/decide/due.ts'
import { newId } from '#src/domain/id.ts'
import { moveTo, recordAs, roundOf, submitToCabinet } from '#test/decided.ts'
import { changeAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const day = (name: string, d: string, m = '11') => ({
  [`${name}-day`]: d,
  [`${name}-month`]: m,
  [`${name}-year`]: '2026',
})
const refusal = {
  outcome: 'declined',
  grounds: 'risk',
  ...day('decided_on', '23'),
  minute_reference: 'CAB 12',
  key_decision: 'yes',
}

describe('a refusal that can be called in', () => {
  const world = useWorld()

  async function refused() {
    const running = await submitToCabinet(world)
    const until = { ...refusal, call_in: 'until', ...day('call_in_ends_on', '30') }
    assert.equal((await running.cast.clerk.fill(running.page, until)).status, 303)
    const decision = (await roundOf(world, running.approvalId)).decisions.find(each => each.committee_id)!
    return { ...running, callIn: `${running.proposal.path}/approval/call-in/${decision.id}` }
  }
  const stageOf = async () =>
    (await world.county.db.selectFrom('involvement').select('stage').executeTakeFirstOrThrow()).stage

  test('APP-6: It waits out the call-in like an approval, and then ends the proposal', async () => {
    const { approvalId, proposal, proposer, cast } = await refused()
    assert.equal((await roundOf(world, approvalId)).state, 'call-in')
    assert.equal(await stageOf(), 'proposed')
    const page = await proposer.see(`${proposal.path}/approval`)
    assert.match(
      page.text,
      /Waiting for the call-in .*Cabinet declined it\. The refusal can be called in until 30 November 2026, and takes effect after that day\./,
    )
    assert.doesNotMatch(page.text, /Take the proposal back/)
    const back = await proposer.post(`${proposal.path}/approval/withdraw`, { why: 'Quick' })
    assert.equal(back.status, 409)
    assert.match(back.text, /waits until that can no longer be called in/)
    const mails = await world.database.app().selectFrom('mail').select(['recipient', 'body']).execute()
    assert.ok(
      mails.some(
        mail =>
          mail.recipient === proposer.email &&
          /Cabinet declined\. That takes effect once the call-in period ends on 30 November 2026/.test(
            mail.body,
          ),
      ),
    )
    await settleDue(world.database, new Date('2026-11-30T20:00:00Z'), 'http://x')
    assert.equal((await roundOf(world, approvalId)).state, 'call-in', 'the last day is still one of it')
    await moveTo(world, '2026-12-01T10:00:00Z', cast.clerk)
    await settleDue(world.database, world.clock.now, 'http://x')
    assert.equal((await roundOf(world, approvalId)).state, 'declined')
    assert.equal(await stageOf(), 'declined')
  })

  test('APP-6: It ends the proposal after the call-in where someone else is still asked, too', async () => {
    const { approvalId, seatId, cast } = await refused()
    const { id: postId } = await world.county.db
      .selectFrom('post')
      .select('id')
      .where('title', '=', 'Chief Executive')
      .executeTakeFirstOrThrow()
    await changeAs(world, async act => {
      const seat = await act.trx
        .selectFrom('approval_seat')
        .selectAll()
        .where('id', '=', seatId)
        .executeTakeFirstOrThrow()
      const { authority_id: _, version: __, ...own } = seat as typeof seat & { version?: number }
      const other = { id: newId(), role: 'chief-executive', committee_id: null, post_ids: [postId] }
      await act
        .on('involvement', seat.involvement_id, 'x')
        .insert('approval_seat', { ...own, ...other, need: 'all', decision_id: null } as never)
      await act.trx.updateTable('approval_seat').set({ need: 'all' }).where('id', '=', seatId).execute()
      await act.trx.updateTable('approval').set({ state: 'running' }).where('id', '=', approvalId).execute()
    })
    await moveTo(world, '2026-12-01T10:00:00Z', cast.clerk)
    await settleDue(world.database, world.clock.now, 'http://x')
    assert.equal((await roundOf(world, approvalId)).state, 'declined')
  })

  test('APP-6: Called in, it waits for the outcome, and stands or is taken again', async () => {
    const { approvalId, proposal, proposer, cast, callIn, seatId } = await refused()
    await moveTo(world, '2026-11-25T10:00:00Z', cast.clerk, proposer)
    await cast.clerk.fill(callIn, { called_in_by: 'Scrutiny Committee', ...day('called_in_on', '24') })
    await settleDue(world.database, new Date('2027-01-10T10:00:00Z'), 'http://x')
    assert.equal((await roundOf(world, approvalId)).state, 'called-in')
    assert.match(
      (await proposer.see(`${proposal.path}/approval`)).text,
      /The refusal was called in on 24 November 2026, and waits for the outcome/,
    )
    await cast.clerk.fill(callIn, {
      outcome: 'reconsider',
      ...day('outcome_on', '25'),
      note: 'The risk was misread',
    })
    assert.equal((await roundOf(world, approvalId)).state, 'running')
    await recordAs(world, cast.clerk, { approvalId, seatId })
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
  })

  test('APP-6: Called in, and found to stand, it ends the proposal: it never becomes an approval', async () => {
    const { approvalId, cast, callIn } = await refused()
    await moveTo(world, '2026-11-25T10:00:00Z', cast.clerk)
    await cast.clerk.fill(callIn, { called_in_by: 'Scrutiny Committee', ...day('called_in_on', '24') })
    assert.match(
      (await cast.clerk.see(callIn)).text,
      /Cabinet declined on 23 November 2026 \(CAB 12\) .* The decision stands The proposal is then declined\./,
    )
    await cast.clerk.fill(callIn, { outcome: 'stands', ...day('outcome_on', '25') })
    assert.equal((await roundOf(world, approvalId)).state, 'declined')
    assert.equal(await stageOf(), 'declined')
  })

  test('APP-6: One that cannot be called in ends it at once, and the form asks which it is', async () => {
    const { cast, page, approvalId } = await submitToCabinet(world)
    const bare = await cast.clerk.fill(page, refusal)
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Say whether the decision can be called in/)
    assert.equal(
      (await cast.clerk.fill(page, { ...refusal, call_in: 'none', no_call_in_reason: 'Council decided it' }))
        .status,
      303,
    )
    assert.equal((await roundOf(world, approvalId)).state, 'declined')
  })

  test('APP-6: No re-route takes a refusal away while it waits', async () => {
    const { proposal } = await refused()
    await world.database.maintenance().deleteFrom('role_filling').where('role', '=', 'section-151').execute()
    const keeper = await world.signIn('keeper')
    const asked = await keeper.post(`${proposal.path}/approval/re-route`, { why: 'Quick' })
    assert.equal(asked.status, 409)
    assert.match(asked.text, /It was declined, and waits until that can no longer be called in/)
  })
})
