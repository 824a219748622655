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

describe('an account and its person', () => {
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

  async function invited() {
    const admin = await world.signIn('administrator')
    await admin.fill(invite, ada)
    const mail = (await mails()).at(-1)!
    const [grant] = await grantsOf(ada.email)
    return { admin, link: linkIn(mail.body), page: `${list}/${grant?.account_id}` }
  }

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
    assert.equal((await visitor.fill(fresh, { new_password: 'seven lanterns drifting' })).location, '/start')
    assert.equal((await visitor.see('/start')).location, '/wendleshire/staff')
  })

  test('MUL-1: who leaves one authority stays in the other', async () => {
    const { admin, link, page } = await invited()
    const visitor = world.visitor()
    await visitor.fill(link, { new_password: password })
    const other = await world.signIn('administrator', 'borough')
    await other.fill('/saltmere/staff/settings/accounts/invite', ada)
    await admin.fill(`${page}/leave`, day)
    assert.equal((await visitor.see('/start')).location, '/saltmere/staff')
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
