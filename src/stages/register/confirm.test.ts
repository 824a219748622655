import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

describe('confirming and correcting an entry', () => {
  const world = useWorld()
  const rows = () => world.county.db.selectFrom('registration').selectAll().execute()
  const signings = () => world.county.db.selectFrom('registration_signing').selectAll().execute()

  test('REG-4: ‘Nothing has changed’ is one click, and is kept with what was confirmed', async () => {
    const entry = await addTestEntry(world, { purpose: 'To keep people safe' })
    const sponsor = await world.signIn('sponsor')
    const page = await sponsor.see(`${entry.path}/form`)
    assert.match(page.text, /Confirm or correct this entry Nobody has confirmed yet/)
    assert.match(page.text, /What is it for\? To keep people safe/)
    const done = await sponsor.fill(`${entry.path}/form`, {}, `${entry.path}/confirm`)
    assert.equal(done.location, `${entry.path}?done=confirmed`)
    const [registration] = await rows()
    assert.equal(registration!.purpose, 'confirmation')
    assert.equal(registration!.state, 'logged')
    const [signing] = await signings()
    assert.equal(signing!.signed_name, 'Sponsor of the Tests')
    assert.equal(signing!.outcome, 'logged')
    assert.match(JSON.stringify(signing!.content), /To keep people safe/)
    assert.match(
      (await sponsor.see(`${entry.path}/form`)).text,
      /Last signed by Sponsor of the Tests on 23 November 2026/,
    )
    await sponsor.fill(`${entry.path}/form`, {}, `${entry.path}/confirm`)
    assert.equal((await signings()).length, 1, 'the same confirmed twice a day is confirmed once')
    world.clock.now = new Date('2027-11-23T10:00:00Z')
    const later = await world.signIn('sponsor')
    await later.fill(entry.path, {}, `${entry.path}/confirm`)
    assert.equal((await signings()).length, 2)
    assert.match((await later.see(entry.path)).text, /Last confirmed as right on 23 November 2027/)
  })

  test('REG-4: A correction is saved to the entry page by page, then signed', async () => {
    const directorate = await addTestDirectorate(world, 'Places')
    const entry = await addTestEntry(world, { purpose: 'To keep people safe', directorate })
    const sponsor = await world.signIn('sponsor', 'county', { involvementId: entry.id })
    const begun = await sponsor.fill(`${entry.path}/form`, {}, `${entry.path}/form/start`)
    assert.equal(begun.location, `${entry.path}/form`)
    const tasks = await sponsor.see(begun.location!)
    assert.match(tasks.text, /Each page you save changes the entry at once/)
    assert.match(tasks.text, /What it is for Done/)
    await sponsor.fill(`${entry.path}/form/purpose`, { purpose: 'To keep everyone safe' })
    assert.match((await sponsor.see(entry.path)).text, /To keep everyone safe/)
    const check = await sponsor.see(`${entry.path}/form/check`)
    assert.match(check.text, /Some answers are missing: about you/)
    const signed = await sponsor.fill(`${entry.path}/form/check`, { signed_name: 'Bo Day' })
    assert.equal(signed.location, `${entry.path}?done=confirmed`)
    const history = (await sponsor.see(`${entry.path}/history`)).text
    assert.match(history, /confirmed the entry as right/)
    assert.match(history, /Purpose: was To keep people safe, now To keep everyone safe/)
    assert.equal((await signings())[0]!.signed_name, 'Bo Day')
    const mail = await world.database.maintenance().selectFrom('mail').select('id').execute()
    assert.deepEqual(mail, [], 'nobody waits for a confirmation')
  })

  test('REG-4: Whoever comes second goes on with the form that is open, and it can be stopped', async () => {
    const entry = await addTestEntry(world)
    const [one, two] = [await world.signIn('keeper'), await world.signIn('keeper')]
    await one.fill(`${entry.path}/form`, {}, `${entry.path}/form/start`)
    await two.post(`${entry.path}/form/start`, {})
    assert.equal((await rows()).length, 1)
    assert.match(
      (await one.see('/wendleshire/staff/registrations')).text,
      /Begun \(1\) .*Confirming an entry/,
    )
    const stopped = await one.fill(`${entry.path}/form/drop`, {})
    assert.equal(stopped.location, `${entry.path}?done=dropped`)
    assert.match((await two.see(`${entry.path}/form`)).text, /Confirm or correct this entry/)
    assert.equal((await two.see(entry.path)).status, 200)
  })

  test('REG-4: Only whoever may confirm the entry does, and not one that is removed', async () => {
    const places = await addTestDirectorate(world, 'Places')
    const entry = await addTestEntry(world)
    for (const role of ['reader', 'auditor'] as const) {
      const person = await world.signIn(role)
      for (const address of ['form', 'form/purpose', 'form/check'])
        assert.equal((await person.see(`${entry.path}/${address}`)).status, 403)
      for (const address of ['confirm', 'form/start', 'form/check'])
        assert.equal((await person.post(`${entry.path}/${address}`, {})).status, 403)
    }
    const elsewhere = await world.signIn('sponsor', 'county', { directorateId: places })
    assert.equal((await elsewhere.see(`${entry.path}/form`)).status, 404)
    assert.equal((await elsewhere.post(`${entry.path}/confirm`, {})).status, 404)
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${entry.path}/remove`, { why: 'Entered twice' })
    assert.equal((await keeper.post(`${entry.path}/confirm`, {})).status, 409)
    assert.equal((await keeper.see(`${entry.path}/form`)).location, entry.path)
  })
})
