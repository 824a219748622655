import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useApproval } from '#test/approval.ts'
import { changeAs, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('conditions of an approval that is renewed', () => {
  const world = useWorld()
  const { light } = useApproval(world)

  // Approved with one condition; then more money moves in, and renewal is asked for.
  async function renewed() {
    const running = await light()
    const { head, proposer, proposal, path } = running
    await head.fill(`${path}/approval/decision`, {
      interest: 'none',
      outcome: 'approved-with-conditions',
      'conditions-0-what': 'Insure the boats',
      'conditions-0-owner': 'Pat Proposer',
      'conditions-0-due': '31 March 2027',
    })
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').insert('commitment', {
        involvement_id: proposal.entryId,
        year: '2027/28',
        type: 'money',
        pence: 200_000,
        form: null,
        budgeted: true,
        days: null,
      }),
    )
    await proposer.fill(`${path}/proposal/extend`, { renew: 'yes' })
    world.clock.now = new Date('2026-11-23T10:05:00Z')
    return running
  }
  const state = async () =>
    (
      await world.county.db
        .selectFrom('action')
        .select(['id', 'state', 'remark', 'closed_at'])
        .executeTakeFirstOrThrow()
    ).state
  const listed =
    /Conditions carried over .* Insure the boats Set by Hal Head on 23 November 2026, submission 1 Pat Proposer 31 March 2027 Open/

  test('APP-6: They are carried over to the next submission, and stay open until whoever set them closes them', async () => {
    const { proposer, head, proposal, path } = await renewed()
    assert.match((await proposer.see(`${path}/approval`)).text, listed)
    await submitAs(world, proposer, proposal)
    assert.match((await head.see(`${path}/approval`)).text, listed)
    assert.match(
      (await head.see(`${path}/approval/brief`)).text,
      /Carried over from earlier approvals, still open: Insure the boats \(Pat Proposer, by 31 March 2027\)/,
    )
    const page = await head.see(`${path}/approval/decision`)
    assert.match(page.text, /One condition of an earlier approval is still open, and carried over/)
    await head.fill(`${path}/approval/decision`, { interest: 'none', outcome: 'approved' })
    const approved = await head.see(`${path}/approval`)
    assert.match(approved.text, /Approved, 1 condition open/)
    assert.match(approved.text, listed)
    const link = /href="([^"]*\/actions\/[0-9a-f-]+)"/.exec(approved.body)![1]!
    await head.fill(link, { does: 'close', remark_close: '' })
    const closed = await head.see(`${path}/approval`)
    assert.doesNotMatch(closed.text, /Conditions carried over|condition open/)
  })

  test('APP-6: A renewal that is declined leaves nothing owed, and says why', async () => {
    const { proposer, head, proposal, path } = await renewed()
    await submitAs(world, proposer, proposal)
    await head.fill(`${path}/approval/decision`, {
      interest: 'none',
      outcome: 'changes',
      reasons: 'Say more',
    })
    assert.equal(await state(), 'open', 'changes leave what was approved before')
    await submitAs(world, proposer, proposal)
    await head.fill(`${path}/approval/decision`, {
      interest: 'none',
      outcome: 'declined',
      reasons: 'Too dear',
    })
    assert.equal(await state(), 'dropped')
    const { id } = await world.county.db.selectFrom('action').select('id').executeTakeFirstOrThrow()
    assert.match(
      (await head.see(`${path}/actions/${id}`)).text,
      /Dropped because The proposal came to nothing: Hal Head declined\./,
    )
  })

  test('APP-6: What is decided against afterwards leaves nothing owed either', async () => {
    const { path, proposal } = await renewed()
    const keeper = await world.signIn('keeper')
    await world.database
      .maintenance()
      .updateTable('involvement')
      .set({ registration: 'logged' })
      .where('id', '=', proposal.entryId)
      .execute()
    const moved = await keeper.fill(`${path}/move`, { to: 'declined', why: 'The partner left' })
    assert.equal(moved.status, 303)
    assert.equal(await state(), 'dropped')
  })
})
