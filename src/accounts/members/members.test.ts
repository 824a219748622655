import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { today, useWorld } from '#test/world.ts'

const list = '/wendleshire/staff/settings/accounts'
const invite = `${list}/invite`
const ada = { name: 'Ada Quill', email: 'ada@wendleshire.example', role: 'keeper', reach: 'whole' }
const password = 'kettle harbour ninety'
const by = { kind: 'command' as const, accountId: null, name: 'Tests', capacity: 'Operator' }

describe('accounts of an authority', () => {
  const world = useWorld()
  const mails = () => world.database.app().selectFrom('mail').selectAll().orderBy('created_at').execute()
  const linkIn = (body: string) => /http:\/\/localhost:3000(\/\S+)/.exec(body)![1]!
  const grantsOf = (email: string) =>
    world.database
      .maintenance()
      .selectFrom('role_grant')
      .innerJoin('account', 'account.id', 'role_grant.account_id')
      .innerJoin('authority', 'authority.id', 'role_grant.authority_id')
      .select(['role', 'slug', 'directorate_id', 'role_grant.id', 'account_id'])
      .where('email', '=', email)
      .orderBy('role')
      .execute()
  const later = (hours: number) => {
    world.clock.now = new Date(world.clock.now.getTime() + hours * 3_600_000)
  }

  async function invited() {
    const admin = await world.signIn('administrator')
    const answer = await admin.fill(invite, ada)
    const mail = (await mails()).at(-1)!
    const [grant] = await grantsOf(ada.email)
    return { admin, answer, link: linkIn(mail.body), page: `${list}/${grant?.account_id}` }
  }

  for (const role of ['reader', 'contributor', 'sponsor', 'keeper', 'adviser', 'auditor'] as const) {
    test(`A ${role} cannot open or change accounts`, async () => {
      const client = await world.signIn(role)
      assert.equal((await client.see(list)).status, 403)
      assert.equal((await client.post(invite, ada)).status, 403)
    })
  }

  test('PEO-2: someone is invited, chooses a password with the link and is in', async () => {
    const { admin, answer, link } = await invited()
    assert.equal(answer.location, `${list}?done=invited`)
    assert.match((await admin.see(list)).text, /Ada Quill ada@wendleshire\.example Register keeper Invited/)
    const visitor = world.visitor()
    const done = await visitor.fill(link, { new_password: password })
    assert.equal(done.location, '/start')
    assert.equal((await visitor.see('/start')).location, '/wendleshire/staff')
    assert.match((await admin.see(list)).text, /Ada Quill ada@wendleshire\.example Register keeper Active/)
  })

  test('An invitation works once, for seven days, and can be sent again', async () => {
    const { admin, link, page } = await invited()
    later(7 * 24 + 1)
    assert.equal((await world.visitor().see(link)).status, 404)
    const again = await world.signIn('administrator')
    assert.match((await again.see(list)).text, /Invitation ran out/)
    await again.fill(page, {}, `${page}/resend`)
    const fresh = linkIn((await mails()).at(-1)!.body)
    assert.notEqual(fresh, link)
    await world.visitor().fill(fresh, { new_password: password })
    const used = await world.visitor().see(fresh)
    assert.equal(used.status, 404)
    assert.match(used.text, /used already/)
    assert.equal((await world.visitor().post(fresh, { new_password: password })).status, 404)
    assert.equal((await admin.see(list)).status, 303)
  })

  test('Each mistake in an invitation is named', async () => {
    const admin = await world.signIn('administrator')
    const said = async (fields: Record<string, string>) => {
      const answer = await admin.fill(invite, fields)
      assert.equal(answer.status, 422)
      return answer.text
    }
    const none = await said({ reach: '' })
    for (const message of [
      /Enter the person’s name/,
      /Enter the e-mail address/,
      /Choose a role/,
      /Choose what/,
    ])
      assert.match(none, message)
    assert.match(await said({ ...ada, email: 'ada' }), /name@example\.org/)
    assert.match(await said({ ...ada, reach: 'directorate' }), /Choose a directorate/)
    assert.match(await said({ ...ada, role: 'reader', reach: 'entry' }), /Enter the reference/)
    assert.match(await said({ ...ada, role: 'reader', reach: 'entry', entry: 'WCC-9' }), /No entry has that/)
    assert.match(await said({ ...ada, email: admin.email }), /has an account here already/)
    assert.equal((await mails()).length, 0)
  })

  test('Only the whole authority can have a keeper, an auditor or an administrator', async () => {
    const directorate = await aDirectorate()
    const admin = await world.signIn('administrator')
    for (const role of ['keeper', 'auditor', 'administrator']) {
      const answer = await admin.fill(invite, { ...ada, role, reach: 'directorate', directorate })
      assert.match(answer.text, /is a role for the whole authority/)
    }
    await admin.fill(invite, { ...ada, role: 'contributor', reach: 'directorate', directorate })
    assert.equal((await grantsOf(ada.email))[0]?.directorate_id, directorate)
  })

  test('An invitation sent twice is one account, one role and one mail', async () => {
    const admin = await world.signIn('administrator')
    const form = await admin.see(invite)
    const formId = /name="form_id" value="([^"]+)"/.exec(form.body)![1]!
    await admin.post(invite, { ...ada, form_id: formId })
    await admin.post(invite, { ...ada, form_id: formId })
    assert.equal((await grantsOf(ada.email)).length, 1)
    assert.equal((await mails()).length, 1)
  })

  test('MUL-1: a second authority does not learn that the account was there before', async () => {
    const { link } = await invited()
    await world.visitor().fill(link, { new_password: password })
    const other = await world.signIn('administrator', 'borough')
    const page = '/saltmere/staff/settings/accounts'
    const known = await other.fill(`${page}/invite`, { ...ada, name: 'A. Quill' })
    const unknown = await other.fill(`${page}/invite`, { ...ada, email: 'new@body.example', name: 'N. Body' })
    assert.deepEqual([known.status, known.location], [unknown.status, unknown.location])
    const seen = (await other.see(page)).text
    assert.match(seen, /A\. Quill ada@wendleshire\.example Register keeper Invited/)
    assert.match(seen, /N\. Body new@body\.example Register keeper Invited/)
    assert.doesNotMatch(seen, /Ada Quill/)
    const mail = (await mails()).find(each => /Saltmere/.test(each.subject) && each.recipient === ada.email)
    assert.match(mail!.body, /Sign in with the account you have/)

    const visitor = world.visitor()
    await visitor.fill('/sign-in', { email: ada.email, password })
    assert.match((await other.see(page)).text, /Ada Quill ada@wendleshire\.example Register keeper Active/)
    assert.match((await visitor.see('/start')).text, /Saltmere Borough Council Wendleshire County Council/)
  })

  test('MUL-1: an account of another authority has no page here', async () => {
    const { page } = await invited()
    const other = await world.signIn('administrator', 'borough')
    const theirs = page.replace('wendleshire', 'saltmere')
    assert.equal((await other.see(theirs)).status, 404)
    assert.equal((await other.post(`${theirs}/roles`, { role: 'reader', reach: 'whole' })).status, 404)
    assert.equal((await other.see(page)).status, 404)
  })

  test('Roles are given and taken, and each is on the trail', async () => {
    const { admin, page } = await invited()
    await admin.fill(page, { role: 'auditor', reach: 'whole' }, `${page}/roles`)
    const twice = await admin.fill(page, { role: 'auditor', reach: 'whole' }, `${page}/roles`)
    assert.equal(twice.location, `${page}?done=nothing-changed`)
    const [auditor, keeper] = await grantsOf(ada.email)
    assert.deepEqual([auditor?.role, keeper?.role], ['auditor', 'keeper'])
    await admin.fill(page, {}, `${page}/roles/${keeper!.id}/remove`)
    assert.deepEqual(
      (await grantsOf(ada.email)).map(grant => grant.role),
      ['auditor'],
    )
    const events = await world.county.db
      .selectFrom('event')
      .select('action')
      .where('subject_type', '=', 'account')
      .orderBy('at')
      .orderBy('id')
      .execute()
    assert.deepEqual(events.map(event => event.action).sort(), [
      'account.grant',
      'account.grant',
      'account.invite',
    ])
    assert.match((await admin.fill(page, { reach: 'whole' }, `${page}/roles`)).text, /Choose a role/)
  })

  async function aDirectorate() {
    const id = newId()
    await change(
      world.county.db,
      { authority: world.county.id, by, at: today, action: 'directorate.add' },
      act =>
        act.on('directorate', id, 'Housing').insert('directorate', { id, name: 'Housing', closed_on: null }),
    )
    return id
  }
})
