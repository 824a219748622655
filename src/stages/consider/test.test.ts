import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { changeAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const staff = '/wendleshire/staff'
const start = `${staff}/assessments/test?name=Wendle+Valley+Rangers`
const partnership =
  'single-body=no&independent-bodies=yes&talk-only=no&service-for-us=no&shared-agreeing=yes&shared-delivery=yes&wellbeing=yes'

describe('Is it a partnership?', () => {
  const world = useWorld()

  test('DEF-1: the test asks one question a page, by address alone, and says at once what it finds', async () => {
    const keeper = await world.signIn('keeper')
    const first = await keeper.see(start)
    assert.match(first.text, /Wendle Valley Rangers: question 1/)
    assert.match(first.text, /Is it one organisation of its own/)
    const answered = await keeper.see(`${start}&asked=single-body&single-body=no`)
    assert.equal(answered.status, 303)
    assert.equal(answered.location, `${start}&single-body=no`)
    const second = await keeper.see(answered.location!)
    assert.match(second.text, /question 2 .*independent of us/)
    assert.match(second.body, /href="[^"]*change=single-body" class="govuk-back-link"/)
    const outside = await keeper.see(`${start}&single-body=yes`)
    assert.match(outside.text, /This is a single external body/)
  })

  test('DEF-2: what a partnership usually has is asked once it is one, may be skipped, and is advice where it is missing', async () => {
    const keeper = await world.signIn('keeper')
    const asked = await keeper.see(`${start}&${partnership}`)
    assert.match(asked.text, /What partnerships usually have/)
    assert.match(asked.text, /Skip these/)
    const skipped = await keeper.see(`${start}&${partnership}&features=skipped`)
    assert.match(skipped.text, /This is a partnership/)
    assert.doesNotMatch(skipped.text, /What it does not have yet/)
    const missing = await keeper.see(`${start}&${partnership}&features=seen&features.lead-agency=no`)
    assert.match(missing.text, /What it does not have yet .*Agree which organisation leads/)
    assert.match(missing.text, /This is a partnership/)
  })

  test('DEF-3: what is not a partnership ends the test early, with what it is, why and where it goes next', async () => {
    const keeper = await world.signIn('keeper')
    const found = {
      'single-body=yes': /This is a single external body .*List it as an outside body/,
      'single-body=no&independent-bodies=yes&talk-only=yes': /This is a network or forum/,
      'single-body=no&independent-bodies=yes&talk-only=no&service-for-us=yes&shared-agreeing=no&shared-delivery=no':
        /This is a contract for services .*Follow procurement/,
      'single-body=no&independent-bodies=yes&talk-only=no&service-for-us=yes&shared-agreeing=yes':
        /This is a contract with partnership elements/,
      'single-body=no&independent-bodies=no&talk-only=no&service-for-us=no&shared-agreeing=yes&shared-delivery=yes&wellbeing=yes':
        /Take advice on this one/,
    }
    for (const [answers, words] of Object.entries(found))
      assert.match((await keeper.see(`${start}&${answers}`)).text, words, answers)
  })

  test('DEF-1: an answer can be changed without giving the others again, and one that no longer counts goes', async () => {
    const keeper = await world.signIn('keeper')
    const change = await keeper.see(`${start}&${partnership}&features=skipped&change=service-for-us`)
    assert.match(change.text, /deliver a service on our behalf/)
    assert.match(change.body, /name="wellbeing" value="yes"/)
    const others = partnership.replace('service-for-us=no&', '')
    const changed = await keeper.see(
      `${start}&${others}&features=skipped&asked=service-for-us&service-for-us=yes`,
    )
    assert.doesNotMatch(changed.location!, /wellbeing|features/)
    assert.match((await keeper.see(changed.location!)).text, /This is a contract with partnership elements/)
  })

  test('DEF-1: an address that says what cannot be said is asked again, in words', async () => {
    const keeper = await world.signIn('keeper')
    const none = await keeper.see(`${start}&asked=single-body`)
    assert.equal(none.status, 422)
    assert.match(none.text, /There is a problem Choose an answer/)
    const junk = await keeper.see(
      `${start}&single-body=perhaps&shared-agreeing=%00&nobody=asked&change=x&asked=y`,
    )
    assert.equal(junk.location, start)
    assert.equal((await keeper.see(`${staff}/assessments/test`)).location, `${staff}/assessments/new`)
    assert.equal((await keeper.see(`${staff}/assessments/test?name=x&name=y`)).status, 303)
  })

  test('DEF-4: likely entries and earlier assessments are shown before anyone is asked', async () => {
    await addTestEntry(world, { name: 'Wendle Valley Ranger Service' })
    const keeper = await world.signIn('keeper')
    const free = await keeper.see(`${staff}/assessments/new?name=Library+friends`)
    assert.equal(free.location, `${staff}/assessments/test?name=Library+friends`)
    await keeper.fill(`${start}&single-body=yes`, {})
    const alike = await keeper.see(`${staff}/assessments/new?name=Wendle+Valley+Rangers`)
    assert.match(alike.text, /Is it one of these\?/)
    assert.match(alike.text, /WCC-0001 Wendle Valley Ranger Service/)
    assert.match(
      alike.text,
      /WCC-0002 Wendle Valley Rangers Outside body, assessed already, not a partnership/,
    )
    assert.match(alike.text, /None of these: start the test/)
    assert.match((await keeper.see(`${staff}/assessments/new?name=`)).text, /Enter what it is called/)
  })

  test('DEF-4: a partnership that is kept becomes a draft proposal and leads to the questions of significance', async () => {
    const contributor = await world.signIn('contributor')
    const kept = await contributor.fill(`${start}&${partnership}&features=skipped`, {})
    assert.equal(kept.location, `${staff}/partnerships/WCC-0001/questions/significance`)
    const { db } = world.county
    const entry = await db.selectFrom('involvement').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual([entry.stage, entry.registration], ['considered', 'none'])
    assert.equal((await db.selectFrom('register_entry').select('reference').execute()).length, 0)
    const proposal = await db.selectFrom('proposal').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual([proposal.purpose, proposal.state], ['enter', 'draft'])
    assert.equal(proposal.account_id, contributor.accountId)
    const assessment = await db.selectFrom('assessment').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual(
      [assessment.about, assessment.result, assessment.cause],
      ['kind', 'partnership', 'first'],
    )
    assert.deepEqual(assessment.answers['definition.wellbeing'], { value: 'yes' })
    assert.equal((await db.selectFrom('protocol').select('id').execute()).length, 1)
  })

  test('DEF-4: the same result sent twice is kept once', async () => {
    const keeper = await world.signIn('keeper')
    const form_id = '11111111-1111-4111-8111-111111111111'
    const fields = { form_id, name: 'A charity', 'single-body': 'yes' }
    const first = await keeper.post(`${staff}/assessments/test`, fields)
    const second = await keeper.post(`${staff}/assessments/test`, fields)
    assert.equal(second.location, first.location)
    assert.equal((await world.county.db.selectFrom('assessment').select('id').execute()).length, 1)
  })

  test('DEF-4: a test that has not reached an outcome is not kept', async () => {
    const keeper = await world.signIn('keeper')
    const answer = await keeper.post(`${staff}/assessments/test`, { name: 'A charity', 'single-body': 'no' })
    assert.match(answer.text, /question 2/)
    assert.equal((await world.county.db.selectFrom('assessment').select('id').execute()).length, 0)
  })

  test('DEF-4: what is not a partnership is kept with its answers, listed apart, and can go on the register under its own kind', async () => {
    const keeper = await world.signIn('keeper')
    const kept = await keeper.fill(`${start}&single-body=yes`, {})
    assert.equal(kept.location, `${staff}/partnerships/WCC-0001/assessment?done=kept`)
    const page = await keeper.see(kept.location!)
    assert.match(page.text, /This is a single external body Found by Keeper of the Tests on 23 November 2026/)
    assert.match(page.text, /It is one organisation, to which we appoint/)
    assert.match(page.text, /The answers Is it one organisation.*Yes/)
    const list = await keeper.see(`${staff}/assessments?outcome=not`)
    assert.match(list.text, /1 assessment/)
    assert.match(list.text, /Wendle Valley Rangers WCC-0001, not on the register/)
    assert.match((await keeper.see(`${staff}/assessments?outcome=partnership`)).text, /No assessment fits/)
    const listed = await keeper.post(`${staff}/partnerships/WCC-0001/assessment/list`, {})
    assert.equal(listed.location, `${staff}/partnerships/WCC-0001?done=added`)
    const record = await keeper.see(`${staff}/partnerships/WCC-0001`)
    assert.match(record.text, /Outside body In place/)
    assert.match(
      (await keeper.see(`${staff}/partnerships/WCC-0001/assessment`)).text,
      /This is a single external body/,
    )
    assert.equal((await keeper.post(`${staff}/partnerships/WCC-0001/assessment/list`, {})).status, 409)
    const history = await keeper.see(`${staff}/partnerships/WCC-0001/history`)
    assert.match(history.text, /assessed what it is: outside body/)
    assert.match(history.text, /listed on the register what is not a partnership/)
  })

  test('DEF-4: a test taken again starts from the old answers, keeps both results, and may lead on to a proposal', async () => {
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${start}&single-body=no&independent-bodies=yes&talk-only=yes`, {})
    world.clock.now = new Date('2026-11-23T10:01:00Z')
    const page = await keeper.see(`${staff}/partnerships/WCC-0001/assessment`)
    const again = /href="([^"]*of=WCC-0001[^"]*)"/.exec(page.body)![1]!.replaceAll('&amp;', '&')
    assert.match((await keeper.see(again)).text, /WCC-0001 Wendle Valley Rangers This is a network or forum/)
    const kept = await keeper.fill(
      `${staff}/assessments/test?of=WCC-0001&${partnership}&features=skipped`,
      {},
    )
    assert.equal(kept.location, `${staff}/partnerships/WCC-0001/questions/significance`)
    const after = await keeper.see(`${staff}/partnerships/WCC-0001/assessment`)
    assert.match(
      after.text,
      /This is a partnership .*Earlier results 23 November 2026: This is a network or forum/,
    )
    const entry = await world.county.db
      .selectFrom('involvement as i')
      .innerJoin('partnership as p', 'p.id', 'i.partnership_id')
      .select(['i.stage', 'p.kind'])
      .executeTakeFirstOrThrow()
    assert.deepEqual(entry, { stage: 'considered', kind: 'partnership' })
  })

  test('DEF-4: a draft whose test now finds a contract is dropped; one with deciders is left alone', async () => {
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${start}&${partnership}&features=skipped`, {})
    await keeper.fill(`${staff}/assessments/test?of=WCC-0001&single-body=yes`, {})
    const { db } = world.county
    assert.equal((await db.selectFrom('proposal').select('state').executeTakeFirstOrThrow()).state, 'dropped')
    assert.equal(
      (await db.selectFrom('involvement').select('stage').executeTakeFirstOrThrow()).stage,
      'not-a-partnership',
    )
    await keeper.fill(`${staff}/assessments/test?of=WCC-0001&${partnership}&features=skipped`, {})
    await world.database
      .maintenance()
      .updateTable('proposal')
      .set({ state: 'submitted' })
      .where('state', '=', 'draft')
      .execute()
    const refused = await keeper.fill(`${staff}/assessments/test?of=WCC-0001&single-body=yes`, {})
    assert.equal(refused.status, 409)
    assert.match(refused.text, /with those who decide/)
  })

  test('DEF-4: what runs already keeps running under the kind that is found', async () => {
    const { reference } = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    assert.match(
      (await keeper.see(`${staff}/partnerships/${reference}/assessment`)).text,
      /Nobody has taken the test/,
    )
    await keeper.fill(`${staff}/assessments/test?of=${reference}&single-body=yes`, {})
    const entry = await world.county.db
      .selectFrom('register_entry')
      .select(['kind', 'stage'])
      .executeTakeFirstOrThrow()
    assert.deepEqual(entry, { kind: 'outside-body', stage: 'in-place' })
  })

  test('APP-2: what was listed as a contract does not become a partnership in place without an approval', async () => {
    const keeper = await world.signIn('keeper')
    const { id, reference } = await addTestEntry(world, { kind: 'contract', started_on: null })
    const again = `${staff}/assessments/test?of=${reference}&${partnership}&features=skipped`
    const unknown = await keeper.fill(again, {})
    assert.equal(unknown.status, 409)
    assert.match(unknown.text, /Enter when it started, on its page, before it becomes a partnership/)
    const { partnership_id } = await world.county.db
      .selectFrom('involvement')
      .select('partnership_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await changeAs(world, act =>
      act.on('involvement', id, 'x').update('partnership', partnership_id, { started_on: '2027-06' }),
    )
    await keeper.fill(again, {})
    const { stage } = await world.county.db
      .selectFrom('involvement')
      .select('stage')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(stage, 'considered')
    const proposals = await world.county.db.selectFrom('proposal').select(['purpose', 'state']).execute()
    assert.deepEqual(proposals, [{ purpose: 'enter', state: 'draft' }])
  })

  test('Whoever answers for one directorate assesses for that one alone, and others do not learn of it', async () => {
    const housing = await addTestDirectorate(world, 'Housing')
    const roads = await addTestDirectorate(world, 'Roads')
    const contributor = await world.signIn('contributor', 'county', { directorateId: housing })
    const other = await world.signIn('contributor', 'county', { directorateId: roads })
    const reader = await world.signIn('reader')
    assert.equal((await contributor.see(start)).location, `${staff}/assessments/new`)
    assert.equal((await contributor.see(`${start}&directorate=${roads}`)).status, 303)
    await contributor.fill(`${start}&directorate=${housing}&single-body=yes`, {})
    const record = `${staff}/partnerships/WCC-0001/assessment`
    assert.match((await contributor.see(record)).text, /single external body/)
    for (const person of [other, reader]) {
      assert.equal((await person.see(record)).status, 404)
      assert.match((await person.see(`${staff}/assessments`)).text, /Nothing is assessed yet/)
      assert.equal(
        (await person.see(`${staff}/assessments/test?of=WCC-0001`)).status,
        person === reader ? 403 : 404,
      )
    }
  })
})
