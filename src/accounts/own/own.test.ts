import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Role } from '#src/db/tables.ts'
import { today, useWorld } from '#test/world.ts'
import { addAccount } from '../add.ts'

const email = 'ada@wendleshire.example'
const password = 'kettle harbour ninety'
const fresh = 'seven lanterns drifting'
const by = { kind: 'command' as const, accountId: null, name: 'Command line', capacity: 'Operator' }

describe('one’s own account', () => {
  const world = useWorld()

  async function signedIn(role: Role = 'keeper') {
    const account = { email, name: 'Ada Quill', password, authority: 'wendleshire', role }
    await addAccount(world.database, { ...account, publicUrl: 'http://localhost:3000' }, today, by)
    return another()
  }

  async function another() {
    const client = world.visitor()
    await client.fill('/sign-in', { email, password })
    return client
  }

  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret), period: 30, digits: 6 }).generate({
      timestamp: world.clock.now.getTime(),
    })

  async function enrol(client: Awaited<ReturnType<typeof signedIn>>, path = '/account/second-factor') {
    const secret = /name="secret" value="([^"]+)"/.exec((await client.see(path)).body)![1]!
    return { secret, answer: await client.fill(path, { secret, code: codeOf(secret) }) }
  }

  test('The password is changed with the one before, and every other session ends', async () => {
    const client = await signedIn()
    const other = await another()
    const answer = await client.fill('/account/password', { password, new_password: fresh })
    assert.equal(answer.location, '/account?done=password-changed')
    assert.match((await client.see(answer.location!)).text, /The new password is saved/)
    assert.equal((await other.see('/account')).status, 303)
    assert.equal((await world.visitor().fill('/sign-in', { email, password: fresh })).status, 303)
  })

  test('A wrong or weak password changes nothing and says why', async () => {
    const client = await signedIn()
    const change = async (fields: Record<string, string>) =>
      (await client.fill('/account/password', fields)).text
    assert.match(await change({}), /Enter the password you have now/)
    assert.match(
      await change({ password: 'not this one at all', new_password: fresh }),
      /not the password you have now/,
    )
    assert.match(await change({ password, new_password: 'short' }), /12 characters or more/)
    assert.match(await change({ password, new_password: 'ada at the seaside' }), /name in your e-mail/)
    assert.equal((await world.visitor().fill('/sign-in', { email, password })).status, 303)
  })

  test('Trying passwords in an open session slows down as signing in does', async () => {
    const client = await signedIn()
    let text = ''
    for (let i = 0; i < 5; i++)
      text = (await client.fill('/account/password', { password: 'no', new_password: fresh })).text
    assert.match(text, /Wait 5 seconds/)
  })

  test('Sessions are listed, and one or all of them end', async () => {
    const client = await signedIn()
    const second = await another()
    const third = await another()
    const page = await client.see('/account')
    const keys = [...page.body.matchAll(/name="session" value="([^"]+)"/g)].map(match => match[1]!)
    assert.equal(keys.length, 2)
    for (const key of keys.slice(0, 1))
      await client.fill('/account', { session: key }, '/account/sessions/end')
    const open = await Promise.all([second, third].map(each => each.see('/account')))
    assert.deepEqual(open.map(answer => answer.status).sort(), [200, 303])
    await client.fill('/account', {}, '/account/sessions/end-all')
    for (const each of [client, second, third]) assert.equal((await each.see('/account')).status, 303)
  })

  test('Nobody ends a session of someone else', async () => {
    const client = await signedIn()
    const keeper = await world.signIn('keeper')
    await keeper.fill('/account', { session: 'ffffffffffffffff' }, '/account/sessions/end')
    const key = /name="session" value="([^"]+)"/.exec((await (await another()).see('/account')).body)![1]!
    await keeper.fill('/account', { session: key }, '/account/sessions/end')
    assert.equal((await client.see('/account')).status, 200)
  })

  test('An administrator sets up a second factor before anything else', async () => {
    const client = await signedIn('administrator')
    const home = await client.see('/wendleshire/staff/settings/accounts')
    assert.equal(home.location, '/account/second-factor')
    const page = await client.see(home.location!)
    assert.match(page.body, /<img[^>]+src="data:image\/svg\+xml;base64,/)
    assert.match(page.text, /Letters: ([A-Z2-7]{4} ){8}/)
    assert.match(page.text, /Administrators and the operator must have one/)
    const { answer } = await enrol(client)
    assert.equal(answer.location, '/start')
    assert.equal((await client.see('/wendleshire/staff/settings/accounts')).status, 200)
  })

  test('A wrong code does not turn it on, and the same letters stay on the page', async () => {
    const client = await signedIn()
    const path = '/account/second-factor'
    const secret = /name="secret" value="([^"]+)"/.exec((await client.see(path)).body)![1]!
    const answer = await client.fill(path, { secret, code: '000000' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /That code is wrong or too old/)
    assert.ok(answer.body.includes(`name="secret" value="${secret}"`))
    assert.match((await client.fill(path, { secret, code: '' })).text, /Enter the 6 numbers/)
  })

  test('Turning it on ends other sessions, and the code used cannot be used to sign in', async () => {
    const client = await signedIn()
    const other = await another()
    const { secret } = await enrol(client)
    assert.equal((await other.see('/account')).status, 303)
    const next = await another()
    assert.equal((await next.fill('/sign-in/code', { code: codeOf(secret) })).status, 422)
  })

  test('It is turned off with the password, but not by an administrator', async () => {
    const client = await signedIn()
    await enrol(client)
    const off = '/account/second-factor/off'
    const wrong = await client.fill('/account/second-factor', { password: 'not this one' }, off)
    assert.match(wrong.text, /not the password you have now/)
    assert.equal((await client.fill('/account/second-factor', { password }, off)).status, 303)
    assert.match((await client.see('/account')).text, /Second factor Off/)

    const admin = await world.signIn('administrator')
    assert.match((await admin.post(off, { password })).text, /cannot be turned off/)
  })

  test('A new phone is set up without turning it off', async () => {
    const client = await signedIn()
    const { secret } = await enrol(client)
    const again = await enrol(client, '/account/second-factor?again')
    assert.equal(again.answer.location, '/account?done=second-factor-on')
    assert.notEqual(again.secret, secret)
  })
})
