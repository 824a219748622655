import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { addCast } from '#test/decided.ts'
import {
  answerAll,
  changeAs,
  draftProposal,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
} from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'
import { submissionOf } from './submission.ts'

describe('what keeps a proposal from being submitted', () => {
  const world = useWorld()

  async function draft(given: Record<string, string | number> = {}) {
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, given)
    const says = async () => {
      const entry = await findEntry(world.county.db, world.county.id, proposal.entryId)
      const own = [proposer.accountId]
      const found = await submissionOf(world.county.db, world.county.id, entry, own, '2026-11-23')
      return found.hindrances.map(each => each.says)
    }
    return { proposer, proposal, says }
  }

  const recordedBy = (person: TestPerson | null) =>
    changeAs(world, async act => {
      const row = await act.trx.selectFrom('committee_recorder').selectAll().executeTakeFirstOrThrow()
      const writer = act.on('committee', row.committee_id, 'Cabinet')
      if (person) await writer.update('committee_recorder', row.id, { person_id: person.personId })
      else await writer.remove('committee_recorder', row.id)
    })

  test('APP-1: a committee for which nobody records, or only whoever proposes it, cannot decide', async () => {
    const { proposer, proposal, says } = await draft({
      'significance.money-a-year': 120_000,
      'significance.money-total': 360_000,
      'case.in-budget': 'no',
    })
    await addCast(world)
    assert.deepEqual(await says(), [])
    const nobody =
      'Nobody records the decisions of Cabinet, or only whoever proposes this. An administrator names a recorder.'
    await recordedBy(proposer)
    assert.deepEqual(await says(), [nobody])
    await assert.rejects(submitAs(world, proposer, proposal), /Nobody records the decisions of Cabinet/)
    await recordedBy(null)
    assert.deepEqual(await says(), [nobody])
  })

  test('APP-1: a post whose holder has no account cannot decide', async () => {
    const { proposer, proposal, says } = await draft()
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: null })
    assert.deepEqual(await says(), [])
    await changeAs(world, act =>
      act.on('person', head.personId, head.name).update('person', head.personId, { account_id: null }),
    )
    assert.deepEqual(await says(), [
      'Nobody who holds Head of Places has an account here. An administrator invites them.',
    ])
    await assert.rejects(submitAs(world, proposer, proposal), /has an account here/)
  })
})
