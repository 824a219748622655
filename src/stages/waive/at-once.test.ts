import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { meanwhile } from '#test/meanwhile.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith } from '#test/proposals.ts'
import { allowedBy } from '#test/waived.ts'
import { useWorld } from '#test/world.ts'

describe('waiving while others work on the proposal', () => {
  const world = useWorld()

  test('REV-4: what is met in that very moment is not waived any more', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, { 'setup.legal-power': 'no' })
    const allowed = await fillHead()
    const keeper = await world.signIn('keeper')
    const { id } = await world.county.db
      .selectFrom('answer')
      .select('id')
      .where('question', '=', 'setup.legal-power')
      .executeTakeFirstOrThrow()
    meanwhile(world, keeper, () =>
      changeAs(world, act =>
        act.on('involvement', proposal.entryId, 'x').update('answer', id, { value: JSON.stringify('yes') }),
      ),
    )
    const page = `${proposal.path}/waivers`
    const late = await keeper.fill(`${page}?requirement=legal-power`, {
      why: 'Counsel’s opinion',
      ...allowed,
    })
    assert.equal(late.status, 409)
    assert.match(late.text, /This does not stand open any more/)
    assert.deepEqual(await world.county.db.selectFrom('waiver').select('id').execute(), [])
  })

  test('REV-4: of two who waive the same requirement at once one does, and the other is told', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, { 'setup.legal-power': 'no' })
    const allowed = await fillHead()
    const [one, other] = [await world.signIn('keeper'), await world.signIn('keeper')]
    const form = { requirement: 'legal-power', why: 'Counsel’s opinion', ...allowed }
    const answers = await Promise.all([one, other].map(each => each.post(`${proposal.path}/waivers`, form)))
    assert.deepEqual(answers.map(each => each.status).sort(), [303, 409])
    assert.match(answers.find(each => each.status === 409)!.text, /does not stand open any more/)
    assert.equal((await world.county.db.selectFrom('waiver').select('id').execute()).length, 1)
  })

  async function fillHead() {
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }])
    return allowedBy(world, 'Head of Places', 'Hal Head')
  }
})
