import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Pack } from '#src/protocol/pack.ts'
import { useApproval } from '#test/approval.ts'
import { addAskedProposal, answerQuestions } from '#test/asked.ts'
import { adopt, later, type Model, oneModel } from '#test/considered.ts'
import { common, commonWith } from '#test/packs.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('answers that were given under other rules', () => {
  const world = useWorld()
  const { light } = useApproval(world)

  test('PRO-1: an answer of the wrong kind breaks no page, and is asked again', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const account = { accountId: person.accountId, name: person.name }
    const { path, id, proposal: own } = await addAskedProposal(world, { account })
    const page = `${path}/proposal`
    await answerQuestions(world, id, own, {
      'significance.money-a-year': 'yes',
      'significance.lead': 5,
      'case.alternatives': 12,
      'case.no-such-question': 'kept',
      'no-such-set.question': ['kept'],
    })
    const addresses = ['', '/check', '/commitments', '/resources'].map(each => `${page}${each}`)
    const pages = [
      ...addresses,
      `${path}/significance`,
      `${path}/questions/significance`,
      `${path}/questions/case`,
    ]
    for (const address of [...pages, `${path}/history`, `${path}/report`])
      assert.equal((await person.see(address)).status, 200, address)
    const significance = await person.see(`${path}/questions/significance`)
    assert.match(significance.body, /name="answer\.money-a-year"[^>]*>/)
    assert.doesNotMatch(significance.body, /NaN|name="answer\.money-a-year"[^>]*value="[^"]/)
    assert.match((await person.see(`${path}/significance`)).text, /Light/)
    await assert.rejects(submitAs(world, person, { entryId: id, reference: '', proposalId: own, path }), /./)
  })

  test('PRO-1, APP-6: a renewal that went over to new rules and is given up stands under those it was approved by', async () => {
    const { proposer, head, path, proposal } = await light()
    await head.fill(`${path}/approval/decision`, { interest: 'none', outcome: 'approved' })
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').update('involvement', proposal.entryId, { level: 'lead' }),
    )
    await proposer.fill(`${path}/proposal/extend`, { renew: 'yes' })
    later(world)
    const id = await adopt(world, { ...commonWith({}), title: 'The next protocol' })
    const of = async () => {
      const row = await world.county.db.selectFrom('proposal').select('protocol_id').executeTakeFirstOrThrow()
      return row.protocol_id
    }
    const before = await of()
    await proposer.fill(`${path}/proposal/protocol`, {})
    assert.equal(await of(), id)
    const dropped = await proposer.fill(`${path}/proposal/drop`, { why: 'Not after all' })
    assert.equal(dropped.location, `${path}/proposal?done=renewal-dropped`)
    assert.equal(await of(), before)
  })

  test('SIG-3, APP-6: the tier that such a renewal came to goes with it', async () => {
    const { proposer, head, path, proposal } = await light()
    await head.fill(`${path}/approval/decision`, { interest: 'none', outcome: 'approved' })
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').update('involvement', proposal.entryId, { level: 'lead' }),
    )
    later(world)
    await proposer.fill(`${path}/proposal/extend`, { renew: 'yes' })
    later(world)
    const of = [{ id: 'law', says: 'The law requires it', if: { fact: 'statutory', is: true } }]
    const tests = [{ tier: 'significant', need: 'any', of }] as Model['tests']
    await adopt(world, oneModel('stricter', { tests, otherwise: 'standard' }))
    await proposer.fill(`${path}/proposal/protocol`, {})
    const now = () => world.county.db.selectFrom('involvement').select('tier').executeTakeFirstOrThrow()
    assert.equal((await now()).tier, 'standard')
    const kept = () =>
      world.county.db
        .selectFrom('assessment')
        .select(['protocol_id', 'result', 'cause'])
        .where('about', '=', 'tier')
        .orderBy('made_at')
        .execute()
    const [first] = await kept()
    later(world)
    await proposer.fill(`${path}/proposal/drop`, { why: 'Not after all' })
    assert.equal((await now()).tier, 'light')
    assert.deepEqual((await kept()).at(-1), { ...first!, cause: 'again' })
    const { text } = await proposer.see(`${path}/approval`)
    assert.match(text, /Out of date What was approved is no longer what stands here Our involvement: /)
    assert.doesNotMatch(text, /: was light/i)
  })

  test('PRO-5: a draft that went over to new rules is submitted under them, and its first submission stays under the old', async () => {
    const { proposer, proposal, path, id: first } = await light()
    await proposer.fill(`${path}/approval/withdraw`, { why: 'New rules' })
    later(world)
    const id = await adopt(world, { ...commonWith({}), title: 'The next protocol' })
    await proposer.fill(`${path}/proposal/protocol`, {})
    later(world)
    const again = await submitAs(world, proposer, proposal)
    assert.notEqual(again, first)
    const rounds = await world.county.db.selectFrom('approval').select(['id', 'protocol_id']).execute()
    assert.equal(rounds.find(each => each.id === again)!.protocol_id, id)
    assert.notEqual(rounds.find(each => each.id === first)!.protocol_id, id)
    const kept = await world.county.db
      .selectFrom('assessment')
      .select(['protocol_id', 'cause'])
      .where('about', '=', 'tier')
      .orderBy('made_at', 'desc')
      .executeTakeFirstOrThrow()
    assert.deepEqual(kept, { protocol_id: id, cause: 'rescored' })
  })

  test('SIG-3: an extension that went over to new rules keeps the tier they find once it is submitted', async () => {
    const person = await personWith(world, 'Pat Proposer', 'keeper')
    const head = await personWith(world, 'Hal Head')
    const power = { limit: null, what: 'extend' } as const
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], power)
    const proposal = await draftProposal(world, person, { stage: 'in-place', purpose: 'extend' })
    await answerAll(world, proposal)
    await person.fill(`${proposal.path}/significance`, {})
    later(world)
    const id = await adopt(world, { ...commonWith({}), title: 'The next protocol' })
    await person.fill(`${proposal.path}/proposal/protocol`, {})
    const kept = () =>
      world.county.db
        .selectFrom('assessment')
        .select(['protocol_id', 'result', 'cause'])
        .where('about', '=', 'tier')
        .orderBy('made_at')
        .execute()
    const [before, ...none] = await kept()
    assert.deepEqual(none, [])
    later(world)
    await submitAs(world, person, proposal)
    assert.deepEqual(await kept(), [before, { ...before!, protocol_id: id, cause: 'rescored' }])
  })

  test('PRO-5, APP-6: what is proposed again begins with the answers that still fit the rules of its day', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const account = { accountId: person.accountId, name: person.name }
    const answers = { 'case.benefits': 'Dry cellars', 'case.alternatives': 'None that is dearer' }
    const { path, id, proposal: own } = await addAskedProposal(world, { account, answers })
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('proposal', own, { state: 'declined' }),
    )
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('involvement', id, { stage: 'declined' }),
    )
    later(world)
    const sets = common.sets.map(set => ({
      ...set,
      questions: set.questions.map(each =>
        each.id === 'benefits' ? { ...each, kind: 'organisation' as const } : each,
      ),
    }))
    await adopt(world, { ...commonWith({ sets }), title: 'The next protocol' })
    assert.equal((await person.fill(`${path}/proposal/again`, {})).status, 303)
    const rows = await world.county.db
      .selectFrom('answer')
      .select(['question', 'value'])
      .where('subject_id', '<>', own)
      .execute()
    assert.deepEqual(rows, [{ question: 'case.alternatives', value: 'None that is dearer' }])
  })

  test('PRO-1, PEO-6: advice about a question that the new rules do not ask can still be given and read', async () => {
    const { path } = await addAskedProposal(world)
    const lawyer = await personWith(world, 'Ann Lee', 'reader')
    await fillRole(world, 'legal-services', 'Head of Legal', [{ person: lawyer }])
    const keeper = await world.signIn('keeper')
    const ask = await keeper.fill(`${path}/questions/setup`, { ask: 'setup.legal-power' })
    await keeper.fill(ask.location!, { to: 'team', team: 'legal-services', message: 'Is it enough?' })
    const { id } = await world.county.db.selectFrom('advice').select('id').executeTakeFirstOrThrow()
    later(world)
    const pack = structuredClone(commonWith({})) as Pack
    const setup = pack.sets.find(set => set.id === 'setup')!
    setup.questions = setup.questions.filter(each => each.id !== 'legal-power')
    await adopt(world, { ...pack, title: 'The next protocol' })
    assert.equal((await keeper.fill(`${path}/proposal/protocol`, {})).status, 303)
    assert.match(
      (await keeper.see(`${path}/proposal`)).text,
      /Legal services A question that is no longer asked/,
    )
    const list = await lawyer.see('/wendleshire/staff/advice')
    assert.match(list.text, /A question that is no longer asked/)
    const page = `${path}/advice/${id}`
    assert.match((await lawyer.see(page)).text, /The question this is about is no longer asked/)
    assert.equal((await lawyer.fill(page, { advice: 'It is enough.' })).status, 303)
    assert.match((await keeper.see(page)).text, /It is enough\./)
    assert.equal((await keeper.see(`${path}/proposal/check`)).status, 200)
    assert.match((await keeper.see(`${path}/history`)).text, /Does the law give us the power to enter/)
  })
})
