import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { emptyDatabase, useWorld } from '#test/world.ts'

const setup = '/setup?token=set-up-token-of-the-tests'
const good = {
  authority: 'Hollins District Council',
  slug: 'hollins',
  prefix: 'HDC',
  name: 'Ada Quill',
  email: 'Ada@hollins.example',
  new_password: 'kettle harbour ninety',
}

describe('an installation nobody has claimed', () => {
  const world = useWorld()
  const empty = () => emptyDatabase(world.database)

  test('says so and asks for the link', async () => {
    await empty()
    const page = await world.visitor().see('/start')
    assert.match(page.text, /Nothing is set up yet/)
    assert.doesNotMatch(page.body, /set-up-token/)
  })

  for (const path of ['/setup', '/setup?token=', '/setup?token=wrong', '/setup?token=a&token=b']) {
    test(`does not show ${path}`, async () => {
      await empty()
      assert.equal((await world.visitor().see(path)).status, 404)
      assert.equal((await world.visitor().post(path, good)).status, 404)
      assert.equal((await world.visitor().post(path.replace('/setup', '/setup/sample'), {})).status, 404)
    })
  }

  test('is set up with its first authority and administrator, who sets up a second factor', async () => {
    await empty()
    const visitor = world.visitor()
    const answer = await visitor.fill(setup, good)
    assert.equal(answer.location, '/account/second-factor')
    assert.match((await visitor.see(answer.location!)).text, /Administrators and the operator must have one/)
    const account = await world.database.app().selectFrom('account').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual([account.email, account.operator], ['ada@hollins.example', true])
    const grant = await world.database
      .maintenance()
      .selectFrom('role_grant')
      .selectAll()
      .executeTakeFirstOrThrow()
    assert.equal(grant.role, 'administrator')
    assert.equal((await world.visitor().see(setup)).status, 404)
    assert.match((await world.visitor().see('/start')).text, /Sign in/)
  })

  test('is set up once by a double click', async () => {
    await empty()
    const visitor = world.visitor()
    const form = await visitor.see(setup)
    const formId = /name="form_id" value="([^"]+)"/.exec(form.body)![1]!
    await visitor.post(setup, { ...good, form_id: formId })
    assert.equal((await visitor.post(setup, { ...good, form_id: formId })).location, '/account/second-factor')
    assert.equal((await world.database.app().selectFrom('account').select('id').execute()).length, 1)
  })

  test('names each mistake', async () => {
    await empty()
    const said = async (fields: Record<string, string>) => {
      const answer = await world.visitor().fill(setup, fields)
      assert.equal(answer.status, 422)
      return answer.text
    }
    const none = await said({})
    for (const message of [
      /authority’s name/,
      /Enter the address/,
      /reference prefix/,
      /your name/,
      /e-mail address/,
    ])
      assert.match(none, message)
    assert.match(await said({ ...good, slug: 'sign-in' }), /used by the service itself/)
    assert.match(await said({ ...good, slug: 'a b' }), /3 to 50 small letters/)
    assert.match(await said({ ...good, prefix: '9' }), /1 to 8 capital letters/)
    assert.match(await said({ ...good, new_password: 'hollins for ever' }), /name of your authority/)
    assert.equal((await world.database.app().selectFrom('account').select('id').execute()).length, 0)
  })

  test('loads the sample county and shows the passwords once', { timeout: 60_000 }, async () => {
    await empty()
    const visitor = world.visitor()
    await visitor.see(setup)
    const answers = await Promise.all([
      visitor.fill(setup, {}, setup.replace('/setup', '/setup/sample')),
      visitor.fill(setup, {}, setup.replace('/setup', '/setup/sample')),
    ])
    for (const answer of answers) {
      assert.equal(answer.status, 200)
      assert.match(answer.text, /Administrator Wendleshire County Council Magnus Eddery/)
    }
    const row = /imogen\.sallow@wendleshire\.example\s+(\S+)/.exec(answers[0]!.text)
    const signedIn = world.visitor()
    const email = 'imogen.sallow@wendleshire.example'
    const done = await signedIn.fill('/sign-in', { email, password: row![1]! })
    assert.equal(done.status, 303)
    assert.equal((await signedIn.see('/start')).location, '/wendleshire/staff')
    assert.equal((await visitor.see(setup)).status, 404)
  })
})

describe('the first page', () => {
  const world = useWorld()

  test('shows a visitor the way in and no authority', async () => {
    const page = await world.visitor().see('/start')
    assert.match(page.text, /Sign in/)
    assert.doesNotMatch(page.text, /Wendleshire/)
  })

  test('leads someone with one authority straight to it', async () => {
    assert.equal((await (await world.signIn('reader')).see('/start')).location, '/wendleshire/staff')
  })
})
