import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { useApproval } from '#test/approval.ts'
import { addAskedProposal } from '#test/asked.ts'
import { changeAs, fillRole, personWith } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('advice that is added to', () => {
  const world = useWorld()
  const { light } = useApproval(world)

  async function given() {
    const { path } = await addAskedProposal(world)
    const lawyer = await personWith(world, 'Ann Lee', 'reader')
    await fillRole(world, 'legal-services', 'Head of Legal', [{ person: lawyer }])
    const keeper = await world.signIn('keeper')
    const ask = { to: 'team', team: 'legal-services' }
    await keeper.fill(`${path}/advice/new?question=setup.legal-power`, ask)
    const { id } = await world.county.db.selectFrom('advice').select('id').executeTakeFirstOrThrow()
    const page = `${path}/advice/${id}`
    await lawyer.fill(page, { advice: 'Section 1 is enough.' })
    world.clock.now = new Date('2026-11-23T10:10:00Z')
    return { path, page, id, lawyer, keeper, ask }
  }

  test('PEO-6: Both stand in order with their dates and names, and whoever asked is told', async () => {
    const { path, page, lawyer, keeper } = await given()
    const form = { advice: 'Section 2 is needed too.', form_id: newId() }
    const bare = await lawyer.fill(page, { advice: ' ' }, `${page}/add`)
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Write your advice .*Change or add to this advice/)
    const done = await lawyer.post(`${page}/add`, form)
    assert.equal(done.location, `${page}?done=advice-added`)
    assert.equal((await lawyer.post(`${page}/add`, form)).location, done.location, 'twice is once')
    const shown = await keeper.see(page)
    assert.match(
      shown.text,
      /23 November 2026 at 10:00am Section 1 is enough\. Added by Reader of the Tests, 23 November 2026 at 10:10am Section 2 is needed too\./,
    )
    assert.doesNotMatch(shown.text, /Change or add to this advice/, 'only whoever was asked')
    assert.match(
      (await keeper.see(`${path}/questions/setup`)).text,
      /Section 1 is enough\. Advice of Legal services , added by Reader of the Tests, 23 November 2026 Section 2 is needed too\./,
    )
    const mails = await world.database
      .app()
      .selectFrom('mail')
      .select(['recipient', 'subject', 'body'])
      .execute()
    const told = mails.filter(mail => /Advice was added to/.test(mail.subject))
    assert.deepEqual(
      told.map(mail => mail.recipient),
      [keeper.email],
    )
    assert.match(told[0]!.body, /Section 2 is needed too\.\n\nWhat was said before stays beside it:\nhttp/)
    assert.match(
      (await keeper.see(`${path}/history`)).text,
      /added to the advice on .*Section 2 is needed too/,
    )
    const list = await keeper.see('/wendleshire/staff/advice')
    assert.equal(list.text.match(/Answered/g)!.length, 1, 'one question was asked')
  })

  test('PEO-6: It can be asked again and added to again, and what was added has no page of its own', async () => {
    const { path, page, lawyer, keeper, ask } = await given()
    await lawyer.fill(page, { advice: 'One more thing.' }, `${page}/add`)
    const again = await keeper.fill(`${path}/advice/new?question=setup.legal-power`, ask)
    assert.equal(again.status, 303)
    await lawyer.fill(page, { advice: 'And another.' }, `${page}/add`)
    assert.match((await keeper.see(page)).text, /One more thing\. Added by .* And another\./)
    const { id } = await world.county.db
      .selectFrom('advice')
      .select('id')
      .where('follows', 'is not', null)
      .limit(1)
      .executeTakeFirstOrThrow()
    assert.equal((await keeper.see(`${path}/advice/${id}`)).location, page)
  })

  test('PEO-6: Nobody adds to what others were asked, or to what is not answered', async () => {
    const { path, page, keeper } = await given()
    assert.equal((await keeper.post(`${page}/add`, { advice: 'Mine' })).status, 403)
    const other = await world.signIn('keeper', 'borough')
    assert.equal(
      (await other.post(`${page.replace('wendleshire', 'saltmere')}/add`, { advice: 'x' })).status,
      404,
    )
    const ben = await personWith(world, 'Ben Ash', 'reader')
    await keeper.fill(`${path}/advice/new?question=case.need`, { to: 'person', person: 'Ben Ash' })
    const { id } = await world.county.db
      .selectFrom('advice')
      .select('id')
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow()
    assert.equal((await ben.post(`${path}/advice/${id}/add`, { advice: 'Early' })).status, 409)
  })

  test('PEO-6: What is added once it is submitted stands apart in the brief', async () => {
    const { proposer, head, proposal, path } = await light()
    const ann = await personWith(world, 'Ann Lee', 'reader')
    const id = newId()
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').insert('advice', {
        id,
        involvement_id: proposal.entryId,
        subject_type: 'proposal',
        subject_id: proposal.proposalId,
        person_id: ann.personId,
        due_on: null,
        asked_account_id: proposer.accountId,
        asked_by: 'Pat Proposer',
        asked_at: new Date('2026-11-22T10:00:00Z'),
        state: 'answered',
        answer: 'It is sound.',
        answered_account_id: ann.accountId,
        answered_by: 'Ann Lee',
        answered_at: new Date('2026-11-22T11:00:00Z'),
      }),
    )
    assert.doesNotMatch((await head.see(`${path}/approval/brief`)).text, /Advice added after submission/)
    world.clock.now = new Date('2026-11-23T10:15:00Z')
    const page = await ann.see(`${path}/advice/${id}`)
    assert.match(page.text, /with those who decide: they see this apart, as added afterwards/)
    await ann.fill(`${path}/advice/${id}`, { advice: 'The pumps were sold.' }, `${path}/advice/${id}/add`)
    const brief = await head.see(`${path}/approval/brief`)
    assert.match(
      brief.text,
      /Advice added after submission , which is no part of what was submitted: Reader of the Tests, 23 November 2026 , on ‘The proposal as a whole’: The pumps were sold\./,
    )
    assert.match(brief.body, new RegExp(`${path}/advice/${id}"`))
    await head.fill(`${path}/approval/decision`, { interest: 'none', outcome: 'approved' })
    assert.doesNotMatch((await ann.see(`${path}/advice/${id}`)).text, /Change or add to this advice/)
    assert.equal((await ann.post(`${path}/advice/${id}/add`, { advice: 'Late' })).status, 409)
  })
})
