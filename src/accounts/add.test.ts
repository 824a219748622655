import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Actor } from '#src/trail/change.ts'
import { today, useWorld } from '#test/world.ts'
import { addAccount, addAuthority } from './add.ts'

const by: Actor = { kind: 'command', accountId: null, name: 'Command line', capacity: 'Operator' }
const publicUrl = 'http://localhost:3000'

describe('adding authorities and accounts', () => {
  const world = useWorld()
  const account = { email: 'Ada@Wendleshire.example', name: 'Ada Quill', publicUrl }

  test('MUL-1: an authority is added with a prefix made of its name', async () => {
    const id = await addAuthority(
      world.database,
      { slug: 'hollins', name: 'Hollins District Council' },
      today,
      by,
    )
    const row = await world.database
      .app()
      .selectFrom('authority')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.deepEqual([row.slug, row.prefix], ['hollins', 'HDC'])
  })

  for (const slug of ['sign-in', 'setup', 'account', 'Wendle', 'x', 'wendleshire']) {
    test(`The address ‘${slug}’ is refused for an authority`, async () => {
      await assert.rejects(addAuthority(world.database, { slug, name: 'Somewhere' }, today, by), {
        name: 'Refused',
      })
    })
  }

  test('An account without a password is invited by mail', async () => {
    const { link } = await addAccount(
      world.database,
      { ...account, authority: 'wendleshire', role: 'keeper' },
      today,
      by,
    )
    const mail = await world.database.app().selectFrom('mail').selectAll().executeTakeFirstOrThrow()
    assert.equal(mail.recipient, 'ada@wendleshire.example')
    assert.match(link ?? '', /^http:\/\/localhost:3000\/invitation\/[\w-]{43}$/)
    assert.ok(mail.body.includes(link!))
  })

  test('An account with a password gets no mail', async () => {
    const { link } = await addAccount(
      world.database,
      { ...account, password: 'kettle harbour ninety', authority: 'wendleshire', role: 'keeper' },
      today,
      by,
    )
    assert.equal(link, null)
    assert.equal((await world.database.app().selectFrom('mail').selectAll().execute()).length, 0)
  })

  test('MUL-1: the trail of a second authority does not tell that the account was there before', async () => {
    await addAccount(world.database, { ...account, authority: 'wendleshire', role: 'keeper' }, today, by)
    await addAccount(
      world.database,
      { ...account, name: 'A Quill', authority: 'saltmere', role: 'reader' },
      today,
      by,
    )
    const told = async (authority: string) => {
      const events = await world.database
        .maintenance()
        .selectFrom('event')
        .innerJoin('authority', 'authority.id', 'event.authority_id')
        .select(['action', 'fields', 'payload'])
        .where('slug', '=', authority)
        .execute()
      return events.map(event => ({ action: event.action, fields: event.fields }))
    }
    assert.deepEqual(await told('saltmere'), await told('wendleshire'))
  })

  for (const [wrong, message] of [
    [{ email: 'nobody' }, /not an e-mail address/],
    [{ name: ' ' }, /name/],
    [{ authority: 'nowhere', role: 'reader' as const }, /no authority called nowhere/],
    [{ authority: 'wendleshire' }, /role/],
    [{ authority: 'wendleshire', role: 'reader' as const, password: 'short' }, /12 characters/],
  ] as const) {
    test(`It is refused to add an account with ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(addAccount(world.database, { ...account, ...wrong }, today, by), {
        name: 'Refused',
        message,
      })
    })
  }

  test('A register keeper cannot be made for one directorate', async () => {
    const scope = { directorateId: '00000000-0000-4000-8000-000000000000', involvementId: null }
    await assert.rejects(
      addAccount(world.database, { ...account, authority: 'wendleshire', role: 'keeper', scope }, today, by),
      /whole authority/,
    )
  })
})
