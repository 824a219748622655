import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { submissionOf } from '#src/decide/submission.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { addApproved } from '#test/approved.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith } from '#test/proposals.ts'
import { allowedBy } from '#test/waived.ts'
import { useWorld } from '#test/world.ts'

describe('what is waived', () => {
  const world = useWorld()

  test('REV-4: A requirement waived with a reason is in the way no longer, and counts again once that is taken back', async () => {
    const { page, hindrances, allowed } = await draftWithoutPower()
    assert.match((await hindrances()).join(), /have the power to enter/i)
    const keeper = await world.signIn('keeper')
    assert.match(
      (await keeper.see(page)).text,
      /We have the power to enter .* Nothing goes on without it Waive/,
    )
    const saved = await keeper.fill(`${page}?requirement=legal-power`, {
      why: 'Counsel’s opinion is on file',
      ...allowed,
    })
    assert.equal(saved.location, `${page}?done=saved`)
    assert.doesNotMatch((await hindrances()).join(), /have the power to enter/i)
    const shown = await keeper.see(page)
    assert.match(
      shown.text,
      /Waived .* Counsel’s opinion is on file Keeper of the Tests, register keeper, 23 November 2026 Allowed by Hal Head, Head of Places, 23 November 2026 \(Letter 12\) Take back/,
    )
    await keeper.fill(page, {})
    const { text } = await keeper.see('/wendleshire/staff/trail')
    assert.match(text, /took back the waiver of ‘Legal power’/)
    assert.match(
      text,
      /waived ‘Legal power’, allowed by Hal Head, Head of Places, 23 November 2026 \(Letter 12\): Counsel’s opinion is on file/,
    )
    assert.match((await hindrances()).join(), /have the power to enter/i)
  })

  test('REV-4: Nobody waives anything about their own proposal, nor without the role or a reason, and once', async () => {
    const { page, proposer, allowed } = await draftWithoutPower('keeper')
    const form = { requirement: 'legal-power', why: 'Because', ...allowed }
    assert.match((await proposer.see(page)).text, /This is your own proposal/)
    assert.equal((await proposer.post(page, form)).status, 403)
    assert.equal((await (await world.signIn('contributor')).post(page, form)).status, 403)
    const keeper = await world.signIn('keeper')
    const bare = await keeper.fill(`${page}?requirement=legal-power`, { why: ' ' })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Say why it is waived/)
    const sent = { ...form, form_id: '00000000-0000-4000-8000-000000000004' }
    assert.equal((await keeper.post(page, sent)).status, 303)
    assert.equal((await keeper.post(page, sent)).status, 303)
    assert.equal((await keeper.post(page, form)).status, 409)
    const { id } = await world.county.db.selectFrom('waiver').select('id').executeTakeFirstOrThrow()
    assert.equal((await keeper.post(page, { waiver: id })).status, 303)
    assert.equal((await keeper.post(page, { waiver: id })).status, 409)
    assert.equal((await keeper.post(page, { waiver: 'x' })).status, 404)
    const other = await world.signIn('keeper', 'borough')
    assert.equal((await other.post(page.replace('wendleshire', 'saltmere'), form)).status, 404)
  })

  test('APP-2, REV-4: No waiver stands in for an approval', async () => {
    const { page } = await draftWithoutPower()
    const keeper = await world.signIn('keeper')
    const answer = await keeper.post(page, { requirement: 'approval', why: 'In a hurry' })
    assert.equal(answer.status, 409)
    assert.match(answer.text, /An approval is not waived/)
    assert.equal((await keeper.see(`${page}?requirement=approval`)).status, 303)
  })

  test('REV-4: Nobody waives anything about what was approved on their own proposal', async () => {
    const proposer = await personWith(world, 'Pat Proposer', 'keeper')
    const { id, path, proposalId } = await addApproved(world)
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('proposal', proposalId, { account_id: proposer.accountId }),
    )
    await fillHead()
    const allowed = await allowedBy(world, 'Head of Places', 'Hal Head')
    const form = { requirement: 'sponsor', why: 'Later', ...allowed }
    assert.equal((await proposer.post(`${path}/waivers`, form)).status, 403)
    assert.equal((await (await world.signIn('keeper')).post(`${path}/waivers`, form)).status, 303)
  })

  test('REV-4: A requirement is waived on the word of whoever decides last or stands in for them, chosen and not typed', async () => {
    const { page, allowed, head } = await draftWithoutPower()
    const director = await personWith(world, 'Dee Director')
    await fillRole(world, 'director', 'Director of Places', [{ person: director }])
    await fillRole(world, 'legal-services', 'Head of Law', [{ person: await personWith(world, 'Lou Law') }])
    const keeper = await world.signIn('keeper')
    const address = `${page}?requirement=legal-power`
    const shown = await keeper.see(address)
    assert.match(shown.text, /Hal Head, Head of Places Decides in the step ‘The service’/)
    assert.match(shown.text, /Dee Director, Director of Places Stands in for ‘Head of service’/)
    assert.doesNotMatch(shown.text, /Lou Law/)
    const law = await allowedBy(world, 'Head of Law', 'Lou Law')
    for (const wrong of [{ allowed_by: '' }, { allowed_by: 'Me' }, law]) {
      const refused = await keeper.fill(address, { why: 'x', ...allowed, ...wrong })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /Choose who allowed it/)
    }
    const bare = await keeper.fill(address, { why: 'x', ...allowed, reference: '' })
    assert.match(bare.text, /Say where their word is found/)
    assert.deepEqual(await world.county.db.selectFrom('waiver').select('id').execute(), [])
    await keeper.fill(address, { why: 'Counsel advised', ...allowed })
    const mails = await world.database.app().selectFrom('mail').selectAll().execute()
    const [told] = mails.filter(mail => /Waived on your word/.test(mail.subject))
    assert.equal(told!.recipient, head.email)
    assert.match(
      told!.body,
      /Keeper of the Tests put on record that you allowed .* We have the power to enter/,
    )
  })

  test('REV-4: Where no post that may allow it is filled but by whoever proposes it, nothing is waived', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, { 'setup.legal-power': 'no' })
    const deputy = await personWith(world, 'Dee Deputy')
    await fillRole(world, 'head-of-service', 'Head of Places', [
      { person: proposer },
      { person: deputy, deputy: true },
    ])
    const keeper = await world.signIn('keeper')
    const address = `${proposal.path}/waivers?requirement=legal-power`
    assert.match((await keeper.see(address)).text, /No post or committee that may allow this is filled today/)
    for (const name of ['Pat Proposer', 'Dee Deputy']) {
      const form = { why: 'x', ...(await allowedBy(world, 'Head of Places', name)) }
      assert.equal((await keeper.fill(address, form)).status, 422)
    }
  })

  async function fillHead() {
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: 10_000 })
    return head
  }

  async function draftWithoutPower(role: 'contributor' | 'keeper' = 'contributor') {
    const proposer = await personWith(world, 'Pat Proposer', role)
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, { 'setup.legal-power': 'no' })
    const head = await fillHead()
    const allowed = await allowedBy(world, 'Head of Places', 'Hal Head')
    const hindrances = async () => {
      const entry = await findEntry(world.county.db, world.county.id, proposal.entryId)
      const found = await submissionOf(
        world.county.db,
        world.county.id,
        entry,
        [proposer.accountId],
        '2026-11-23',
      )
      return found.hindrances.map(each => each.says)
    }
    return { proposer, proposal, head, allowed, hindrances, page: `${proposal.path}/waivers` }
  }
})
