import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideAs, roundOf } from '#test/decided.ts'
import {
  answerAll,
  draftProposal,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
  type TestProposal,
} from '#test/proposals.ts'
import { allowedBy } from '#test/waived.ts'
import { useWorld } from '#test/world.ts'
import { proposersOf } from './submit.ts'

describe('whoever wrote in a proposal', () => {
  const world = useWorld()

  async function draft() {
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await draftProposal(world, proposer)
    return { proposer, proposal }
  }
  const writes = async (person: TestPerson, proposal: TestProposal, benefits: string) => {
    const answer = await person.fill(`${proposal.path}/questions/case`, { 'answer.benefits': benefits })
    assert.equal(answer.status, 303)
  }
  const proposers = (proposal: TestProposal) =>
    proposersOf(world.county.db, world.county.id, proposal.entryId, null)

  test('APP-6: a colleague who wrote the case for someone else to submit does not decide on it', async () => {
    const { proposer, proposal } = await draft()
    const head = await personWith(world, 'Hal Head')
    const deputy = await personWith(world, 'Dee Deputy')
    const holders = [{ person: head }, { person: deputy, deputy: true }]
    await fillRole(world, 'head-of-service', 'Head of Places', holders, { limit: null })
    await fillRole(
      world,
      'director',
      'Director of Places',
      [{ person: await personWith(world, 'Dot Director') }],
      {
        limit: null,
      },
    )
    await writes(head, proposal, 'All that I always wanted')
    await answerAll(world, proposal)
    const id = await submitAs(world, proposer, proposal)
    assert.deepEqual(new Set(await proposers(proposal)), new Set([proposer.accountId, head.accountId]))
    const round = await roundOf(world, id)
    assert.equal(
      round.seats.map(seat => seat.role).join(),
      'director',
      'another decides in place of the post',
    )
    for (const who of [head, deputy]) await assert.rejects(decideAs(world, who, id), /not yours/)
    const brief = await proposer.see(`${proposal.path}/approval/brief`)
    assert.match(brief.text, /Put forward by Contributor of the Tests and Contributor of the Tests/)
  })

  test('APP-6: a page of the register filled in for the proposal counts as writing too', async () => {
    const { proposal } = await draft()
    const helper = await personWith(world, 'Hel Helper')
    await helper.fill(`${proposal.path}/proposal/people`, { officer_seats: '2' })
    assert.ok((await proposers(proposal)).includes(helper.accountId))
  })

  test('APP-6, PEO-6: whoever only gives advice, or saves a page without a change, goes on deciding', async () => {
    const { proposer, proposal } = await draft()
    const law = await personWith(world, 'Lou Law')
    await fillRole(world, 'legal-services', 'Head of Law', [{ person: law }])
    await proposer.fill(`${proposal.path}/advice/new`, {
      to: 'team',
      team: 'legal-services',
      message: 'May we?',
    })
    const advice = await world.county.db.selectFrom('advice').select('id').execute()
    await law.see(`${proposal.path}/questions/case`)
    await law.fill(`${proposal.path}/questions/case`, {})
    for (const { id } of advice)
      await law.fill(`${proposal.path}/advice/${id}`, { advice: 'The Localism Act lets us.' })
    assert.deepEqual(await proposers(proposal), [proposer.accountId])
  })

  test('APP-6, PEO-6: whoever is asked for advice and changes the answer itself has written in it', async () => {
    const { proposer, proposal } = await draft()
    const law = await personWith(world, 'Lou Law')
    await fillRole(world, 'legal-services', 'Head of Law', [{ person: law }])
    const ask = { to: 'team', team: 'legal-services' }
    await proposer.fill(`${proposal.path}/advice/new?question=case.benefits`, ask)
    const { id } = await world.county.db.selectFrom('advice').select('id').executeTakeFirstOrThrow()
    const page = `${proposal.path}/advice/${id}`
    assert.match((await law.see(page)).text, /Whoever does that proposes it too, and decides on none of it/)
    const given = await law.fill(page, { advice: 'Say more.', 'answer.benefits': 'Dry cellars for all' })
    assert.equal(given.status, 303)
    assert.ok((await proposers(proposal)).includes(law.accountId))
  })

  test('APP-6: what was written in a proposal that was dropped goes on in the one made anew of it', async () => {
    const { proposer, proposal } = await draft()
    const head = await personWith(world, 'Hal Head')
    await writes(head, proposal, 'All that I always wanted')
    await proposer.fill(`${proposal.path}/proposal/drop`, { why: 'Not this year' })
    const second = await personWith(world, 'Sam Second')
    assert.equal((await second.fill(`${proposal.path}/proposal/again`, {})).status, 303)
    const all = await proposers(proposal)
    for (const who of [head, proposer, second]) assert.ok(all.includes(who.accountId), who.name)
  })

  test('APP-6: nobody waives, re-routes or takes down the tier of what they wrote in', async () => {
    const { proposal } = await draft()
    const keeper = await personWith(world, 'Kim Keeper', 'keeper')
    await answerAll(world, proposal, { 'setup.legal-power': 'no' })
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }])
    const waiver = {
      requirement: 'legal-power',
      why: 'Counsel says so',
      ...(await allowedBy(world, 'Head of Places', 'Hal Head')),
    }
    await keeper.fill(`${proposal.path}/proposal/people`, { officer_seats: '2' })
    assert.equal((await keeper.post(`${proposal.path}/waivers`, waiver)).status, 403)
    const other = await world.signIn('keeper')
    assert.equal((await other.post(`${proposal.path}/waivers`, waiver)).status, 303)
  })

  test('APP-6: the proposal says who is among those who propose it, before they write in it', async () => {
    const { proposer, proposal } = await draft()
    const helper = await personWith(world, 'Hel Helper')
    const page = await helper.see(`${proposal.path}/proposal`)
    assert.match(page.text, /Whoever writes in it proposes it too, and decides on none of it/)
    await writes(helper, proposal, 'Dry cellars')
    assert.match(
      (await proposer.see(`${proposal.path}/proposal/check`)).text,
      /Put forward by .* and .*, none of whom decides on it/,
    )
  })
})
