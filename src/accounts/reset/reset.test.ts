import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { today, useWorld } from '#test/world.ts'
import { addAccount } from '../add.ts'

const email = 'ada@wendleshire.example'
const password = 'kettle harbour ninety'
const fresh = 'seven lanterns drifting'
const by = { kind: 'command' as const, accountId: null, name: 'Command line', capacity: 'Operator' }

describe('a forgotten password', () => {
  const world = useWorld()
  const mails = () => world.database.app().selectFrom('mail').selectAll().orderBy('created_at').execute()

  async function anAccount() {
    const account = { email, name: 'Ada Quill', password, authority: 'wendleshire', role: 'keeper' as const }
    return addAccount(world.database, { ...account, publicUrl: 'http://localhost:3000' }, today, by)
  }

  async function aLink() {
    await anAccount()
    await world.visitor().fill('/forgotten-password', { email })
    const [mail] = await mails()
    return /http:\/\/localhost:3000(\/reset\/\S+)/.exec(mail!.body)![1]!
  }

  const later = (minutes: number) => {
    world.clock.now = new Date(today.getTime() + minutes * 60_000)
  }

  test('is answered alike whether there is an account or not', async () => {
    await anAccount()
    const known = await world.visitor().fill('/forgotten-password', { email })
    const unknown = await world.visitor().fill('/forgotten-password', { email: 'no@body.example' })
    assert.deepEqual([known.status, known.location], [unknown.status, unknown.location])
    assert.deepEqual(
      (await mails()).map(mail => mail.recipient),
      [email],
    )
    assert.match((await world.visitor().see(known.location!)).text, /If there is an account for that address/)
  })

  test('needs an address that can be one', async () => {
    const visitor = world.visitor()
    assert.match((await visitor.fill('/forgotten-password', {})).text, /Enter your e-mail address/)
    assert.match((await visitor.fill('/forgotten-password', { email: 'ada' })).text, /name@example\.org/)
  })

  test('is mended by a link that works once and ends every session', async () => {
    const link = await aLink()
    const signedIn = world.visitor()
    await signedIn.fill('/sign-in', { email, password })
    const answer = await world.visitor().fill(link, { new_password: fresh })
    assert.equal(answer.location, '/sign-in?done=password-changed')
    assert.equal((await signedIn.see('/account')).status, 303)
    assert.equal((await world.visitor().see(link)).status, 404)
    assert.match((await world.visitor().see(link)).text, /no longer works/)
    assert.equal((await world.visitor().fill('/sign-in', { email, password })).status, 422)
    assert.equal((await world.visitor().fill('/sign-in', { email, password: fresh })).status, 303)
    assert.equal((await mails()).at(-1)?.subject, 'Your password was changed')
  })

  test('cannot be mended with a link more than an hour old', async () => {
    const link = await aLink()
    later(61)
    assert.equal((await world.visitor().see(link)).status, 404)
  })

  test('can be mended by one of two who use the link at once', async () => {
    const link = await aLink()
    const answers = await Promise.all(
      [fresh, `${fresh} again`].map(each => world.visitor().fill(link, { new_password: each })),
    )
    assert.deepEqual(answers.map(answer => answer.status).sort(), [303, 404])
  })

  test('cannot become a password that is easily guessed', async () => {
    const link = await aLink()
    const wrong = async (text: string) => (await world.visitor().fill(link, { new_password: text })).text
    assert.match(await wrong(''), /Enter a password/)
    assert.match(await wrong('too short'), /12 characters or more/)
    assert.match(await wrong('Password2026!'), /one of the first/)
    assert.match(await wrong('wendleshire hills'), /name of your authority/)
    assert.equal((await world.visitor().see(link)).status, 200)
  })

  test('sends one mail in five minutes, however often it is asked for', async () => {
    await aLink()
    await world.visitor().fill('/forgotten-password', { email })
    assert.equal((await mails()).length, 1)
    later(6)
    await world.visitor().fill('/forgotten-password', { email })
    assert.equal((await mails()).length, 2)
  })

  test('leaves no trace of the link in the database but its hash', async () => {
    const token = (await aLink()).split('/').at(-1)!
    const rows = await world.database.app().selectFrom('account_token').selectAll().execute()
    assert.ok(!JSON.stringify(rows).includes(token))
  })
})
