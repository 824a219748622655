import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { addApproved } from '#test/approved.ts'
import { addTestEntry } from '#test/entries.ts'
import { changeAs, draftProposal, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('proposals that follow another', () => {
  const world = useWorld()
  const proposals = () => world.county.db.selectFrom('proposal').selectAll().orderBy('started_at').execute()
  const answersTo = async (proposal: string) => {
    const rows = await world.county.db
      .selectFrom('answer')
      .select(['question', 'value'])
      .where('subject_id', '=', proposal)
      .execute()
    return Object.fromEntries(rows.map(row => [row.question, row.value]))
  }
  const set = (table: 'involvement' | 'proposal', involvement: string, id: string, patch: object) =>
    changeAs(world, act => act.on('involvement', involvement, 'x').update(table, id, patch))

  const answer = (proposal: string, involvement: string, values: Record<string, number>) =>
    changeAs(world, async act => {
      for (const [question, value] of Object.entries(values)) {
        const { id } = await act.trx
          .selectFrom('answer')
          .select('id')
          .where('subject_id', '=', proposal)
          .where('question', '=', question)
          .executeTakeFirstOrThrow()
        await act.on('involvement', involvement, 'x').update('answer', id, { value: JSON.stringify(value) })
      }
    })

  test('ENT-4: Extending what is in place is a proposal that starts from the answers that stand', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const entry = await addApproved(world, { stage: 'in-place' }, { 'case.need': ['better-together'] })
    const page = `${entry.path}/proposal`
    const bad = await person.fill(`${page}/extend`, { changes: ' ' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Say what changes: the money, our role or how long it lasts/)
    const form_id = newId()
    const given = { changes: 'Twice the money', form_id }
    const first = await person.post(`${page}/extend`, given)
    assert.equal(first.location, page)
    assert.equal((await person.post(`${page}/extend`, given)).location, page)
    const extension = (await proposals()).find(each => each.purpose === 'extend')
    assert.equal((await proposals()).length, 2)
    assert.deepEqual(
      [extension!.purpose, extension!.state, extension!.changes],
      ['extend', 'draft', 'Twice the money'],
    )
    const answers = await answersTo(extension!.id)
    assert.deepEqual(answers['case.need'], ['better-together'])
    assert.equal(answers['significance.money-a-year'], 5000)
    assert.equal(answers['case.level'], 'active')
    assert.equal(answers['exposure.accepted'] ?? answers['case.can-resource'], undefined)
    const tasks = await person.see(page)
    assert.match(tasks.text, /proposal to extend .* What changes Twice the money/)
    const check = await person.see(`${page}/check`)
    assert.match(check.text, /whether all the money, the new money too, is within approved budgets/)
    const more = { 'significance.money-a-year': 9000 }
    await answer(extension!.id, entry.id, more)
    assert.match(
      (await person.see(`${page}/check`)).text,
      /Our own money a year: was £5,000 a year, is £9,000 a year/,
    )
    assert.equal((await person.see(`${page}/extend`)).location, page)
    const second = await person.post(`${page}/extend`, { changes: 'More', form_id: newId() })
    assert.equal(second.status, 409)
    const history = await person.see(`${entry.path}/history`)
    assert.match(history.text, /began a proposal to extend it/)
  })

  test('ENT-4: Only what is in place, and of a kind the protocol covers, is extended', async () => {
    const person = await world.signIn('keeper')
    const considered = await addTestEntry(world, { stage: 'considered' })
    assert.equal((await person.see(`${considered.path}/proposal/extend`)).status, 303)
    const contract = await addTestEntry(world, { kind: 'contract', name: 'Street lights' })
    const page = `${contract.path}/proposal`
    assert.equal((await person.see(`${page}/extend`)).location, page)
    assert.doesNotMatch((await person.see(page)).text, /Propose to extend/)
    assert.equal((await person.post(`${page}/extend`, { changes: 'More' })).status, 409)
    assert.equal((await (await world.signIn('reader')).see(`${page}/extend`)).status, 403)
  })

  test('APP-6: An approval that is out of date is renewed by taking the proposal up again', async () => {
    const person = await world.signIn('keeper')
    const entry = await addApproved(world)
    const page = `${entry.path}/proposal`
    assert.equal((await person.see(`${page}/extend`)).location, page)
    await set('involvement', entry.id, entry.id, { level: 'lead' })
    assert.match((await person.see(page)).text, /Approved, out of date .* is lead Ask for renewal/)
    const ask = await person.see(`${page}/extend`)
    assert.match(ask.text, /Ask for renewal .* Our involvement: was active partner, is lead/)
    const form_id = newId()
    const first = await person.post(`${page}/extend`, { renew: 'yes', form_id })
    assert.equal(first.location, `${page}?done=reopened`)
    assert.equal((await person.post(`${page}/extend`, { renew: 'yes', form_id })).location, first.location)
    const [proposal] = await proposals()
    assert.equal(proposal!.state, 'draft')
    assert.match((await person.see(`${entry.path}/history`)).text, /took the proposal up again/)
  })

  test('APP-6: What was declined stays on record, and can be proposed again with its answers', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const { path, entryId, proposalId } = await draftProposal(world, { accountId: person.accountId })
    const page = `${path}/proposal`
    await person.fill(`${page}/resources`, {})
    await set('proposal', entryId, proposalId, { state: 'declined' })
    await set('involvement', entryId, entryId, { stage: 'declined' })
    assert.match(
      (await person.see(page)).text,
      /Declined It was declined\. It stays on record.*proposed again/,
    )
    const again = await person.fill(`${page}/again`, {})
    assert.equal(again.location, page)
    const states = (await proposals()).map(each => `${each.state} ${each.pages_done}`)
    assert.deepEqual(states.sort(), ['declined resources', 'draft resources'])
    const { stage } = await world.county.db
      .selectFrom('involvement')
      .select('stage')
      .executeTakeFirstOrThrow()
    assert.equal(stage, 'considered')
    const tasks = await person.see(page)
    assert.match(
      tasks.text,
      /Other proposals about it Proposal, begun by Proposer on 23 November 2026: declined/,
    )
    assert.equal((await person.see(`${page}/again`)).location, page)
    assert.equal((await person.post(`${page}/again`, { form_id: newId() })).status, 409)
  })

  test('ENT-4: Nothing is proposed about what was joined or removed, and no extension of what is not in place', async () => {
    const keeper = await world.signIn('keeper')
    const [entry, other] = [
      await addApproved(world, { stage: 'in-place' }),
      await addTestEntry(world, { name: 'Another' }),
    ]
    const page = `${entry.path}/proposal`
    const begin = () => keeper.post(`${page}/extend`, { changes: 'More', form_id: newId() })
    for (const gone of [{ merged_into: other.id }, { merged_into: null, removed_at: world.clock.now }]) {
      await set('involvement', entry.id, entry.id, gone)
      assert.equal((await begin()).status, 409, JSON.stringify(gone))
    }
    await set('involvement', entry.id, entry.id, { removed_at: null })
    assert.equal((await begin()).status, 303)
    assert.equal((await keeper.post(`${page}/drop`, { why: 'No' })).status, 303)
    await set('involvement', entry.id, entry.id, { stage: 'ended' })
    assert.equal((await keeper.post(`${page}/again`, { form_id: newId() })).status, 409)
    assert.equal((await proposals()).filter(each => each.state === 'draft').length, 0)
  })

  test('ENT-1: A draft is dropped with a reason, by whoever began it or a keeper, and can be taken up again', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const { path } = await draftProposal(world, person)
    const page = `${path}/proposal`
    const other = await world.signIn('contributor')
    assert.match((await person.fill(`${page}/drop`, {})).text, /Say why it is dropped/)
    assert.equal((await other.fill(`${page}/drop`, { why: 'No' })).status, 403)
    const form_id = newId()
    const dropped = await person.post(`${page}/drop`, { why: 'It came to nothing', form_id })
    assert.equal(dropped.location, '/wendleshire/staff/proposals?done=proposal-dropped')
    const twice = await person.post(`${page}/drop`, { why: 'It came to nothing', form_id })
    assert.equal(twice.location, dropped.location)
    assert.doesNotMatch((await person.see(dropped.location!)).text, /Saltmere Flood/)
    const shown = await person.see(page)
    assert.match(shown.text, /A proposal was dropped\. It can be taken up again with its answers/)
    assert.match((await person.see(`${path}/history`)).text, /dropped the proposal.*It came to nothing/)
    assert.equal((await person.fill(`${page}/again`, {})).location, page)
    assert.match((await person.see(page)).text, /Tier light/)
  })
})
