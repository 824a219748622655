import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { useWorld, type World } from '#test/world.ts'

const page = '/wendleshire/staff/bulk'

describe('changing several entries at once', () => {
  const world = useWorld()

  test('PEO-1: When a sponsor leaves, everything they held goes to another in one act', async () => {
    const [ann, ben] = [await addPerson(world, 'Ann Lee'), await addPerson(world, 'Ben Ash')]
    const one = await addTestEntry(world, { name: 'One' })
    const two = await addTestEntry(world, { name: 'Two' })
    const three = await addTestEntry(world, { name: 'Three' })
    for (const entry of [one, two, three]) await appoint(world, entry.id, ann, 'sponsor')
    await appoint(world, one.id, ann, 'officer', '2020-01-01')
    const keeper = await world.signIn('keeper')
    assert.match(
      (await keeper.see(`${page}?person=${ann}`)).body,
      new RegExp(`value="person:${ann}" selected`),
    )
    const preview = await keeper.see(`${page}?what=holder&from=person:${ann}&to=person:${ben}`)
    assert.match(preview.text, /4 changes .* WCC-0001 One Sponsor Ann Lee Ben Ash/)
    assert.match(preview.text, /WCC-0001 One Officer representative Ann Lee Ben Ash/)
    const rows = [...preview.body.matchAll(/name="rows" type="checkbox" value="([^"]+)"/g)].map(
      match => match[1]!,
    )
    const url = `${page}?what=holder&from=person:${ann}&to=person:${ben}`
    const bad = await keeper.fill(url, {}, page)
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Tick at least one to change/)
    assert.match(bad.text, /Say why: it stands in the history of each/)
    const kept = rows.slice(0, 3)
    const saved = await keeper.fill(url, { rows: kept, why: 'Ann Lee retires' }, page)
    assert.equal(saved.status, 303, saved.text)
    const held = await world.county.db
      .selectFrom('appointment')
      .select(['person_id', 'starts_on'])
      .where('id', 'in', kept)
      .execute()
    assert.ok(held.every(row => row.person_id === ben))
    assert.ok(held.some(row => row.starts_on === '2026-11-23'))
    const left = await world.county.db
      .selectFrom('appointment')
      .select('person_id')
      .where('id', '=', rows[3]!)
      .executeTakeFirstOrThrow()
    assert.equal(left.person_id, ann)
    const history = await keeper.see(`${one.path}/history`)
    assert.match(history.text, /in a change of several entries/)
    assert.match(history.text, /Why: Ann Lee retires/)
    const stale = await keeper.post(page, {
      what: 'holder',
      from: `person:${ann}`,
      to: `person:${ben}`,
      rows: kept,
      why: 'x',
    })
    assert.equal(stale.status, 409)
  })

  test('When directorates are reorganised, the entries ticked move together; ended ones stay', async () => {
    const [old, next] = [await addTestDirectorate(world, 'Housing'), await addTestDirectorate(world, 'Homes')]
    const one = await addTestEntry(world, { name: 'One', directorate: old })
    await addTestEntry(world, { name: 'Two', directorate: old })
    const ended = await addTestEntry(world, { name: 'Ended', directorate: old, stage: 'ended' })
    const keeper = await world.signIn('keeper')
    const url = `${page}?what=directorate&from=${old}&to=${next}`
    const preview = await keeper.see(url)
    assert.match(preview.text, /2 changes/)
    const form_id = newId()
    const fields = { what: 'directorate', from: old, to: next, rows: [one.id], why: 'New structure', form_id }
    const first = await keeper.post(page, fields)
    const second = await keeper.post(page, fields)
    assert.equal(first.status, 303, first.text)
    assert.equal(second.location, first.location)
    const rows = await world.county.db
      .selectFrom('register_entry')
      .select(['name', 'directorate'])
      .orderBy('reference')
      .execute()
    assert.deepEqual(rows, [
      { name: 'One', directorate: 'Homes' },
      { name: 'Two', directorate: 'Housing' },
      { name: 'Ended', directorate: 'Housing' },
    ])
    assert.equal((await keeper.post(page, { ...fields, form_id: newId(), rows: [ended.id] })).status, 409)
  })

  test('A post takes over from a person, and the other way round', async () => {
    const ann = await addPerson(world, 'Ann Lee')
    const post = newId()
    await world.database
      .maintenance()
      .insertInto('post')
      .values({
        authority_id: world.county.id,
        id: post,
        title: 'Head of Safety',
        directorate_id: null,
        closed_on: null,
      })
      .execute()
    const one = await addTestEntry(world)
    await appoint(world, one.id, ann, 'sponsor')
    const keeper = await world.signIn('keeper')
    const swap = async (from: string, to: string) => {
      const preview = await keeper.see(`${page}?what=holder&from=${from}&to=${to}`)
      const rows = [...preview.body.matchAll(/name="rows" type="checkbox" value="([^"]+)"/g)].map(
        match => match[1]!,
      )
      assert.equal((await keeper.post(page, { what: 'holder', from, to, rows, why: 'x' })).status, 303)
      return world.county.db
        .selectFrom('appointment')
        .select(['person_id', 'post_id'])
        .executeTakeFirstOrThrow()
    }
    assert.deepEqual(await swap(`person:${ann}`, `post:${post}`), { person_id: null, post_id: post })
    assert.deepEqual(await swap(`post:${post}`, `person:${ann}`), { person_id: ann, post_id: null })
  })

  test('What is not chosen is asked for, and others may not do it', async () => {
    const ann = await addPerson(world, 'Ann Lee')
    const one = await addTestEntry(world)
    await appoint(world, one.id, ann, 'sponsor')
    const keeper = await world.signIn('keeper')
    const asked: [query: string, message: string][] = [
      ['what=holder', 'Choose the person or post to replace'],
      [`what=holder&from=person:${ann}`, 'Choose who takes over'],
      [`what=holder&from=person:${ann}&to=person:${ann}`, 'Choose another one than before'],
      [`what=holder&from=person:${newId()}&to=person:${ann}`, 'There is nothing to take over'],
      [`what=holder&from=person:${ann}&to=person:${newId()}`, 'Choose one from the list'],
      ['what=directorate&from=x', 'Choose the directorate that gives them up'],
    ]
    for (const [query, message] of asked) {
      const bad = await keeper.see(`${page}?${query}`)
      assert.equal(bad.status, 422, query)
      assert.ok(bad.text.includes(message), message)
    }
    assert.equal((await keeper.post(page, {})).status, 422)
    for (const role of ['reader', 'contributor', 'sponsor', 'auditor'] as const) {
      const person = await world.signIn(role)
      assert.equal((await person.see(page)).status, 403)
      assert.equal((await person.post(page, { what: 'holder' })).status, 403)
    }
    const roads = await addTestDirectorate(world, 'Roads')
    const scoped = await world.signIn('keeper', 'county', { directorateId: roads })
    const ben = await addPerson(world, 'Ben Ash')
    assert.match(
      (await scoped.see(`${page}?what=holder&from=person:${ann}&to=person:${ben}`)).text,
      /Nothing would change/,
    )
  })
})

async function addPerson(world: World, name: string): Promise<string> {
  const id = newId()
  const none = { organisation_id: null, account_id: null, left_on: null, merged_into: null }
  await world.database
    .maintenance()
    .insertInto('person')
    .values({ authority_id: world.county.id, id, name, ...none })
    .execute()
  return id
}

async function appoint(
  world: World,
  involvement_id: string,
  person_id: string,
  role: 'sponsor' | 'officer',
  starts_on: string | null = null,
) {
  const row = { authority_id: world.county.id, id: newId(), involvement_id, person_id, role, starts_on }
  await world.database
    .maintenance()
    .insertInto('appointment')
    .values({ ...row, post_id: null, substitute_for: null, ends_on: null })
    .execute()
}
