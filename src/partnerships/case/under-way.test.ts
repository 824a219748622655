import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestEntry } from '#test/entries.ts'
import { changeAs, draftProposal, personWith, type TestProposal } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('an entry about which something is proposed', () => {
  const world = useWorld()
  const setState = (proposal: TestProposal, state: 'submitted' | 'dropped') =>
    changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').update('proposal', proposal.proposalId, { state }),
    )

  test('REG-4: It is not removed from under its proposal', async () => {
    const keeper = await personWith(world, 'Kim Keeper', 'keeper')
    const proposal = await draftProposal(world, keeper, { stage: 'in-place', purpose: 'extend' })
    const refused = await keeper.fill(`${proposal.path}/remove`, { why: 'Entered twice' })
    assert.equal(refused.status, 409)
    assert.match(refused.text, /A proposal about WCC-0001 is under way\. Drop it or have it decided first/)
    await setState(proposal, 'submitted')
    const decided = await keeper.fill(`${proposal.path}/remove`, { why: 'Entered twice' })
    assert.match(decided.text, /The proposal about WCC-0001 is being decided/)
    await setState(proposal, 'dropped')
    assert.equal((await keeper.fill(`${proposal.path}/remove`, { why: 'Entered twice' })).status, 303)
  })

  test('REG-7: It is joined to no other, whichever of the two is kept', async () => {
    const keeper = await personWith(world, 'Kim Keeper', 'keeper')
    const proposal = await draftProposal(world, keeper, { stage: 'in-place', purpose: 'extend' })
    const other = await addTestEntry(world, { name: 'Flood Group' })
    for (const [from, to] of [
      [proposal.path, other.reference],
      [other.path, proposal.reference],
    ])
      assert.equal((await keeper.fill(`${from}/merge?with=${to}`, { survivor: 'this' })).status, 409)
    await setState(proposal, 'dropped')
    assert.equal(
      (await keeper.fill(`${proposal.path}/merge?with=${other.reference}`, { survivor: 'this' })).status,
      303,
    )
  })
})
