import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { today, useWorld } from '#test/world.ts'
import { runImport } from './run.ts'

const by = { kind: 'command', accountId: null, name: 'Command line', capacity: 'Operator' } as const
const base = '/wendleshire/staff/imports'

describe('settling what an import could not read', () => {
  const world = useWorld()
  const take = (csv: string) =>
    runImport(world.database, world.county.id, {
      bytes: new TextEncoder().encode(csv),
      name: 'register.csv',
      by,
      at: today,
    })
  const open = () =>
    world.county.db.selectFrom('settlement').selectAll().where('state', '=', 'open').orderBy('row').execute()
  const decide = (
    client: { post(path: string, fields: Record<string, string>): Promise<{ status: number; text: string }> },
    id: string,
    act: string,
    value = '',
  ) => client.post(`${base}/settle`, { id, do: act, value, form_id: crypto.randomUUID() })

  test('REG-7: a proposed value is accepted as it stands, and accepting twice does it once', async () => {
    const keeper = await world.signIn('keeper')
    await take('Name,Start date\nFlood Forum,to be decided in spring 2019\n')
    const [question] = await open()
    assert.equal((await decide(keeper, question!.id, 'accept', '2019-04')).status, 303)
    assert.equal((await decide(keeper, question!.id, 'accept', '2018')).status, 303)
    const row = await world.county.db.selectFrom('partnership').select('started_on').executeTakeFirstOrThrow()
    assert.equal(row.started_on, '2019-04')
    const told = await world.county.db
      .selectFrom('event')
      .select('id')
      .where('action', '=', 'settlement.settle')
      .execute()
    assert.equal(told.length, 1)
  })

  test('REG-7: what is typed must be readable, and what was typed stays', async () => {
    const keeper = await world.signIn('keeper')
    await take('Name,Start date\nFlood Forum,a while ago\n')
    const [question] = await open()
    const answer = await decide(keeper, question!.id, 'accept', 'some other time')
    assert.equal(answer.status, 422)
    assert.match(answer.text, /There is a problem/)
    assert.equal((await open()).length, 1)
  })

  test('REG-7: a directorate nobody knew is added once and placed wherever the same words stand', async () => {
    const keeper = await world.signIn('keeper')
    await take('Name,Directorate\nFlood Forum,Coast\nSea Board,Coast\nHill Trust,Hills\n')
    const [question] = await open()
    assert.equal((await decide(keeper, question!.id, 'accept', 'Coast')).status, 422)
    assert.equal((await decide(keeper, question!.id, 'add-directorate', 'Coast')).status, 303)
    const names = await world.county.db.selectFrom('directorate').select('name').execute()
    assert.deepEqual(names, [{ name: 'Coast' }])
    const entries = await world.county.db
      .selectFrom('register_entry')
      .select(['name', 'directorate'])
      .orderBy('name')
      .execute()
    assert.deepEqual(entries, [
      { name: 'Flood Forum', directorate: 'Coast' },
      { name: 'Hill Trust', directorate: '' },
      { name: 'Sea Board', directorate: 'Coast' },
    ])
    assert.equal((await open()).length, 1)
  })

  test('REG-7: words are kept as a note or dismissed', async () => {
    const keeper = await world.signIn('keeper')
    await take('Name,Start date,Notes\nFlood Forum,a while ago,Ask Ann\nSea Board,for ever,\n')
    const [first, second] = await open()
    await decide(keeper, first!.id, 'keep')
    await decide(keeper, second!.id, 'dismiss')
    const notes = await world.county.db
      .selectFrom('involvement')
      .select('notes')
      .orderBy('reference')
      .execute()
    assert.deepEqual(notes, [{ notes: 'Ask Ann\nStart date: a while ago' }, { notes: '' }])
    assert.match((await keeper.see(`${base}/settle`)).text, /Everything is settled/)
  })

  test('REG-7: all like this are accepted at once', async () => {
    const keeper = await world.signIn('keeper')
    await take('Name,Start date\nFlood Forum,TBC\nSea Board,TBC\nHill Trust,never\n')
    const [question] = await open()
    assert.match((await keeper.see(`${base}/settle`)).text, /Accept all 2 like this/)
    assert.equal((await decide(keeper, question!.id, 'accept-all', '')).status, 303)
    assert.equal((await open()).length, 1)
  })

  test('REG-7: a pair that is different is remembered as different', async () => {
    const keeper = await world.signIn('keeper')
    await take('Name\nFlood Forum\nThe Flood Forum\n')
    const page = await keeper.see(`${base}/duplicates`)
    assert.match(page.text, /1 likely duplicate/)
    assert.match(page.body, /partnerships\/WCC-0001\/merge\?with=WCC-0002/)
    const pair = await world.county.db.selectFrom('duplicate').select('id').executeTakeFirstOrThrow()
    assert.equal((await keeper.post(`${base}/duplicates`, { id: pair.id })).status, 303)
    assert.match((await keeper.see(`${base}/duplicates`)).text, /No two entries look like one/)
    assert.deepEqual((await take('Name\nFlood Forum\nThe Flood Forum\n')).duplicates, [])
  })
})
