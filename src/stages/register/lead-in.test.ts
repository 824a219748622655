import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { addApproved, adoptCommon } from '#test/approved.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { answersFor } from '#test/registration.ts'
import { today, useWorld } from '#test/world.ts'

const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

describe('what is approved goes on to its registration form', () => {
  const world = useWorld()

  // As the proposal's own pages leave it: purpose, part, seats and a partner are said.
  async function approved() {
    const directorate = await addTestDirectorate(world, 'Places')
    const entry = await addApproved(
      world,
      { registration: 'none', purpose: 'To keep people safe', directorate },
      { 'significance.money-a-year': 0, 'exposure.manager': 'Ann Lee' },
      async (act, entryId) => {
        const writer = act.on('involvement', entryId, 'An entry')
        await writer.update('involvement', entryId, {
          lead_member: false,
          councillor_seats: 1,
          officer_seats: 0,
        })
        const id = await act
          .on('organisation', newId(), 'Police')
          .insert('organisation', { name: 'Police', predecessor_id: null, merged_into: null })
        const { partnership_id } = await act.trx
          .selectFrom('involvement')
          .select('partnership_id')
          .where('id', '=', entryId)
          .executeTakeFirstOrThrow()
        await writer.insert('membership', { partnership_id, organisation_id: id, role: 'member' })
      },
    )
    return { ...entry, directorate, form: `${entry.path}/form` }
  }
  const row = () =>
    world.county.db
      .selectFrom('involvement')
      .select(['stage', 'registration', 'removed_at', 'risk_manager', 'representative'])
      .executeTakeFirstOrThrow()

  test('REG-2: It comes filled in, asks only for what is left, and the keeper logs it as approved', async () => {
    const entry = await approved()
    const person = await world.signIn('contributor')
    assert.match((await person.see(entry.form)).text, /It is approved\. Next it goes on the register\./)
    const begun = await person.fill(entry.form, {})
    assert.equal(begun.location, entry.form)
    const { stage, registration, risk_manager, representative } = await row()
    assert.deepEqual(
      { stage, registration, risk_manager, representative },
      { stage: 'approved', registration: 'draft', risk_manager: 'Ann Lee', representative: true },
    )
    const tasks = await person.see(entry.form)
    assert.match(tasks.text, /11 of 13 pages are done/)
    for (const page of ['you', 'risk']) {
      assert.match(tasks.body, new RegExp(`href="${entry.form}/${page}"`))
      const saved = await person.fill(`${entry.form}/${page}`, answersFor(entry.directorate)[page]!)
      assert.equal(saved.status, 303, saved.text)
    }
    const signed = await person.fill(`${entry.form}/check`, { signed_name: 'Ann Lee' })
    assert.equal(signed.status, 303, signed.text)
    const keeper = await world.signIn('keeper')
    const logged = await keeper.fill(`${entry.form}/decision`, {})
    assert.equal(logged.location, `${entry.path}?done=logged`)
    assert.equal((await row()).stage, 'approved')
    assert.match((await keeper.see(entry.path)).text, /Approved/)
    // Nothing is left to lead in: the form is there to confirm or correct.
    assert.match((await keeper.see(entry.form)).text, /Confirm or correct this entry/)
  })

  test('APP-6: Whoever fills in, signs or logs it is told that its approval is out of date, and why', async () => {
    const entry = await approved()
    const { id: authority, db } = world.county
    const person = await world.signIn('contributor')
    const out =
      /The approval is out of date What was approved is no longer what stands here: .*was active partner, is lead/
    await change(db, { authority, by, at: today, action: 'involvement.test' }, act =>
      act.on('involvement', entry.id, 'An entry').update('involvement', entry.id, { level: 'lead' }),
    )
    const start = await person.see(entry.form)
    assert.match(start.text, out)
    assert.doesNotMatch(start.text, /It is approved\./)
    await person.fill(entry.form, {})
    assert.match((await person.see(entry.form)).text, out)
    for (const page of ['you', 'risk'])
      await person.fill(`${entry.form}/${page}`, answersFor(entry.directorate)[page]!)
    assert.match((await person.see(`${entry.form}/check`)).text, out)
    assert.equal((await person.fill(`${entry.form}/check`, { signed_name: 'Ann Lee' })).status, 303)
    const keeper = await world.signIn('keeper')
    assert.match((await keeper.see(`${entry.form}/decision`)).text, out)
  })

  test('REG-2: A dropped form leaves the approval as it was, and can be begun again', async () => {
    const entry = await approved()
    const person = await world.signIn('contributor')
    await person.fill(entry.form, {})
    assert.match((await person.see(`${entry.form}/drop`)).text, /The proposal and its approval stay/)
    const dropped = await person.fill(`${entry.form}/drop`, { why: 'Too early' })
    assert.equal(dropped.location, `${entry.path}/proposal?done=dropped`)
    const { registration, removed_at, stage } = await row()
    assert.deepEqual(
      { registration, removed_at, stage },
      { registration: 'none', removed_at: null, stage: 'approved' },
    )
    assert.equal((await person.fill(entry.form, {})).location, entry.form)
    assert.match((await person.see(entry.form)).text, /11 of 13 pages are done/)
  })

  test('Beginning it twice begins one form, also where two do it at once', async () => {
    const entry = await approved()
    const [one, other] = [await world.signIn('contributor'), await world.signIn('keeper')]
    const form_id = newId()
    const first = await one.post(`${entry.form}/start`, { form_id })
    assert.equal((await one.post(`${entry.form}/start`, { form_id })).location, first.location)
    assert.equal((await other.post(`${entry.form}/start`, {})).status, 303)
    assert.equal((await world.county.db.selectFrom('registration').select('id').execute()).length, 1)
  })

  test('APP-2: A partnership that begins under the protocol is not registered before it is proposed', async () => {
    const person = await world.signIn('contributor')
    await adoptCommon(world, '2026-06-15')
    const late = await person.fill('/wendleshire/staff/registrations/new', {
      name: 'New Canal Alliance',
      started_on: 'July 2026',
    })
    assert.equal(late.status, 422)
    assert.match(late.text, /started after our protocol came into force on 15 June 2026/)
    assert.match(late.body, /href="\/wendleshire\/staff\/assessments\/new\?name=New\+Canal\+Alliance"/)
    assert.match(
      (await person.fill('/wendleshire/staff/registrations/new', { name: 'New Canal Alliance' })).text,
      /Enter when it started/,
    )
    assert.deepEqual(await world.county.db.selectFrom('registration').select('id').execute(), [])
    const begun = await person.fill('/wendleshire/staff/registrations/new', {
      name: 'New Canal Alliance',
      started_on: 'May 2026',
    })
    assert.equal(begun.status, 303)
    const { started_on } = await world.county.db
      .selectFrom('partnership')
      .select('started_on')
      .executeTakeFirstOrThrow()
    assert.equal(started_on, '2026-05')
  })

  test('APP-2: What is not approved has no form, and wrong roles begin none', async () => {
    const keeper = await world.signIn('keeper')
    for (const stage of ['considered', 'proposed', 'declined'] as const) {
      const entry = await addTestEntry(world, { stage, registration: 'none' })
      assert.equal((await keeper.see(`${entry.path}/form`)).location, `${entry.path}/proposal`)
      assert.equal((await keeper.post(`${entry.path}/form/start`, {})).location, `${entry.path}/proposal`)
    }
    const entry = await approved()
    assert.equal((await (await world.signIn('reader')).post(`${entry.form}/start`, {})).status, 403)
    const roads = await addTestDirectorate(world, 'Roads')
    const other = await world.signIn('contributor', 'county', { directorateId: roads })
    assert.equal((await other.post(`${entry.form}/start`, {})).status, 404)
    assert.deepEqual(await world.county.db.selectFrom('registration').select('id').execute(), [])
  })
})
