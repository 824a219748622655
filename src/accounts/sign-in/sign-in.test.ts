import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Role } from '#src/db/tables.ts'
import { today, useWorld } from '#test/world.ts'
import { addAccount } from '../add.ts'
import { newSecret, stepOf } from '../second-factor.ts'

const email = 'ada@wendleshire.example'
const password = 'kettle harbour ninety'
const by = { kind: 'command' as const, accountId: null, name: 'Command line', capacity: 'Operator' }
const wrong = /That e-mail address and password do not belong together\./

describe('signing in', () => {
  const world = useWorld()

  async function anAccount(role: Role = 'keeper') {
    const account = { email, name: 'Ada Quill', password, authority: 'wendleshire', role }
    return addAccount(world.database, { ...account, publicUrl: 'http://localhost:3000' }, today, by)
  }

  const later = (seconds: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + seconds * 1000)
  }

  test('The right password opens the page that was asked for', async () => {
    await anAccount()
    const visitor = world.visitor()
    const asked = await visitor.see('/wendleshire/staff/organisations')
    assert.equal(asked.status, 303)
    const answer = await visitor.fill(asked.location!, { email: ' ADA@wendleshire.example ', password })
    assert.equal(answer.location, '/wendleshire/staff/organisations')
    assert.equal((await visitor.see('/account')).status, 200)
    const cookie = answer.response.cookies.find(each => each.name === 'concordat_session') as
      | { httpOnly?: boolean; sameSite?: string }
      | undefined
    assert.equal(cookie?.httpOnly, true)
    assert.equal(cookie?.sameSite, 'Lax')
  })

  test('Nobody can tell from the answer whether an address has an account', async () => {
    await anAccount()
    const known = await world.visitor().fill('/sign-in', { email, password: 'wrong wrong wrong' })
    const unknown = await world.visitor().fill('/sign-in', { email: 'no@body.example', password })
    assert.equal(known.status, 422)
    assert.match(known.text, wrong)
    assert.equal(unknown.status, 422)
    assert.equal(unknown.text, known.text)
  })

  test('An address nobody has slows down just like one somebody has', async () => {
    await anAccount()
    const answers = async (address: string) => {
      const visitor = world.visitor()
      const seen: string[] = []
      for (let i = 0; i < 7; i++) {
        const answer = await visitor.fill('/sign-in', { email: address, password: 'wrong wrong wrong' })
        seen.push(`${answer.status} ${answer.text}`)
      }
      return seen
    }
    assert.deepEqual(await answers('no@body.example'), await answers(email))
  })

  test('Wrong tries slow the next one down, say for how long, and never bar', async () => {
    await anAccount()
    const visitor = world.visitor()
    const attempt = (tried: string) => visitor.fill('/sign-in', { email, password: tried })
    for (let i = 0; i < 4; i++) assert.doesNotMatch((await attempt('wrong')).text, /Wait \d/)
    assert.match((await attempt('wrong')).text, /Wait 5 seconds before you try again/)
    const early = await attempt(password)
    assert.equal(early.status, 429)
    assert.match(early.text, /Wait 5 seconds/)
    later(5)
    assert.match((await attempt('wrong')).text, /Wait 10 seconds/)
    later(9)
    assert.match((await attempt(password)).text, /Wait 1 second before/)
    later(1)
    assert.equal((await attempt(password)).status, 303)
    assert.doesNotMatch((await world.visitor().fill('/sign-in', { email, password: 'x' })).text, /Wait/)
  })

  test('Each field says what is missing', async () => {
    const answer = await world.visitor().fill('/sign-in', {})
    assert.equal(answer.status, 422)
    assert.match(answer.text, /Enter your e-mail address/)
    assert.match(answer.text, /Enter your password/)
  })

  test('A password is never put back into the page', async () => {
    const answer = await world.visitor().fill('/sign-in', { email, password: 'a secret thing' })
    assert.doesNotMatch(answer.body, /a secret thing/)
  })

  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/%0d%0aSet-Cookie:x']) {
    test(`Signing in never leads to ${next}`, async () => {
      await anAccount()
      const answer = await world
        .visitor()
        .fill(`/sign-in?next=${encodeURIComponent(next)}`, { email, password })
      assert.ok(answer.location!.startsWith('/') && !answer.location!.startsWith('//'), answer.location)
      assert.doesNotMatch(answer.location!, /evil/)
    })
  }

  test('Signing out ends the session, and the cookie is worth nothing after', async () => {
    await anAccount()
    const visitor = world.visitor()
    await visitor.fill('/sign-in', { email, password })
    const token = visitor.cookies.concordat_session!
    assert.equal((await visitor.fill('/account', {}, '/sign-out')).location, '/sign-in?done=signed-out')
    visitor.cookies.concordat_session = token
    assert.equal((await visitor.see('/account')).status, 303)
  })

  test('A new token is given at sign-in and the one before is ended', async () => {
    await anAccount()
    const visitor = world.visitor()
    await visitor.fill('/sign-in', { email, password })
    const first = visitor.cookies.concordat_session!
    await visitor.fill('/sign-in', { email, password })
    assert.notEqual(visitor.cookies.concordat_session, first)
    visitor.cookies.concordat_session = first
    assert.equal((await visitor.see('/account')).status, 303)
  })

  test('A deactivated account is answered like a wrong password', async () => {
    const { accountId } = await anAccount()
    await world.database
      .app()
      .updateTable('account')
      .set({ deactivated_at: today })
      .where('id', '=', accountId)
      .execute()
    assert.match((await world.visitor().fill('/sign-in', { email, password })).text, wrong)
  })

  describe('with a second factor', () => {
    const secret = newSecret()
    const code = (at: Date) =>
      new TOTP({ secret: Secret.fromBase32(secret), period: 30, digits: 6 }).generate({
        timestamp: at.getTime(),
      })

    async function withFactor(role: Role = 'keeper') {
      const { accountId } = await anAccount(role)
      await world.database
        .app()
        .updateTable('account')
        .set({ totp_secret: secret, totp_confirmed_at: today })
        .where('id', '=', accountId)
        .execute()
      const visitor = world.visitor()
      const answer = await visitor.fill('/sign-in?next=/wendleshire/staff', { email, password })
      assert.equal(answer.location, '/sign-in/code?next=%2Fwendleshire%2Fstaff')
      return { visitor, codePage: answer.location! }
    }

    test('The password alone opens nothing', async () => {
      const { visitor } = await withFactor()
      for (const path of ['/account', '/wendleshire/staff/organisations', '/account/second-factor'])
        assert.match((await visitor.see(path)).location ?? '', /^\/sign-in\/code\?/)
    })

    test('The code leads to the page that was asked for, with a new token', async () => {
      const { visitor, codePage } = await withFactor()
      const half = visitor.cookies.concordat_session
      const answer = await visitor.fill(codePage, { code: code(today).replace(/^.../, '$& ') })
      assert.equal(answer.location, '/wendleshire/staff')
      assert.notEqual(visitor.cookies.concordat_session, half)
      assert.equal((await visitor.see('/account')).status, 200)
    })

    test('A code works once', async () => {
      const { visitor, codePage } = await withFactor()
      await visitor.fill(codePage, { code: code(today) })
      const second = world.visitor()
      await second.fill('/sign-in', { email, password })
      const answer = await second.fill('/sign-in/code', { code: code(today) })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /wrong, too old or used already/)
      later(30)
      assert.equal((await second.fill('/sign-in/code', { code: code(world.clock.now) })).status, 303)
    })

    test('Codes that are wrong, old or no codes are refused, and many of them slow down', async () => {
      const { visitor, codePage } = await withFactor()
      assert.match((await visitor.fill(codePage, { code: 'abc' })).text, /Enter the 6 numbers/)
      const old = code(new Date(today.getTime() - 120_000))
      for (let i = 0; i < 4; i++)
        assert.match((await visitor.fill(codePage, { code: old })).text, /wrong, too old/)
      assert.match((await visitor.fill(codePage, { code: old })).text, /Wait 5 seconds/)
      assert.equal((await visitor.fill(codePage, { code: code(today) })).status, 429)
    })

    test('The second step may take ten minutes, then the password is asked for again', async () => {
      const { visitor } = await withFactor()
      later(601)
      assert.match((await visitor.see('/account')).location ?? '', /^\/sign-in\?/)
    })
  })
})

test('A clock half a minute off is forgiven, a minute and a half is not', () => {
  const secret = newSecret()
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: 30, digits: 6 })
  const code = totp.generate({ timestamp: today.getTime() })
  const after = (seconds: number) => stepOf(secret, code, new Date(today.getTime() + seconds * 1000))
  assert.equal(after(30), after(0))
  assert.equal(after(90), null)
})

describe('many tries from one address', () => {
  const world = useWorld()

  test('are refused for a minute', async () => {
    const visitor = world.visitor()
    let last = 0
    for (let i = 0; i < 21; i++) last = (await visitor.fill('/forgotten-password', { email: 'x' })).status
    assert.equal(last, 429)
  })
})
