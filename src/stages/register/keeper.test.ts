import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#src/domain/id.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { answersFor, beginForm, fillForm, signedForm } from '#test/registration.ts'
import { useWorld } from '#test/world.ts'

const list = '/wendleshire/staff/registrations'
const register = '/wendleshire/staff/partnerships'

describe('a signed registration form', () => {
  const world = useWorld()
  const mails = () =>
    world.database
      .maintenance()
      .selectFrom('mail')
      .select(['recipient', 'subject', 'body'])
      .orderBy('id')
      .execute()
  const signings = () =>
    world.county.db.selectFrom('registration_signing').selectAll().orderBy('number').execute()

  test('REG-2: Signing shows the declaration, keeps name, account and time, and freezes the answers', async () => {
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    await fillForm(person, form, await addTestDirectorate(world, 'Places'))
    const check = await person.see(`${form}/check`)
    assert.match(check.text, /To the best of my knowledge these answers are complete and right/)
    const bad = await person.fill(`${form}/check`, {})
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Enter your name to sign the form/)
    const signed = await person.fill(`${form}/check`, { signed_name: 'Ann Lee' })
    assert.equal(signed.location, `${form}?done=signed`)
    const page = await person.see(signed.location!)
    assert.match(page.text, /The form is signed and sent to the register’s keeper/)
    assert.match(
      page.text,
      /With the keeper Signed by Ann Lee , from the account of Contributor of the Tests, on 23 November 2026 at/,
    )
    const [row] = await signings()
    assert.equal(row!.account_id, person.accountId)
    assert.equal(row!.content.signedName, 'Ann Lee')
    assert.equal(row!.content.reference, 'WCC-0001')
    assert.match(row!.content_hash, /^[0-9a-f]{64}$/)
    await assert.rejects(
      sql`update registration_signing set content = '{}' where id = ${row!.id}`.execute(world.county.db),
      /What was signed cannot be changed/,
    )
  })

  test('REG-3: The keeper gets an e-mail, finds the form waiting, logs it, and the entry is on the register', async () => {
    const keeper = await world.signIn('keeper')
    const person = await world.signIn('contributor')
    const form = await signedForm(person, await addTestDirectorate(world, 'Places'))
    assert.deepEqual(
      (await mails()).map(mail => [mail.recipient, mail.subject]),
      [[keeper.email, 'A registration form waits for you: Safer Wendleshire Partnership']],
    )
    assert.match(
      (await mails())[0]!.body,
      /Ann Lee has signed .*\(WCC-0001\)[\s\S]+http\S+\/wendleshire\/staff\/partnerships\/WCC-0001\/form\/decision/,
    )
    assert.match((await keeper.see('/wendleshire/staff')).text, /1 registration form waits to be logged/)
    assert.match(
      (await keeper.see(list)).text,
      /Waiting to be logged \(1\) .*Safer Wendleshire Partnership WCC-0001 Places 23 November 2026, Ann Lee/,
    )
    assert.match((await keeper.see(register)).text, /Nothing is on the register yet/)
    const logged = await keeper.fill(`${form}/decision`, {})
    assert.equal(logged.location, `${register}/WCC-0001?done=logged`)
    const entry = await keeper.see(logged.location!)
    assert.match(entry.text, /The form is logged: the entry is on the register/)
    assert.match(entry.text, /Last confirmed as right on 23 November 2026/)
    assert.match((await keeper.see(register)).text, /Safer Wendleshire Partnership/)
    const told = (await mails()).find(each => each.recipient === person.email)!
    assert.equal(told.subject, 'Safer Wendleshire Partnership is on the register')
    const history = (await keeper.see(`${register}/WCC-0001/history`)).text
    assert.match(history, /Keeper of the Tests \(register keeper\) logged the registration form/)
    assert.match(
      history,
      /Contributor of the Tests \(contributor\) signed the registration form and sent it to the keeper/,
    )
    assert.match((await person.see(list)).text, /No form is with the keeper/)
  })

  test('REG-3: It is returned with comments page by page, changed, and the keeper sees what changed first', async () => {
    const keeper = await world.signIn('keeper')
    const person = await world.signIn('contributor')
    const form = await signedForm(person, await addTestDirectorate(world, 'Places'))
    const bad = await keeper.fill(`${form}/return`, {})
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Say what should be changed/)
    const asked = { note: 'Two things', 'about-money': 'For which years?', 'about-risk': '' }
    assert.equal((await keeper.fill(`${form}/return`, asked)).location, `${list}?done=returned`)
    assert.match((await keeper.see(list)).text, /Returned with comments \(1\) .*23 November 2026, to Ann Lee/)
    const mail = (await mails()).find(each => each.recipient === person.email)!
    assert.match(mail.subject, /Please look again at the registration form/)

    assert.match((await person.see('/wendleshire/staff')).text, /1 registration form was returned to you/)
    const tasks = await person.see(form)
    assert.match(tasks.text, /Keeper of the Tests returned this form .*Two things/)
    assert.match(tasks.text, /Money Keeper: For which years\? In progress/)
    assert.match(tasks.text, /Cannot start yet/)
    assert.match((await person.see(`${form}/money`)).text, /Keeper of the Tests asks: For which years\?/)
    await person.fill(`${form}/money`, { ...answersFor('').money, 'money-0-year': '2027/28' })
    assert.equal((await person.fill(`${form}/check`, { signed_name: 'Ann Lee' })).status, 303)
    assert.ok((await mails()).some(each => / has signed the registration form .* again/.test(each.body)))

    const page = await keeper.see(`${form}/decision`)
    const changes = /What changed since it was returned(.*?)All the answers/.exec(page.text)![1]!
    assert.match(
      changes,
      /How much, and in what form\? Asked: For which years\? 2026\/27, £5,605, Grant, budgeted 2027\/28, £5,605/,
    )
    assert.doesNotMatch(changes, /To keep people safe/)
    assert.match(page.text, /All the answers .*To keep people safe/)
    assert.match(
      (await keeper.see(`${form.replace(/form$/, 'history')}`)).text,
      /returned the registration form with comments .*Asked: Two things Asked: For which years\?/,
    )
  })

  test('REG-3: Of two keepers at once the second is told what happened, and a form signed anew is read anew', async () => {
    const [one, two] = [await world.signIn('keeper'), await world.signIn('keeper')]
    const person = await world.signIn('contributor')
    const form = await signedForm(person, await addTestDirectorate(world, 'Places'))
    const { id: signing } = (await signings())[0]!
    await one.fill(`${form}/return`, { note: 'More, please' })
    const late = await two.post(`${form}/decision`, { signing })
    assert.equal(late.status, 409)
    assert.match(late.text, /Keeper of the Tests returned this form on 23 November 2026/)
    await person.fill(`${form}/check`, { signed_name: 'Ann Lee' })
    const stale = await two.post(`${form}/decision`, { signing })
    assert.equal(stale.status, 409)
    assert.match(stale.text, /The form was signed again meanwhile/)
    await one.fill(`${form}/decision`, {})
    const registration = (
      await world.county.db.selectFrom('registration').select('id').executeTakeFirstOrThrow()
    ).id
    const last = await two.post(`${form}/return`, { signing, registration, note: 'Wait' })
    assert.equal(last.status, 409)
    assert.match(last.text, /Keeper of the Tests logged this form/)
    assert.equal((await two.see(`${form}/decision`)).location, form)
    assert.equal((await signings()).filter(each => each.outcome === 'logged').length, 1)
  })

  test('REG-2: Of two who sign at once one signs; nobody signs answers they did not read', async () => {
    const [one, two] = [await world.signIn('contributor'), await world.signIn('contributor')]
    const form = await beginForm(one)
    await fillForm(one, form, await addTestDirectorate(world, 'Places'))
    const seen = /name="seen" value="(\w+)"/.exec((await one.see(`${form}/check`)).body)![1]!
    await two.fill(`${form}/purpose`, { purpose: 'Something else altogether' })
    const unread = await one.post(`${form}/check`, { seen, state: 'draft', signed_name: 'Ann Lee' })
    assert.equal(unread.status, 409)
    assert.match(unread.text, /Someone changed an answer while you read/)
    assert.equal((await two.fill(`${form}/check`, { signed_name: 'Bo Day' })).status, 303)
    const late = await one.post(`${form}/check`, { seen, state: 'draft', signed_name: 'Ann Lee' })
    assert.equal(late.status, 409)
    assert.match(late.text, /Bo Day signed this form on 23 November 2026/)
    const typed = await one.post(`${form}/purpose`, { purpose: 'Too late' })
    assert.equal(typed.status, 409)
    assert.match(typed.text, /Bo Day signed this form/)
    assert.equal((await signings()).length, 1)
  })

  test('REG-3: Each act sent twice is done once', async () => {
    const keeper = await world.signIn('keeper')
    const person = await world.signIn('contributor')
    const form = await beginForm(person)
    await fillForm(person, form, await addTestDirectorate(world, 'Places'))
    const seen = /name="seen" value="(\w+)"/.exec((await person.see(`${form}/check`)).body)![1]!
    const signing = { seen, state: 'draft', signed_name: 'Ann Lee', form_id: newId() }
    const first = await person.post(`${form}/check`, signing)
    assert.equal(first.status, 303)
    assert.equal((await person.post(`${form}/check`, signing)).location, first.location)
    const { id, registration_id } = (await signings())[0]!
    const log = { signing: id, registration: registration_id, form_id: newId() }
    const logged = await keeper.post(`${form}/decision`, log)
    assert.equal((await keeper.post(`${form}/decision`, log)).location, logged.location)
    assert.equal((await signings()).length, 1)
    assert.equal((await mails()).length, 2)
  })

  test('REG-3: A keeper may log her own form, and the history says so', async () => {
    const keeper = await world.signIn('keeper')
    const form = await signedForm(keeper, await addTestDirectorate(world, 'Places'))
    assert.deepEqual(await mails(), [])
    assert.match(
      (await keeper.see(`${form}/decision`)).text,
      /You signed this form yourself\. You may log it/,
    )
    await keeper.fill(`${form}/decision`, {})
    const history = (await keeper.see(`${register}/WCC-0001/history`)).text
    assert.match(history, /logged the registration form, having signed it too/)
    assert.deepEqual(await mails(), [])
  })

  test('REG-3: Where there is no keeper the administrators are told; only a keeper or an administrator logs', async () => {
    const places = await addTestDirectorate(world, 'Places')
    const administrator = await world.signIn('administrator')
    await world.signIn('keeper', 'county', { directorateId: await addTestDirectorate(world, 'People') })
    const person = await world.signIn('contributor')
    const form = await signedForm(person, places)
    assert.deepEqual(
      (await mails()).map(mail => mail.recipient),
      [administrator.email],
    )
    for (const address of ['decision', 'return']) {
      assert.equal((await person.see(`${form}/${address}`)).status, 403)
      assert.equal((await person.post(`${form}/${address}`, { note: 'x' })).status, 403)
    }
  })

  test('REG-3: Before logging, the keeper sees what may be the same', async () => {
    const keeper = await world.signIn('keeper')
    await addTestEntry(world, { name: 'Safer Wendleshire Partners' })
    const form = await beginForm(keeper, 'Wild Rivers')
    await fillForm(keeper, form, await addTestDirectorate(world, 'Places'))
    await keeper.fill(`${form}/check`, { signed_name: 'Ann Lee' })
    assert.match(
      (await keeper.see(`${form}/decision`)).text,
      /Is it on the register already\? WCC-0001 Safer Wendleshire Partners/,
    )
  })
})
