import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signInWith, today, useWorld } from '#test/world.ts'

const add = '/installation/add-authority'
const hollins = {
  authority: 'Hollins District Council',
  slug: 'hollins',
  prefix: 'HDC',
  name: 'Ada Quill',
  email: 'ada@hollins.example',
}

describe('the installation', () => {
  const world = useWorld()
  const operator = () => signInWith(world, [], 'tests', true)

  test('is shown to its operator alone', async () => {
    assert.equal((await (await operator()).see('/installation')).status, 200)
    for (const role of ['administrator', 'auditor', 'reader'] as const) {
      const client = await world.signIn(role)
      assert.equal((await client.see('/installation')).status, 404)
      assert.equal((await client.post(add, hollins)).status, 404)
    }
  })

  test('MUL-1: the operator sees no register without a role in it', async () => {
    assert.equal((await (await operator()).see('/wendleshire/staff/partnerships')).status, 404)
  })

  test('An authority is added with its first administrator, once', async () => {
    const client = await operator()
    const form = await client.see(add)
    const formId = /name="form_id" value="([^"]+)"/.exec(form.body)![1]!
    const first = await client.post(add, { ...hollins, form_id: formId })
    const again = await client.post(add, { ...hollins, form_id: formId })
    assert.equal(first.location, '/installation?done=authority-added')
    assert.equal(again.location, first.location)
    assert.match((await client.see('/installation')).text, /Hollins District Council \/hollins HDC-0001 1/)
    const mails = await world.database.app().selectFrom('mail').selectAll().execute()
    assert.deepEqual(
      mails.map(mail => mail.recipient),
      ['ada@hollins.example'],
    )
  })

  test('Each mistake in a new authority is named', async () => {
    const client = await operator()
    const said = async (fields: Record<string, string>) => (await client.fill(add, fields)).text
    assert.match(await said({}), /Enter the authority’s name/)
    assert.match(await said({ ...hollins, slug: 'wendleshire' }), /Another authority has that address/)
    assert.match(await said({ ...hollins, slug: 'installation' }), /used by the service itself/)
    assert.match(await said({ ...hollins, email: 'ada' }), /name@example\.org/)
  })

  test('An account is shut, its sessions end, and it is opened again', async () => {
    const client = await operator()
    const keeper = await world.signIn('keeper')
    const act = (verb: string) =>
      client.fill('/installation', {}, `/installation/accounts/${keeper.accountId}/${verb}`)
    assert.equal((await act('deactivate')).location, '/installation?done=saved')
    assert.equal((await keeper.see('/account')).status, 303)
    assert.match((await client.see('/installation')).text, /Deactivated on 23 November 2026/)
    await act('reactivate')
    const account = await world.database
      .app()
      .selectFrom('account')
      .select('deactivated_at')
      .where('id', '=', keeper.accountId)
      .executeTakeFirstOrThrow()
    assert.equal(account.deactivated_at, null)
  })

  test('The last operator cannot be shut', async () => {
    const client = await operator()
    const answer = await client.post(`/installation/accounts/${client.accountId}/deactivate`, {})
    assert.equal(answer.status, 400)
    assert.match(answer.text, /only operator/)
    assert.equal((await client.see('/installation')).status, 200)
  })

  test('A lost phone is mended by taking the second factor off', async () => {
    const client = await operator()
    const keeper = await world.signIn('keeper')
    const accounts = world.database.app()
    await accounts
      .updateTable('account')
      .set({ totp_secret: 'A'.repeat(32), totp_confirmed_at: today })
      .where('id', '=', keeper.accountId)
      .execute()
    await client.fill('/installation', {}, `/installation/accounts/${keeper.accountId}/second-factor-off`)
    const row = await accounts
      .selectFrom('account')
      .selectAll()
      .where('id', '=', keeper.accountId)
      .executeTakeFirstOrThrow()
    assert.deepEqual([row.totp_secret, row.totp_confirmed_at], [null, null])
    assert.equal((await keeper.see('/account')).status, 303)
  })

  test('Accounts are found by name and address, whatever signs are typed', async () => {
    const client = await operator()
    await world.signIn('keeper')
    assert.match((await client.see('/installation?q=KEEPER')).text, /Keeper of the Tests/)
    for (const words of ['%', '_', '\\', 'no such person', "'; drop"]) {
      const page = await client.see(`/installation?q=${encodeURIComponent(words)}`)
      assert.match(page.text, /No account has that name/)
    }
  })

  test('An account that is none is not found', async () => {
    const client = await operator()
    assert.equal((await client.post('/installation/accounts/nonsense/deactivate', {})).status, 404)
    const none = '00000000-0000-7000-8000-000000000000'
    assert.equal((await client.post(`/installation/accounts/${none}/deactivate`, {})).status, 404)
  })
})
