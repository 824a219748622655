import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { withdrawSubmission } from '#src/decide/take-back.ts'
import { newId } from '#src/domain/id.ts'
import type { Value } from '#src/protocol/facts.ts'
import {
  answerAll,
  changeAs,
  draftProposal,
  fillCommittee,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
} from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('checking and submitting a proposal', () => {
  const world = useWorld()

  async function whole(person: TestPerson, given: Record<string, Value> = {}) {
    const proposal = await draftProposal(world, person)
    const page = `${proposal.path}/proposal`
    const about = { name: 'Saltmere Flood Partnership', purpose: 'Dry houses', lead: 'Saltmere Water' }
    const priorities = await world.county.db.selectFrom('priority').select('id').execute()
    const typed = { ...about, priorities: priorities.map(each => each.id) }
    const asked = await person.fill(`${page}/partnership`, typed)
    const unknown = /name="(name-organisation-\w+)"/.exec(asked.body)![1]!
    await person.fill(`${page}/partnership`, { ...typed, [unknown]: 'new' })
    await person.fill(`${page}/resources`, {})
    await answerAll(world, proposal, given)
    return { ...proposal, page }
  }
  const head = async () => {
    const person = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person }], { limit: 10_000 })
    return person
  }

  test('APP-1: What stands in the way is named with the page that mends it, and nothing is submitted', async () => {
    const person = await personWith(world, 'Pat Proposer')
    const { path } = await draftProposal(world, person)
    const page = `${path}/proposal`
    const check = await person.see(`${page}/check`)
    assert.match(
      check.text,
      /What is left before it can be submitted About the partnership It is not filled in\..* Go on with ‘About the partnership’/,
    )
    assert.match(
      check.text,
      /‘The case for entering’ has \d+ of \d+ questions left\. Needed: the case is made/,
    )
    assert.match(check.body, /href="[^"]+\/proposal\/partnership\?from=check"/)
    assert.match(check.body, /href="[^"]+\/questions\/case[^"]*\?from=check/)
    assert.equal(check.body.match(/<a class="govuk-button/g)?.length, 1)
    assert.match(
      check.text,
      /No post or committee fills the role ‘Head of service’\. An administrator says which/,
    )
    assert.doesNotMatch(check.text, /Submit the proposal/)
    assert.equal((await person.post(`${page}/check`, { form_id: newId() })).status, 422)
  })

  test('APP-1: A whole proposal is read in words with its route and reasons, and submitted once', async () => {
    await head()
    const person = await personWith(world, 'Pat Proposer')
    const { page } = await whole(person)
    const check = await person.see(`${page}/check`)
    assert.match(
      check.text,
      /How significant it is Light \. No test of a higher tier is met, so it is light\./,
    )
    assert.match(
      check.text,
      /Who decides, and why The service Head of service: The service answers for its own partnerships\. Head of Places: Hal Head/,
    )
    assert.match(check.text, /What is it called\? Saltmere Flood Partnership What is it for\? Dry houses/)
    assert.match(check.text, /By submitting it you declare.*You cannot decide on it yourself/)
    const form_id = newId()
    const seen = /name="seen" value="([^"]+)"/.exec(check.body)![1]!
    const first = await person.post(`${page}/check`, { form_id, seen })
    assert.equal(first.location, `${page}?done=proposed`)
    const second = await person.post(`${page}/check`, { form_id, seen })
    assert.equal(second.location, first.location)
    assert.equal((await world.county.db.selectFrom('approval').select('id').execute()).length, 1)
    const shown = await person.see(first.location!)
    assert.match(shown.text, /The proposal is submitted.*Being decided.*See who decides, and who has/)
    const read = await person.see(`${page}/check`)
    assert.match(read.text, /of the Tests submitted it on 23 November 2026.*What is it for\?|Purpose/)
    assert.doesNotMatch(read.text, /Submit the proposal/)
    const other = await person.post(`${page}/check`, { form_id: newId(), seen })
    assert.equal(other.status, 409)
    const fixed = await person.see(`${page}/partnership`)
    assert.doesNotMatch(fixed.body, /<button[^>]*>\s*Save/)
    assert.equal((await person.post(`${page}/partnership`, { name: 'X' })).status, 409)
  })

  test('APP-1: What someone else changed since the check is looked at before it is submitted', async () => {
    await head()
    const person = await personWith(world, 'Pat Proposer')
    const { page } = await whole(person)
    const check = await person.see(`${page}/check`)
    const seen = /name="seen" value="([^"]+)"/.exec(check.body)![1]!
    await (await world.signIn('keeper')).fill(`${page}/people`, { officer_seats: '2' })
    const late = await person.post(`${page}/check`, { form_id: newId(), seen })
    assert.equal(late.status, 409)
    assert.match(late.text, /The proposal has changed since you opened this page/)
    assert.equal((await world.county.db.selectFrom('approval').select('id').execute()).length, 0)
    const again = /name="seen" value="([^"]+)"/.exec(late.body)![1]!
    assert.equal((await person.post(`${page}/check`, { form_id: newId(), seen: again })).status, 303)
  })

  test('ENT-10: What is done is folded on the check page, what lacks an answer lies open with its questions', async () => {
    await head()
    const person = await personWith(world, 'Pat Proposer')
    const fresh = await draftProposal(world, person)
    const folds = (body: string) => [
      ...body.matchAll(/<details[^>]*?( open)?>\s*<summary[^>]*><h3[^>]*>([^<]+)/g),
    ]
    const open = (body: string) =>
      folds(body)
        .filter(each => each[1])
        .map(each => each[2])
    const { body } = await person.see(`${fresh.path}/proposal/check`)
    assert.ok(open(body).includes('The case for entering') && open(body).includes('About the partnership'))
    assert.match(
      body,
      /href="[^"]+questions\/case[^"]*\?from=check#q\.benefits">What benefits do you expect\?</,
    )
    const { page } = await whole(person)
    const done = (await person.see(`${page}/check`)).body
    assert.deepEqual(open(done), [])
    const all = (await person.see(`${page}/check?answers=all`)).body
    assert.equal(open(all).length, folds(done).length)
  })

  test('APP-6: What was taken back is a draft again, and its task list says so and why', async () => {
    await head()
    const person = await personWith(world, 'Pat Proposer')
    const proposal = await whole(person)
    const id = await submitAs(world, person, proposal)
    await changeAs(world, act =>
      withdrawSubmission(act, world.county.id, id, 'The money has changed', {
        ...person,
        at: world.clock.now,
        address: 'http://localhost/x',
      }),
    )
    assert.match(
      (await person.see(proposal.page)).text,
      /It was withdrawn on 23 November 2026\. The money has changed Who decided what/,
    )
    assert.match(
      (await person.see('/wendleshire/staff/proposals')).text,
      /Draft Withdrawn on 23 November 2026/,
    )
    assert.match((await person.see(`${proposal.page}/check`)).text, /Submit the proposal/)
  })

  test('APP-3: One person with two posts on the route decides once, and the page says so', async () => {
    const hal = await personWith(world, 'Hal Head')
    await fillRole(world, 'legal-services', 'Head of Law', [{ person: hal }])
    await fillRole(world, 'monitoring-officer', 'Monitoring Officer', [{ person: hal }])
    await fillRole(world, 'section-151', 'Director of Finance', [{ person: hal }])
    await fillCommittee(world, 'cabinet', 'Cabinet', [await personWith(world, 'Cass Clerk')])
    const person = await personWith(world, 'Pat Proposer')
    const { page } = await whole(person, {
      'significance.money-a-year': 120_000,
      'significance.money-total': 120_000,
    })
    const check = await person.see(`${page}/check`)
    assert.match(check.text, /Section 151 officer: £120,000 a year is over £50,000/)
    assert.match(check.text, /Cabinet, recorded by Cass Clerk/)
    assert.match(
      check.text,
      /Hal Head holds Head of Law, Monitoring Officer and Director of Finance, and decides once for them/,
    )
  })

  test('REV-4: A waiver stands with its reason among what the deciders see', async () => {
    await head()
    const person = await personWith(world, 'Pat Proposer')
    const { page, entryId } = await whole(person, { 'case.equality': 'not-planned' })
    assert.match(
      (await person.see(`${page}/check`)).text,
      /The equality assessment is not planned\. The protocol advises/,
    )
    await changeAs(world, act =>
      act.on('involvement', entryId, 'x').insert('waiver', {
        involvement_id: entryId,
        requirement: 'equality',
        reason: 'It concerns drains alone',
        account_id: null,
        waived_by: 'Kim Keeper',
        capacity: 'Register keeper',
        waived_at: world.clock.now,
        withdrawn_at: null,
      }),
    )
    assert.match(
      (await person.see(`${page}/check`)).text,
      /Waived: The effect on equality .* It concerns drains alone/,
    )
  })
})
