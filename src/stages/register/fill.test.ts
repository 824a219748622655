import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { beginForm, fillForm } from '#test/registration.ts'
import { today, useWorld } from '#test/world.ts'

const start = '/wendleshire/staff/registrations/new'
const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

describe('filling in the registration form', () => {
  const world = useWorld()

  test('REG-2: The form begins with the name, and says what it is called and how it goes on', async () => {
    const person = await world.signIn('contributor')
    const page = await person.see(start)
    assert.match(page.text, /Every partnership we take part in is registered/)
    assert.match(page.text, /you can add an entry straight to the register/)
    const bad = await person.fill(start, {})
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Enter what the partnership is called/)
    const form = await beginForm(person)
    assert.equal(form, '/wendleshire/staff/partnerships/WCC-0001/form')
    const tasks = await person.see(form)
    assert.match(tasks.text, /0 of 13 pages are done/)
    assert.match(tasks.text, /Name and kind In progress What it is for Not started/)
    assert.match(tasks.text, /Check the answers, then sign Cannot start yet/)
  })

  test('REG-2: Where the authority has no directorates yet, the form can be signed without one', async () => {
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    await fillForm(person, form, '')
    assert.doesNotMatch((await person.see(`${form}/role`)).text, /directorate/)
    assert.match((await person.see(form)).text, /All 13 pages are done/)
    const signed = await person.fill(`${form}/check`, { signed_name: 'Ann Lee' })
    assert.equal(signed.status, 303, signed.text.slice(0, 300))
  })

  test('REG-2: While it is named, entries and forms that may be the same are shown', async () => {
    const person = await world.signIn('contributor')
    await addTestEntry(world)
    const like = await person.fill(start, { name: 'The Safer Wendleshire Partnership', started_on: '2019' })
    assert.equal(like.status, 200)
    assert.match(
      like.text,
      /Is it one of these\? WCC-0001 Safer Wendleshire Partnership Partnership, on the register/,
    )
    const hidden = /name="compared" value="([^"]+)"/.exec(like.body)![1]!
    const made = await person.fill(start, {
      name: 'The Safer Wendleshire Partnership',
      started_on: '2019',
      compared: hidden,
    })
    assert.equal(made.location, '/wendleshire/staff/partnerships/WCC-0002/form')
    const again = await person.fill(start, { name: 'The Safer Wendleshire Partnership', started_on: '2019' })
    assert.match(
      again.text,
      /WCC-0002 The Safer Wendleshire Partnership .*a registration form that is not logged yet/,
    )
    const quick = await (await world.signIn('keeper')).fill('/wendleshire/staff/partnerships/new', {
      name: 'The Safer Wendleshire Partnership',
      kind: 'partnership',
      stage: 'in-place',
      started_on: '2019',
    })
    assert.match(quick.text, /a registration form that is not logged yet/)
  })

  test('REG-2: The same first question sent twice begins one form', async () => {
    const person = await world.signIn('contributor')
    const form_id = newId()
    const first = await person.post(start, { name: 'Wild Rivers', started_on: '2019', form_id })
    const second = await person.post(start, {
      name: 'Wild Rivers',
      started_on: '2019',
      compared: 'wild rivers',
      form_id,
    })
    assert.equal(first.status, 303)
    assert.equal(second.location, first.location)
    assert.equal((await world.county.db.selectFrom('registration').select('id').execute()).length, 1)
  })

  test('REG-2: What the directory knows of the person is not asked', async () => {
    const person = await world.signIn('contributor')
    await addSelf(person.accountId)
    const form = await beginForm(person)
    const page = await person.see(`${form}/you`)
    assert.match(
      page.text,
      /known from the directory: Name Ms Ann Lee Job title Head of Safety Directorate Places Extension or phone number 4711/,
    )
    assert.doesNotMatch(page.body, /<input[^>]+name="person_name"/)
    assert.equal((await person.fill(`${form}/you`, { role_in_partnership: 'Chair' })).status, 303)
    const row = await world.county.db.selectFrom('registration').selectAll().executeTakeFirstOrThrow()
    assert.equal(row.person_title, 'Head of Safety')
    assert.equal(row.role_in_partnership, 'Chair')
    const wrong = await person.see(`${form}/you?all=1`)
    assert.match(wrong.body, /<input[^>]+name="person_title"[^>]+value="Head of Safety"/)
    const all = { person_name: 'Ann Lee', person_title: 'Head of Harm', role_in_partnership: 'Chair' }
    const saved = await person.fill(`${form}/you?all=1`, all)
    assert.equal(saved.status, 303)
    assert.match((await person.see(`${form}/you`)).body, /name="person_title"[^>]+value="Head of Harm"/)
  })

  test('REG-2: Each page says what is missing, and can be saved unfinished and taken up again', async () => {
    const person = await world.signIn('contributor')
    await addTestDirectorate(world, 'Places')
    const form = await beginForm(person)
    const messages: Record<string, RegExp[]> = {
      you: [/Enter your job title/, /Say what your role in the partnership is/],
      purpose: [/Say what the partnership is for/],
      role: [
        /Say whether we are the lead member/,
        /Say whether we have a representative/,
        /Choose the directorate/,
      ],
      councillors: [/Enter how many councillors represent us\. Write 0 if there are none/],
      officers: [/Enter how many officers represent us\. Write 0 if there are none/],
      partners: [/Name the organisation that leads it, or at least one partner/],
      risk: [
        /Say whether the partnership has a risk register/,
        /Say who is responsible for managing its risks/,
      ],
    }
    for (const [page, words] of Object.entries(messages)) {
      const bad = await person.fill(`${form}/${page}`, {})
      assert.equal(bad.status, 422, page)
      for (const each of words) assert.match(bad.text, each)
    }
    const unnamed = await person.fill(`${form}/name`, { name: '', kind: 'partnership' })
    assert.match(unnamed.text, /Enter the name it is known by/)
    const why = await person.fill(`${form}/risk`, { risk_register: 'no', risk_manager: 'Me' })
    assert.match(why.text, /Say why no risk register is held/)
    const role = { lead_member: 'yes' }
    const paused = await person.fill(`${form}/role`, { ...role, later: 'yes' })
    assert.equal(paused.location, '/wendleshire/staff/registrations?done=paused')
    const list = await person.see(paused.location!)
    assert.match(list.text, /What you filled in is saved.*Begun \(1\).*Safer Wendleshire Partnership/)
    assert.match((await person.see(form)).text, /Our role in it In progress/)
    assert.match((await person.see(`${form}/role`)).body, /value="yes" checked/)
    assert.equal((await person.see(`${form}/check`)).location, form)
    assert.equal((await person.see(`${form}/nothing`)).status, 404)
  })

  test('PEO-1, PEO-2: The form also asks who answers for the partnership, and can be signed without', async () => {
    const directorate = await addTestDirectorate(world, 'Places')
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    await fillForm(person, form, directorate)
    assert.match((await person.see(form)).text, /The register also asks Who answers for it Done/)
    assert.match((await person.see(`${form}/check`)).text, /Sponsor None given/)
    const page = `${form}/answers`
    const named = { 'sponsor-0-id': '', 'sponsor-0-person': 'Ann Lee', 'sponsor-0-post': '' }
    const asked = await person.fill(page, named)
    const unknown = /name="(name-person-\w+)"/.exec(asked.body)![1]!
    assert.equal((await person.fill(page, { ...named, [unknown]: 'new' })).status, 303)
    assert.match((await person.see(`${form}/check`)).text, /Sponsor Ann Lee/)
    const holder = await world.county.db
      .selectFrom('appointment')
      .innerJoin('person', 'person.id', 'appointment.person_id')
      .select('person.name')
      .where('role', '=', 'sponsor')
      .executeTakeFirstOrThrow()
    assert.equal(holder.name, 'Ann Lee')
  })

  test('REG-2: A form filled in, page by page, can be checked: every answer stands there in words', async () => {
    const directorate = await addTestDirectorate(world, 'Places')
    await addPlan()
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    await fillForm(person, form, directorate)
    const { id } = await world.county.db.selectFrom('priority').select('id').executeTakeFirstOrThrow()
    const plan = await person.see(`${form}/plan`)
    assert.match(plan.text, /Which parts of Our Plan 2026\/27 does it serve\?.* Safe streets/)
    await person.fill(`${form}/plan?from=check`, { priorities: [id] })
    const tasks = await person.see(form)
    assert.match(tasks.text, /All 13 pages are done\. Check the answers, then sign/)
    const check = await person.see(`${form}/check`)
    for (const words of [
      /Role in the partnership Manager/,
      /Are we the lead member\? Yes/,
      /Which councillors\? Vacant/,
      /How many officers represent us\? 0/,
      /Which parts of Our Plan 2026\/27 does it serve\? Safe streets/,
      /Who else takes part\? Wendleshire Police, Member/,
      /How much, and in what form\? 2026\/27, £5,605, Grant, budgeted/,
      /Whose time, and how much of it\? None given/,
      /If it has none, why not\? It is new/,
    ])
      assert.match(check.text, words)
    assert.match((await person.see(`${form}/purpose?from=check`)).body, /class="govuk-back-link">/)
    const back = await person.fill(`${form}/purpose?from=check`, { purpose: 'To keep everyone safe' })
    assert.equal(back.location, `${form}/check`)
  })

  test('REG-2: Of two people on one page, the second chooses between the answers', async () => {
    const one = await world.signIn('contributor')
    const two = await world.signIn('keeper')
    const form = await beginForm(one)
    await one.fill(`${form}/purpose`, { purpose: 'First' })
    const base = JSON.stringify({ purpose: '' })
    const late = await two.fill(`${form}/purpose`, { purpose: 'Second', base })
    assert.equal(late.status, 409)
    assert.match(
      late.text,
      /Someone else changed this too .*Theirs, saved by Contributor of the Tests.* First Yours Second/,
    )
  })

  test('REG-2: A form is dropped by whoever began it or a keeper, with its history kept', async () => {
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    const other = await world.signIn('contributor')
    assert.equal((await other.fill(`${form}/drop`, {})).status, 403)
    const dropped = await person.fill(`${form}/drop`, { why: 'It came to nothing' })
    assert.equal(dropped.location, '/wendleshire/staff/registrations?done=dropped')
    const list = await person.see(dropped.location!)
    assert.match(list.text, /The form is dropped/)
    assert.doesNotMatch(list.text, /Safer Wendleshire/)
    const page = await person.see(form)
    assert.match(page.text, /This form was dropped on 23 November 2026\. It never went on the register/)
    const history = await person.see(form.replace(/form$/, 'history'))
    assert.match(history.text, /dropped the registration form/)
    assert.match(history.text, /began the registration form/)
    assert.equal((await person.see(`${form}/purpose`)).location, form)
    assert.equal((await person.post(`${form}/purpose`, { purpose: 'More' })).status, 409)
  })

  test('REG-2: Whoever registers for one directorate registers for that one', async () => {
    const [places, people] = [
      await addTestDirectorate(world, 'Places'),
      await addTestDirectorate(world, 'People'),
    ]
    const person = await world.signIn('sponsor', 'county', { directorateId: places })
    const form = await beginForm(person)
    const row = await world.county.db
      .selectFrom('involvement')
      .select('directorate_id')
      .executeTakeFirstOrThrow()
    assert.equal(row.directorate_id, places)
    const away = await person.fill(`${form}/role`, {
      lead_member: 'no',
      representative: 'no',
      directorate: people,
    })
    assert.equal(away.status, 422)
    assert.match(away.text, /You may not give it to another directorate/)
    const { id: entry } = await addTestEntry(world, { name: 'Another' })
    const narrow = await world.signIn('sponsor', 'county', { involvementId: entry })
    assert.equal((await narrow.see(start)).status, 403)
    for (const role of ['reader', 'auditor', 'adviser'] as const)
      assert.equal((await (await world.signIn(role)).see(start)).status, 403)
  })

  async function addSelf(accountId: string) {
    const { id: authority, db } = world.county
    const directorate = await addTestDirectorate(world, 'Places')
    await change(db, { authority, by, at: today, action: 'person.add' }, async act => {
      const [person, post] = [newId(), newId()]
      const writer = act.on('person', person, 'Ann Lee')
      await writer.insert('person', {
        id: person,
        name: 'Ann Lee',
        honorific: 'Ms',
        phone: '4711',
        organisation_id: null,
        account_id: accountId,
        left_on: null,
        merged_into: null,
      })
      await writer.insert('post', {
        id: post,
        title: 'Head of Safety',
        directorate_id: directorate,
        closed_on: null,
      })
      await writer.insert('post_holding', {
        post_id: post,
        person_id: person,
        starts_on: '2024-01-01',
        ends_on: null,
      })
    })
  }

  async function addPlan() {
    const { id: authority, db } = world.county
    const id = newId()
    await change(db, { authority, by, at: today, action: 'plan.add' }, async act => {
      const writer = act.on('plan', id, 'Our Plan')
      await writer.insert('plan', { id, name: 'Our Plan 2026/27', starts_on: '2026-04-01', ends_on: null })
      await writer.insert('priority', { plan_id: id, title: 'Safe streets' })
    })
  }
})
