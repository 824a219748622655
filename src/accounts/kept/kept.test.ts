import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tidyUp } from '#src/housekeeping.ts'
import { today, useWorld } from '#test/world.ts'
import { addAccount } from '../add.ts'

const password = 'kettle harbour ninety'
const by = { kind: 'command' as const, accountId: null, name: 'Command line', capacity: 'Operator' }
const page = '/wendleshire/staff/organisations/new'

describe('a time-out', () => {
  const world = useWorld()

  async function anAccount(email: string) {
    const account = { email, name: 'Ada Quill', password, authority: 'wendleshire', role: 'keeper' as const }
    await addAccount(world.database, { ...account, publicUrl: 'http://localhost:3000' }, today, by)
    const client = world.visitor()
    await client.fill('/sign-in', { email, password })
    return client
  }

  const later = (minutes: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000)
  }

  /** Opens the form, is away for 31 minutes, then sends it. */
  async function interrupted(email = 'ada@wendleshire.example') {
    const client = await anAccount(email)
    const form = await client.see(page)
    assert.equal(form.status, 200)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(form.body)?.[1] ?? ''
    later(31)
    const typed = {
      name: 'Emberlight "Trust" & Co',
      other_names: 'One\nTwo',
      sector: 'voluntary',
      form_id: hidden('form_id'),
    }
    const sent = await client.post(page, typed)
    return { client, sent, email, formId: typed.form_id }
  }

  const organisations = () =>
    world.county.db.selectFrom('organisation').select(['name', 'other_names']).execute()

  test('keeps what was typed, shows it field by field and sends it again', async () => {
    const { client, sent, email } = await interrupted()
    assert.match(sent.location ?? '', /^\/sign-in\?.*kept=/)
    assert.match((await client.see(sent.location!)).text, /What you typed is kept/)
    const back = await client.fill(sent.location!, { email, password })
    assert.match(back.location ?? '', /^\/kept\//)
    const kept = await client.see(back.location!)
    assert.match(kept.text, /Name Emberlight "Trust" & Co Other names One Two Sector voluntary/)
    assert.deepEqual(await organisations(), [])
    const again = await client.fill(back.location!, {}, page)
    assert.equal(again.status, 303, again.text)
    assert.equal((await organisations())[0]?.name, 'Emberlight "Trust" & Co')
    assert.equal((await client.see(back.location!)).status, 404)
  })

  test('does one thing, however often what it kept is sent', async () => {
    const { client, sent, email, formId } = await interrupted()
    const back = await client.fill(sent.location!, { email, password })
    const kept = await client.see(back.location!)
    assert.ok(formId && kept.body.includes(formId))
    await client.fill(back.location!, {}, page)
    await client.post(page, { name: 'Emberlight', sector: 'voluntary', form_id: formId })
    assert.equal((await organisations()).length, 1)
  })

  test('keeps nothing for another account', async () => {
    const { client, sent } = await interrupted()
    await anAccount('bea@wendleshire.example')
    const back = await client.fill(sent.location!, { email: 'bea@wendleshire.example', password })
    assert.equal(back.location, '/start')
    const id = /kept=([0-9a-f-]+)/.exec(sent.location!)![1]!
    assert.equal((await client.see(`/kept/${id}`)).status, 404)
    assert.equal((await client.post(`/kept/${id}/throw-away`, {})).status, 404)
  })

  test('keeps it for a day, and the account page shows the way to it', async () => {
    const { client, sent, email } = await interrupted()
    const back = await client.fill(sent.location!, { email, password })
    assert.match((await client.see('/account')).body, new RegExp(`href="${back.location}"`))
    later(24 * 60 + 1)
    const next = world.visitor()
    await next.fill('/sign-in', { email, password })
    assert.equal((await next.see(back.location!)).status, 404)
    await tidyUp(world.database, world.clock.now)
    assert.equal((await world.database.app().selectFrom('interrupted').select('id').execute()).length, 0)
  })

  test('lets the account throw it away', async () => {
    const { client, sent, email } = await interrupted()
    const back = await client.fill(sent.location!, { email, password })
    const done = await client.fill(back.location!, {}, `${back.location}/throw-away`)
    assert.equal(done.location, '/account?done=deleted')
    assert.equal((await client.see(back.location!)).status, 404)
  })

  test('never keeps a password or a code', async () => {
    const client = await anAccount('ada@wendleshire.example')
    later(31)
    const sent = await client.post('/account/password', { password, new_password: 'seven lanterns drifting' })
    assert.match(sent.location ?? '', /^\/sign-in\?/)
    assert.doesNotMatch(sent.location!, /kept/)
    assert.deepEqual(await world.database.app().selectFrom('interrupted').selectAll().execute(), [])
  })

  test('comes after the minutes the authority chose', async () => {
    const client = await anAccount('ada@wendleshire.example')
    await world.database
      .maintenance()
      .updateTable('authority')
      .set({ idle_minutes: 60 })
      .where('slug', '=', 'wendleshire')
      .execute()
    later(45)
    assert.equal((await client.see(page)).status, 200)
    later(61)
    assert.equal((await client.see(page)).status, 303)
  })

  test('comes after twelve hours at the latest, however busy someone is', async () => {
    const client = await anAccount('ada@wendleshire.example')
    for (let i = 0; i < 28; i++) {
      later(25)
      assert.equal((await client.see(page)).status, 200)
    }
    later(25)
    assert.match((await client.see(page)).location ?? '', /why=timed-out/)
  })
})
