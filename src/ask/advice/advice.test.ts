import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { addAskedProposal } from '#test/asked.ts'
import { addTestEntry } from '#test/entries.ts'
import { asPerson, changeAs, fillRole, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('advice', () => {
  const world = useWorld()

  test('PEO-6: a question is put to a team, answered by whoever holds its post, and kept beside the question', async () => {
    const { path } = await addAskedProposal(world)
    const lawyer = await personWith(world, 'Ann Lee', 'reader')
    await fillRole(world, 'legal-services', 'Head of Legal', [{ person: lawyer }])
    const keeper = await world.signIn('keeper')
    const ask = await keeper.fill(`${path}/questions/setup`, { ask: 'setup.legal-power' })
    assert.equal(ask.location, `${path}/advice/new?question=setup.legal-power`)
    const opened = await keeper.see(ask.location!)
    assert.match(opened.text, /Does the law give us the power to enter\? .* Not answered yet/)
    assert.match(opened.text, /Legal services: Ann Lee/)
    const asked = await keeper.fill(ask.location!, {
      to: 'team',
      team: 'legal-services',
      message: 'Is the 2011 Act enough?',
      'due_on-day': '4',
      'due_on-month': '12',
      'due_on-year': '2026',
    })
    assert.equal(asked.location, `${path}/questions/setup?done=asked#q.legal-power`)
    assert.match(
      (await keeper.see(`${path}/questions/setup`)).text,
      /Waiting for Legal services , asked by Keeper of the Tests on 23 November 2026, wanted by 4 December 2026/,
    )
    const [mail] = await mails()
    assert.equal(mail!.recipient, lawyer.email)
    assert.match(
      mail!.body,
      /Keeper of the Tests asks for your advice on ‘Does the law give us the power to enter\?’ .* by 4 December 2026\.\n\nIs the 2011 Act enough\?/,
    )
    const link = /http\S+/.exec(mail!.body)![0].replace(/^https?:\/\/[^/]+/, '')
    assert.match((await lawyer.see('/wendleshire/staff')).text, /1 question waits for your advice/)
    assert.match(
      (await lawyer.see('/wendleshire/staff/advice')).text,
      /Waiting for you .*Does the law give us the power/,
    )
    const page = await lawyer.see(link)
    assert.match(page.text, /asked you, as Legal services .* by 4 December 2026/)
    const empty = await lawyer.fill(link, { advice: '', 'answer.legal-power': 'yes' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Write your advice/)
    const given = await lawyer.fill(link, {
      advice: 'Section 1 is enough.',
      'answer.legal-power': 'yes',
      'note.legal-power': 'Localism Act 2011, section 1',
    })
    assert.equal(given.status, 303)
    const beside = await keeper.see(`${path}/questions/setup`)
    assert.match(
      beside.text,
      /Advice of Legal services , given by Ann Lee|Advice of Legal services , given by Reader of the Tests/,
    )
    assert.match(beside.text, /Section 1 is enough\./)
    assert.deepEqual(await answers(), [['setup.legal-power', 'yes', 'Localism Act 2011, section 1']])
    const back = (await mails()).find(each => each.recipient === keeper.email)!
    assert.match(back.body, /Section 1 is enough/)
    const twice = await lawyer.post(link, { advice: 'Something else' })
    assert.equal(twice.status, 409)
    assert.match(twice.text, /answered while you were writing.* Something else/)
    assert.match(
      (await keeper.see('/wendleshire/staff/advice')).text,
      /Asked by you .*Legal services .*Answered/,
    )
  })

  test('PEO-6: the whole proposal can be put to a colleague, who need not be able to see the register there', async () => {
    const directorate = await world.county.db.selectFrom('directorate').select('id').executeTakeFirst()
    assert.equal(directorate, undefined)
    const other = await addTestEntry(world, { name: 'Another' })
    const { path } = await addAskedProposal(world)
    const scoped = await world.signIn('contributor', 'county', { involvementId: other.id })
    const colleague = await asPerson(world, scoped, 'Ben Ash')
    assert.equal((await colleague.see(`${path}/questions/case`)).status, 404)
    const keeper = await world.signIn('keeper')
    const page = `${path}/advice/new`
    for (const [name, message] of [
      ['', /Enter the name of a colleague/],
      ['Nobody At All', /Nobody here is called ‘Nobody At All’/],
    ] as const) {
      const wrong = await keeper.fill(page, { to: 'person', person: name })
      assert.equal(wrong.status, 422)
      assert.match(wrong.text, message)
    }
    assert.equal((await keeper.fill(page, { to: 'person', person: 'ben ash' })).status, 303)
    assert.match(
      (await keeper.fill(page, { to: 'person', person: 'Ben Ash' })).text,
      /has been asked this already/,
    )
    const { id } = await world.county.db.selectFrom('advice').select('id').executeTakeFirstOrThrow()
    assert.match((await colleague.see(`${path}/advice/${id}`)).text, /What the proposal says so far/)
    assert.equal((await colleague.see(`${path}/questions/case`)).status, 200)
    assert.equal((await colleague.fill(`${path}/advice/${id}`, { advice: 'Go on.' })).status, 303)
  })

  test('PEO-6: of two colleagues of one name it is asked which is meant', async () => {
    const { path } = await addAskedProposal(world)
    const [one] = [await personWith(world, 'Ann Lee'), await personWith(world, 'Ann Lee')]
    const keeper = await world.signIn('keeper')
    const which = await keeper.fill(`${path}/advice/new`, { to: 'person', person: 'Ann Lee' })
    assert.equal(which.status, 422)
    assert.match(which.text, /Say which Ann Lee you mean/)
    const chosen = { to: 'person', person: 'Ann Lee', person_id: one!.personId }
    assert.equal((await keeper.fill(`${path}/advice/new`, chosen)).status, 303)
    assert.deepEqual(
      (await mails()).map(mail => mail.recipient),
      [one!.email],
    )
  })

  test('PEO-6: only who is asked can answer, and nobody is asked who cannot', async () => {
    const { path } = await addAskedProposal(world)
    const keeper = await world.signIn('keeper')
    const nobody = await keeper.fill(`${path}/advice/new`, { to: 'team', team: 'risk-team' })
    assert.match(nobody.text, /Nobody in Risk team can sign in/)
    await changeAs(world, act =>
      act.on('person', newId(), 'No Account').insert('person', {
        name: 'No Account',
        organisation_id: null,
        account_id: null,
        left_on: null,
        merged_into: null,
      }),
    )
    const mute = await keeper.fill(`${path}/advice/new`, { to: 'person', person: 'No Account' })
    assert.match(mute.text, /No Account cannot sign in/)
    const ann = await personWith(world, 'Ann Lee')
    await keeper.fill(`${path}/advice/new`, { to: 'person', person: 'Ann Lee' })
    const { id } = await world.county.db.selectFrom('advice').select('id').executeTakeFirstOrThrow()
    const own = await keeper.post(`${path}/advice/${id}`, { advice: 'Mine' })
    assert.equal(own.status, 403)
    assert.match(own.text, /Only Ann Lee can answer this/)
    assert.equal((await (await world.signIn('reader')).see(`${path}/advice/${id}`)).status, 404)
    const past = {
      to: 'person',
      person: 'Ann Lee',
      'due_on-day': '1',
      'due_on-month': '1',
      'due_on-year': '2020',
    }
    assert.match((await keeper.fill(`${path}/advice/new?question=case.need`, past)).text, /still to come/)
    assert.ok(ann)
  })

  test('PEO-6: what was asked can be taken back, and nobody waits for it then', async () => {
    const { path } = await addAskedProposal(world)
    const ann = await personWith(world, 'Ann Lee', 'reader')
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${path}/advice/new?question=case.need`, { to: 'person', person: 'Ann Lee' })
    const { id } = await world.county.db.selectFrom('advice').select('id').executeTakeFirstOrThrow()
    const back = await keeper.fill(`${path}/advice/${id}`, {}, `${path}/advice/${id}/withdraw`)
    assert.equal(back.location, `${path}/questions/case?done=advice-withdrawn#q.need`)
    assert.doesNotMatch((await keeper.see(`${path}/questions/case`)).text, /Waiting for/)
    assert.ok(
      (await mails()).some(mail => mail.recipient === ann.email && /No advice is needed/.test(mail.subject)),
    )
    assert.match((await ann.see('/wendleshire/staff/advice')).text, /Nobody waits for your advice/)
    assert.equal((await ann.see(`${path}/advice/${id}`)).status, 404, 'it is none of theirs any more')
  })

  test('PEO-6: a deputy answers for the team within their dates, and nobody outside them', async () => {
    const { path } = await addAskedProposal(world)
    const [ann, ben, cy] = [
      await personWith(world, 'Ann Lee', 'reader'),
      await personWith(world, 'Ben Ash', 'reader'),
      await personWith(world, 'Cy Dow', 'reader'),
    ]
    await fillRole(world, 'risk-team', 'Risk manager', [
      { person: ann },
      { person: ben, deputy: true, from: '2026-11-01', to: '2026-11-30' },
      { person: cy, deputy: true, from: '2026-11-01', to: '2026-11-22' },
    ])
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${path}/advice/new?question=exposure.accepted`, { to: 'team', team: 'risk-team' })
    assert.deepEqual(
      (await mails()).map(mail => mail.recipient).toSorted(),
      [ann.email, ben.email].toSorted(),
    )
    const { id } = await world.county.db.selectFrom('advice').select('id').executeTakeFirstOrThrow()
    assert.match((await cy.see('/wendleshire/staff/advice')).text, /Nobody waits for your advice/)
    assert.equal((await cy.post(`${path}/advice/${id}`, { advice: 'x' })).status, 404)
    assert.equal((await ben.fill(`${path}/advice/${id}`, { advice: 'Acceptable.' })).status, 303)
    const { state, answered_account_id } = await world.county.db
      .selectFrom('advice')
      .select(['state', 'answered_account_id'])
      .executeTakeFirstOrThrow()
    assert.deepEqual([state, answered_account_id], ['answered', ben.accountId])
  })

  function mails() {
    return world.database
      .maintenance()
      .selectFrom('mail')
      .select(['recipient', 'subject', 'body'])
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  }

  async function answers() {
    const rows = await world.county.db.selectFrom('answer').select(['question', 'value', 'note']).execute()
    return rows.map(row => [row.question, row.value, row.note])
  }
})
