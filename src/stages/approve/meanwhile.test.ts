import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useApproval } from '#test/approval.ts'
import { addApproved } from '#test/approved.ts'
import { roundOf, submitToCabinet } from '#test/decided.ts'
import { addPriority, answerAll, changeAs, fillRole, personWith, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('what moves while a proposal is being decided', () => {
  const world = useWorld()
  const { light } = useApproval(world)

  const addMoney = (entryId: string, pence = 700_000) =>
    changeAs(world, act =>
      act.on('involvement', entryId, 'x').insert('commitment', {
        involvement_id: entryId,
        year: '2027/28',
        type: 'money',
        pence,
        form: null,
        budgeted: true,
        days: null,
      }),
    )
  const money = /Since this was submitted Our own money a year has changed from £0 a year to £7,000 a year\./

  test('APP-6: The approval, the brief and the decision page say so, and that changes can be asked for', async () => {
    const { proposer, head, proposal, path, id } = await light()
    for (const page of ['', '/brief', '/decision'])
      assert.doesNotMatch((await head.see(`${path}/approval${page}`)).text, /Since this was submitted/)
    await addMoney(proposal.entryId)
    for (const page of ['', '/brief', '/decision']) {
      const { text } = await head.see(`${path}/approval${page}`)
      assert.match(text, money)
      assert.match(text, /deciding on what was submitted\. If what has changed matters, ask for changes/)
    }
    assert.match(
      (await proposer.see(`${path}/approval`)).text,
      /To have it decided as it stands now, take it back, bring it up to date and submit it again/,
    )
    const reader = await world.signIn('keeper')
    assert.match((await reader.see(`${path}/approval`)).text, money)
    assert.equal((await roundOf(world, id)).facts.money_a_year, 0, 'what was submitted stays')
    await head.fill(`${path}/approval/decision`, { interest: 'none', outcome: 'approved' })
    const after = await head.see(`${path}/approval`)
    assert.doesNotMatch(after.text, /Since this was submitted/)
    assert.match(after.text, /Out of date/)
  })

  test('APP-6: The tier that the facts would give today, and one that somebody set, are told too', async () => {
    const { head, proposal, path } = await light()
    await addMoney(proposal.entryId, 7_000_000)
    const found = await head.see(`${path}/approval/decision`)
    assert.match(found.text, /The tier has changed from light to significant\./)
    await changeAs(world, async act => {
      const { protocol_id } = await act.trx
        .selectFrom('proposal')
        .select('protocol_id')
        .executeTakeFirstOrThrow()
      const writer = act.on('involvement', proposal.entryId, 'x')
      await writer.insert('assessment', {
        involvement_id: proposal.entryId,
        about: 'tier',
        protocol_id,
        result: 'standard',
        found: 'significant',
        says: 'x',
        cause: 'override',
        why: 'One year only',
        account_id: null,
        made_by: 'Tests',
        made_at: new Date(world.clock.now.getTime() + 60_000),
      })
      await writer.update('involvement', proposal.entryId, { tier: 'standard' })
    })
    assert.match(
      (await head.see(`${path}/approval/decision`)).text,
      /The tier has changed from light to standard\./,
    )
  })

  test('APP-6: A committee is told on the page where its decision is entered', async () => {
    const { cast, proposal, page } = await submitToCabinet(world)
    await changeAs(world, act =>
      act
        .on('involvement', proposal.entryId, 'x')
        .update('involvement', proposal.entryId, { level: 'supporting' }),
    )
    assert.match(
      (await cast.clerk.see(page)).text,
      /Since this was submitted Our involvement has changed from .* The committee decides on what was submitted/,
    )
  })

  test('APP-6: Of an extension it is what stands that can move', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], {
      limit: null,
      what: 'extend',
    })
    const entry = await addApproved(world, { stage: 'in-place' })
    await addPriority(world, entry.id)
    await proposer.fill(`${entry.path}/proposal/extend`, { changes: 'Another year' })
    const { id: proposalId } = await world.county.db
      .selectFrom('proposal')
      .select('id')
      .where('purpose', '=', 'extend')
      .executeTakeFirstOrThrow()
    const extension = { entryId: entry.id, reference: entry.reference, proposalId, path: entry.path }
    await answerAll(world, extension)
    await submitAs(world, proposer, extension)
    assert.doesNotMatch((await head.see(`${entry.path}/approval`)).text, /Since this was submitted/)
    await changeAs(world, act =>
      act.on('involvement', entry.id, 'x').update('involvement', entry.id, { level: 'supporting' }),
    )
    assert.match(
      (await head.see(`${entry.path}/approval`)).text,
      /Since this was submitted Our involvement has changed from active partner to supporting\./,
    )
  })
})
