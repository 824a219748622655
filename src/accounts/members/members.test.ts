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

  async function invited(fields: Record<string, string> = {}) {
    const admin = await world.signIn('administrator')
    const answer = await admin.fill(invite, { ...ada, ...fields })
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
    assert.equal(done.location, '/')
    assert.equal((await visitor.see('/')).location, '/wendleshire/staff')
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
    assert.match((await visitor.see('/')).text, /Saltmere Borough Council Wendleshire County Council/)
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

  test('The last administrator can neither lose the role nor leave', async () => {
    const admin = await world.signIn('administrator')
    const page = `${list}/${admin.accountId}`
    const [grant] = await grantsOf(admin.email)
    const refused = await admin.fill(page, {}, `${page}/roles/${grant!.id}/remove`)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /only administrator who has signed in/)
    assert.match((await admin.fill(`${page}/leave`, day)).text, /only administrator who has signed in/)

    // Someone who was invited and never came does not count.
    await admin.fill(invite, { ...ada, role: 'administrator' })
    assert.match((await admin.fill(`${page}/leave`, day)).text, /only administrator who has signed in/)
    const second = await world.signIn('administrator')
    await second.fill(`${page}/leave`, day)
    assert.equal((await admin.see(list)).status, 303)
  })

  const day = { 'left_on-day': '20', 'left_on-month': '11', 'left_on-year': '2026' }

  test('PEO-1: a leaver is shut out at once and the posts they hold fall vacant', async () => {
    const { personId, holding } = await aHolder()
    const { admin, link, page } = await invited()
    assert.match((await admin.see(page)).text, /In the directory Ada Quill/)
    const visitor = world.visitor()
    await visitor.fill(link, { new_password: password })
    assert.equal((await visitor.see('/wendleshire/staff/people')).status, 200)
    const answer = await admin.fill(`${page}/leave`, day)
    assert.equal(answer.location, `${list}?done=left`)
    assert.equal((await visitor.see('/account')).status, 303)
    assert.equal((await world.visitor().fill('/sign-in', { email: ada.email, password })).status, 422)
    const person = await world.county.db
      .selectFrom('person')
      .select('left_on')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow()
    const held = await world.county.db
      .selectFrom('post_holding')
      .select('ends_on')
      .where('id', '=', holding)
      .executeTakeFirstOrThrow()
    assert.deepEqual([person.left_on, held.ends_on], ['2026-11-20', '2026-11-20'])
    assert.doesNotMatch((await admin.see(list)).text, /Ada Quill/)
  })

  test('A leaver comes back by a new invitation, with a new password', async () => {
    const { admin, link, page } = await invited()
    await world.visitor().fill(link, { new_password: password })
    await admin.fill(`${page}/leave`, day)
    await admin.fill(invite, ada)
    const fresh = linkIn((await mails()).at(-1)!.body)
    const visitor = world.visitor()
    assert.equal((await visitor.fill(fresh, { new_password: 'seven lanterns drifting' })).location, '/')
    assert.equal((await visitor.see('/')).location, '/wendleshire/staff')
  })

  test('MUL-1: who leaves one authority stays in the other', async () => {
    const { admin, link, page } = await invited()
    const visitor = world.visitor()
    await visitor.fill(link, { new_password: password })
    const other = await world.signIn('administrator', 'borough')
    await other.fill('/saltmere/staff/settings/accounts/invite', ada)
    await admin.fill(`${page}/leave`, day)
    assert.equal((await visitor.see('/')).location, '/saltmere/staff')
    assert.equal((await visitor.see('/wendleshire/staff')).status, 404)
  })

  test('The day someone left is a day, and not one to come', async () => {
    const { admin, page } = await invited()
    const leave = async (fields: Record<string, string>) => (await admin.fill(`${page}/leave`, fields)).text
    assert.match(await leave({ 'left_on-day': '', 'left_on-month': '', 'left_on-year': '' }), /Enter the day/)
    assert.match(await leave({ ...day, 'left_on-month': '13' }), /Enter the day they left, like/)
    assert.match(await leave({ ...day, 'left_on-year': '2027' }), /must be today or earlier/)
  })

  test('An account is linked to its person, and to no other’s', async () => {
    const { personId } = await aHolder('someone.else@wendleshire.example', 'Bea Moss')
    const { admin, page } = await invited()
    assert.match(
      (await admin.fill(`${page}/person`, { person: 'Nobody Known' })).text,
      /Nobody in the directory/,
    )
    assert.equal((await admin.fill(`${page}/person`, { person: 'Bea Moss' })).location, `${page}?done=saved`)
    const linked = () =>
      world.county.db
        .selectFrom('person')
        .select('account_id')
        .where('id', '=', personId)
        .executeTakeFirstOrThrow()
    assert.ok((await linked()).account_id)
    const own = `${list}/${admin.accountId}/person`
    assert.match((await admin.fill(own, { person: 'Bea Moss' })).text, /has another account already/)
    await admin.fill(`${page}/person`, { person: '' })
    assert.equal((await linked()).account_id, null)
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

  async function aHolder(email = ada.email, name = ada.name) {
    const [personId, postId, holding] = [newId(), newId(), newId()]
    const what = { authority: world.county.id, by, at: today, action: 'person.add' }
    await change(world.county.db, what, async act => {
      await act.on('person', personId, name).insert('person', {
        id: personId,
        name,
        email,
        organisation_id: null,
        account_id: null,
        left_on: null,
        merged_into: null,
      })
      const post = act.on('post', postId, 'Head of Housing')
      await post.insert('post', {
        id: postId,
        title: 'Head of Housing',
        directorate_id: null,
        closed_on: null,
      })
      const held = {
        id: holding,
        post_id: postId,
        person_id: personId,
        starts_on: '2024-01-01',
        ends_on: null,
      }
      await post.insert('post_holding', held)
    })
    return { personId, holding }
  }
})
