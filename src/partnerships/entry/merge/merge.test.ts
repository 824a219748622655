import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import type { Client } from '#test/client.ts'
import { addTestDirectorate, addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

describe('two entries that are one', () => {
  const world = useWorld()

  async function pair(keeper: Client) {
    const one = await addTestEntry(world, { name: 'Safer Wendle', purpose: 'To cut crime' })
    const two = await addTestEntry(world, {
      name: 'Safer Wendle Board',
      purpose: 'To make streets safe',
      kind: 'mixed',
    })
    await fillNames(keeper, `${one.path}/edit/bodies`, {
      'partners-0-body': 'Police',
      'partners-0-role': 'member',
    })
    await fillNames(keeper, `${two.path}/edit/bodies`, {
      lead: 'Police',
      'partners-0-body': 'Police',
      'partners-0-role': 'observer',
      'partners-1-body': 'Refuge',
      'partners-1-role': 'member',
    })
    await fillNames(keeper, `${two.path}/edit/people`, {
      'sponsor-0-person': 'Ann Lee',
      'representatives-0-role': 'officer',
      'representatives-0-person': 'Ben Ash',
      'representatives-1-role': 'officer',
      'representatives-1-person': 'Di Oak',
      'representatives-1-stands_for': 'Ben Ash',
    })
    await fillNames(keeper, `${two.path}/edit/resources`, {
      'money-0-year': '2026/27',
      'money-0-pounds': '100',
    })
    await fillNames(keeper, `${two.path}/edit/about`, { purpose: 'To make streets safe', theme: 'Safety' })
    await world.database
      .maintenance()
      .insertInto('duplicate')
      .values({
        authority_id: world.county.id,
        id: newId(),
        involvement_id: two.id,
        candidate_id: one.id,
        batch_id: null,
        score: 0.8,
      })
      .execute()
    await world.database
      .maintenance()
      .insertInto('settlement')
      .values({
        authority_id: world.county.id,
        id: newId(),
        involvement_id: two.id,
        batch_id: null,
        row: 3,
        heading: 'Ended',
        original: 'some day',
        message: 'Not a date.',
        settled_at: null,
        settled_by: null,
      })
      .execute()
    return { one, two }
  }

  test('REG-1: They become one record with what both say, the choice made where they differ', async () => {
    const keeper = await world.signIn('keeper')
    const { one, two } = await pair(keeper)
    const page = await keeper.see(one.path)
    assert.match(page.text, /Is this on the register twice\? WCC-0002 Safer Wendle Board/)
    const compare = await keeper.see(`${one.path}/merge?with=WCC-0002`)
    assert.match(compare.text, /Purpose To cut crime To make streets safe/)
    assert.match(compare.text, /What is it\? Partnership Contract with partnership elements/)
    assert.doesNotMatch(compare.text, /Theme/)
    const saved = await keeper.fill(`${one.path}/merge?with=WCC-0002`, {
      survivor: 'this',
      'take-purpose': 'other',
      'take-kind': 'this',
      'take-name': 'this',
    })
    assert.equal(saved.status, 303, saved.text)
    assert.equal(saved.location, `${one.path}?done=merged`)
    const { text } = await keeper.see(one.path)
    for (const words of [
      'Safer Wendle',
      'Former names Safer Wendle Board',
      'Purpose To make streets safe',
      'Theme Safety',
      'Kind Partnership',
      'Lead organisation Police',
      'Refuge Member',
      'Police Member',
      'Sponsor Ann Lee',
      'Ben Ash',
      'Substitute: Di Oak',
      '£100',
      '‘some day’',
    ])
      assert.ok(text.includes(words), `${words} in ${text}`)
    assert.doesNotMatch(text, /on the register twice|Police Observer/)
    assert.match(text, /WCC-0002 Safer Wendle Board was joined to this entry\. Undo this/)
    const loser = await keeper.see(two.path)
    assert.match(loser.text, /This entry was joined to WCC-0001 Safer Wendle/)
    assert.doesNotMatch(loser.body, /edit\/about/)
    assert.equal((await keeper.see(`${two.path}/edit/about`)).status, 303)
    assert.match((await keeper.see(`${two.path}/history`)).text, /joined the entry to/)
    const late = await keeper.post(`${two.path}/edit/about`, { purpose: 'Typed meanwhile' })
    assert.equal(late.status, 409)
    assert.match(late.text, /joined to another meanwhile .*Typed meanwhile/)
  })

  test('Joining is undone: both are as they were', async () => {
    const keeper = await world.signIn('keeper')
    const { one, two } = await pair(keeper)
    const before = [await words(keeper, one.path), await words(keeper, two.path)]
    await keeper.fill(`${one.path}/merge?with=WCC-0002`, { survivor: 'this', 'take-purpose': 'other' })
    const undone = await keeper.fill(`${two.path}/unmerge`, { why: 'They are two' })
    assert.equal(undone.status, 303, undone.text)
    for (const [i, path] of [one.path, two.path].entries())
      assert.deepEqual((await words(keeper, path)).split(' '), before[i]!.split(' '))
    assert.equal((await keeper.see(`${two.path}/unmerge`)).status, 409)
  })

  test('What was changed since the joining is left and named', async () => {
    const keeper = await world.signIn('keeper')
    const { one, two } = await pair(keeper)
    await keeper.fill(`${one.path}/merge?with=WCC-0002`, { survivor: 'this', 'take-purpose': 'other' })
    const opened = await keeper.see(`${one.path}/edit/resources`)
    const id = /name="money-0-id" value="([^"]+)"/.exec(opened.body)![1]!
    await keeper.fill(`${one.path}/edit/resources`, {
      'money-0-id': id,
      'money-0-year': '2026/27',
      'money-0-pounds': '150',
    })
    await keeper.fill(`${one.path}/edit/about`, { purpose: 'New words', theme: 'Safety' })
    const undone = await keeper.fill(`${two.path}/unmerge`, {})
    assert.equal(undone.status, 200)
    assert.match(undone.text, /not everything went back/)
    assert.match(undone.text, /purpose/)
    assert.match(undone.text, /money, time and other resources/)
    const { text } = await keeper.see(one.path)
    assert.match(text, /Purpose New words/)
    assert.match(text, /£150/)
    assert.doesNotMatch(text, /Theme Safety|Refuge Member/)
    assert.match((await keeper.see(two.path)).text, /£100/)
  })

  test('The other entry is found by its reference or by words of its name', async () => {
    const keeper = await world.signIn('keeper')
    const one = await addTestEntry(world, { name: 'Safer Wendle' })
    await addTestEntry(world, { name: 'Rivers Trust' })
    assert.match((await keeper.see(`${one.path}/merge?with=rivers`)).text, /WCC-0002 Rivers Trust/)
    assert.match((await keeper.see(`${one.path}/merge?with=nothing`)).text, /Nothing else on the register/)
    assert.match((await keeper.see(`${one.path}/merge?with=WCC-0001`)).text, /Which entry is it/)
    assert.match(
      (await keeper.see(`${one.path}/merge?with=WCC-0002`)).text,
      /Nothing that both say differs|which is right/,
    )
  })

  test('The other one can be the one that stays', async () => {
    const keeper = await world.signIn('keeper')
    const { one, two } = await pair(keeper)
    const saved = await keeper.fill(`${one.path}/merge?with=WCC-0002`, {
      survivor: 'other',
      'take-purpose': 'this',
    })
    assert.equal(saved.location, `${two.path}?done=merged`)
    assert.match((await keeper.see(two.path)).text, /Purpose To cut crime/)
    assert.match((await keeper.see(one.path)).text, /joined to WCC-0002/)
  })

  test('Nobody joins what they may not, and the same form sent twice joins once', async () => {
    const roads = await addTestDirectorate(world, 'Roads')
    const keeper = await world.signIn('keeper')
    const { one, two } = await pair(keeper)
    for (const role of ['reader', 'contributor', 'sponsor', 'auditor'] as const) {
      const person = await world.signIn(role)
      assert.equal((await person.post(`${one.path}/merge`, { with: 'WCC-0002' })).status, 403)
      assert.equal((await person.post(`${one.path}/unmerge`, {})).status, 403)
    }
    const scoped = await world.signIn('keeper', 'county', { directorateId: roads })
    assert.equal((await scoped.post(`${one.path}/merge`, { with: 'WCC-0002' })).status, 404)
    assert.equal((await keeper.post(`${one.path}/merge`, { with: 'WCC-9999' })).status, 404)
    assert.equal((await keeper.post(`${one.path}/merge`, { with: 'WCC-0001' })).status, 409)
    const form_id = newId()
    const first = await keeper.post(`${one.path}/merge`, { with: 'WCC-0002', form_id })
    const second = await keeper.post(`${one.path}/merge`, { with: 'WCC-0002', form_id })
    assert.equal(first.status, 303)
    assert.equal(second.location, first.location)
    assert.equal((await keeper.post(`${one.path}/remove`, { why: 'x' })).status, 409)
    assert.equal((await keeper.post(`${two.path}/merge`, { with: 'WCC-0001' })).status, 409)
  })
})

async function fillNames(client: Client, page: string, fields: Record<string, string>) {
  const asked = await client.fill(page, fields)
  if (asked.status === 303) return
  const answers = [...asked.body.matchAll(/name="(name-[a-z]+-[0-9a-f]+)"/g)].map(match => [match[1]!, 'new'])
  const saved = await client.fill(page, { ...fields, ...Object.fromEntries(answers) })
  assert.equal(saved.status, 303, saved.text)
}

// What the record says without its history, which has grown.
async function words(client: Client, path: string) {
  const { text } = await client.see(path)
  return text.slice(0, text.lastIndexOf(' History '))
}
