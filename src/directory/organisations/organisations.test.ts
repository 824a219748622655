import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '#src/domain/id.ts'
import { fillWithSample } from '#test/sample.ts'
import { useWorld, type World } from '#test/world.ts'

describe('organisations', () => {
  const world = useWorld()
  const list = '/wendleshire/staff/organisations'

  test('PEO-7: an organisation is added with its identifiers and found by its other name', async () => {
    const keeper = await world.signIn('keeper')
    const added = await keeper.fill(`${list}/new`, {
      ...empty,
      name: '  Saint  Brackwater Housing ',
      other_names: 'SBH\nSt Brackwater Homes',
      website: 'www.brackwater.example',
      companies_house: 'sc 123456',
    })
    assert.equal(added.status, 303)
    const page = await keeper.see(added.location!)
    assert.match(page.text, /Saint Brackwater Housing/)
    assert.match(page.text, /Companies House number SC123456/)
    assert.match(page.text, /https:\/\/www\.brackwater\.example/)
    assert.match(page.text, /added the organisation/)
    assert.match((await keeper.see(`${list}?q=sbh`)).text, /Saint Brackwater Housing/)
    assert.match((await keeper.see(`${list}?q=SC123456`)).text, /1 organisation/)
    assert.match((await keeper.see(`${list}?q=nothing%20like%20it`)).text, /No organisation matches/)
  })

  test('PEO-7: each identifier must have the shape of its scheme', async () => {
    const keeper = await world.signIn('keeper')
    const bad = await keeper.fill(`${list}/new`, {
      ...empty,
      name: '',
      email: 'nobody',
      phone: 'ring me',
      website: 'not a site',
      companies_house: '123',
      charity_commission: 'abc',
      gss: '10000021',
      ods: '!!',
      predecessor: 'Nobody at all',
    })
    assert.equal(bad.status, 422)
    for (const message of [
      'Enter the name of the organisation',
      'Enter an e-mail address in the correct format',
      'Enter a phone number',
      'Enter a web address',
      'Companies House number must be 8 characters',
      'Charity number must be 6 or 7 digits',
      'ONS (GSS) code must be a letter and 8 digits',
      'NHS ODS code must be 3 to 6 letters and digits',
    ])
      assert.ok(bad.text.includes(message), message)
    const unknown = await keeper.fill(`${list}/new`, { ...empty, name: 'New', predecessor: 'Nobody at all' })
    assert.match(unknown.text, /No organisation has that name/)
  })

  test('A reader sees organisations and cannot change them', async () => {
    const id = await addBody(world, 'Wendle Housing')
    const reader = await world.signIn('reader')
    const page = await reader.see(`${list}/${id}`)
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.body, /\/edit"/)
    assert.equal((await reader.see(`${list}/${id}/edit`)).status, 403)
    assert.equal((await reader.post(`${list}/${id}/edit`, { ...empty, name: 'Mine' })).status, 403)
    assert.equal((await reader.post(`${list}/${id}/merge`, {})).status, 403)
  })

  test('A keeper of one directorate cannot change what the whole authority shares', async () => {
    const id = await addBody(world, 'Wendle Housing')
    const directorateId = newId()
    await world.county.db
      .insertInto('directorate')
      .values({ authority_id: world.county.id, id: directorateId, name: 'Place', closed_on: null })
      .execute()
    const keeper = await world.signIn('keeper', 'county', { directorateId })
    assert.equal((await keeper.post(`${list}/${id}/edit`, { ...empty, name: 'Mine' })).status, 403)
  })

  test('Another authority’s organisation is not found, and neither is what is no id', async () => {
    const id = await addBody(world, 'Wendle Housing')
    const keeper = await world.signIn('keeper', 'borough')
    for (const path of ['', '/edit', '/merge', '/unmerge'])
      assert.equal((await keeper.see(`/saltmere/staff/organisations/${id}${path}`)).status, 404)
    assert.equal((await keeper.see('/saltmere/staff/organisations/anything')).status, 404)
    assert.equal(
      (await keeper.post(`/saltmere/staff/organisations/${id}/edit`, { ...empty, name: 'Theirs' })).status,
      404,
    )
  })

  test('Two people edit: the second sees both versions and chooses, and nothing typed is lost', async () => {
    const id = await addBody(world, 'Wendle Housing')
    const [ann, bob] = [await world.signIn('keeper'), await world.signIn('administrator')]
    const opened = hiddenOf((await bob.see(`${list}/${id}/edit`)).body)
    await ann.fill(`${list}/${id}/edit`, { ...empty, name: 'Wendle Homes', phone: '01632 960001' })
    const typed = { ...empty, name: 'Wendle Housing Group', email: 'hello@wendle.example' }
    const clash = await bob.post(`${list}/${id}/edit`, { ...opened, ...typed })
    assert.equal(clash.status, 409)
    assert.match(clash.text, /Someone else saved this since you opened it/)
    assert.match(clash.text, /Take theirs: Wendle Homes/)
    assert.match(clash.text, /Keep mine: Wendle Housing Group/)
    assert.match(clash.text, /Take theirs: 01632 960001/)
    assert.match(clash.body, /value="hello@wendle\.example"/)
    const chosen = await bob.post(`${list}/${id}/edit`, {
      ...typed,
      ...hiddenOf(clash.body),
      'take-name': 'yours',
      'take-phone': 'theirs',
    })
    assert.equal(chosen.status, 303)
    const row = await world.county.db.selectFrom('organisation').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual(
      [row.name, row.phone, row.email],
      ['Wendle Housing Group', '01632 960001', 'hello@wendle.example'],
    )
  })

  test('A form sent twice adds one organisation', async () => {
    const keeper = await world.signIn('keeper')
    const hidden = hiddenOf((await keeper.see(`${list}/new`)).body)
    const first = await keeper.post(`${list}/new`, { ...hidden, ...empty, name: 'Once' })
    const second = await keeper.post(`${list}/new`, { ...hidden, ...empty, name: 'Once' })
    assert.equal(second.location, first.location)
    assert.match((await keeper.see(list)).text, /1 organisation/)
  })

  test('Bodies whose names agree are suggested as likely one', async () => {
    await addBody(world, 'The Wendle Trust Limited')
    await addBody(world, 'Wendle Trust Ltd')
    const keeper = await world.signIn('keeper')
    assert.match((await keeper.see(list)).text, /1 likely duplicate/)
    assert.doesNotMatch((await (await world.signIn('reader')).see(list)).text, /likely duplicate/)
  })

  test('PEO-7: two bodies are merged with what they do, and the merge is undone save for what changed since', async () => {
    await fillWithSample(world)
    const db = world.county.db
    const keeper = await world.signIn('keeper')
    const roles = await db
      .selectFrom('membership')
      .innerJoin('involvement', 'involvement.partnership_id', 'membership.partnership_id')
      .select(['organisation_id', 'involvement.id', 'membership.id as membership'])
      .execute()
    const often = [...Map.groupBy(roles, role => role.organisation_id)].sort(
      (a, b) => b[1].length - a[1].length,
    )
    const [from, into] = [often[0]![0], often[1]![0]]
    const before = await shapeOf(world)
    const check = await keeper.see(`${list}/${from}/merge?other=${into}`)
    assert.match(check.text, /Which one do you keep/)
    const merged = await keeper.fill(
      `${list}/${from}/merge?other=${into}`,
      { keep: into },
      `${list}/${from}/merge`,
    )
    assert.equal(merged.location, `${list}/${into}?done=merged`)
    const now = await db.selectFrom('membership').selectAll().where('organisation_id', '=', from).execute()
    assert.equal(now.length, 0)
    const survivor = await db
      .selectFrom('organisation')
      .selectAll()
      .where('id', '=', into)
      .executeTakeFirstOrThrow()
    const gone = await db
      .selectFrom('organisation')
      .selectAll()
      .where('id', '=', from)
      .executeTakeFirstOrThrow()
    assert.ok(survivor.other_names.includes(gone.name))
    assert.match((await keeper.see(`${list}/${from}`)).text, /was merged into/)
    assert.equal((await keeper.post(`${list}/${from}/merge`, { other: into, keep: into })).status, 409)

    await keeper.fill(`${list}/${into}/edit`, {
      other_names: 'Only this',
      name: survivor.name,
      sector: survivor.sector,
    })
    const undo = await keeper.see(`${list}/${from}/unmerge`)
    assert.match(undo.text, /These were changed after the merge/)
    assert.ok(undo.text.includes(`${survivor.name}: Other names`))
    const undone = await keeper.fill(`${list}/${from}/unmerge`, {})
    assert.equal(undone.location, `${list}/${from}?done=undone`)
    assert.deepEqual(await shapeOf(world), before)
    const kept = await db
      .selectFrom('organisation')
      .selectAll()
      .where('id', '=', into)
      .executeTakeFirstOrThrow()
    assert.deepEqual(kept.other_names, ['Only this'])
  })
})

const empty = {
  name: '',
  other_names: '',
  sector: 'other',
  website: '',
  email: '',
  phone: '',
  companies_house: '',
  charity_commission: '',
  gss: '',
  ods: '',
  predecessor: '',
}

async function addBody(world: World, name: string): Promise<string> {
  const id = newId()
  await world.county.db
    .insertInto('organisation')
    .values({ authority_id: world.county.id, id, name, predecessor_id: null, merged_into: null })
    .execute()
  return id
}

async function shapeOf(world: World) {
  const db = world.county.db
  return {
    memberships: await db
      .selectFrom('membership')
      .select(['id', 'partnership_id', 'organisation_id', 'role', 'note'])
      .orderBy('id')
      .execute(),
    bodies: await db
      .selectFrom('partnership')
      .select(['id', 'lead_organisation_id', 'accountable_body_id'])
      .orderBy('id')
      .execute(),
    people: await db.selectFrom('person').select(['id', 'organisation_id']).orderBy('id').execute(),
  }
}

function hiddenOf(html: string): Record<string, string> {
  const main = html.slice(html.indexOf('<main'))
  return Object.fromEntries(
    [...main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(match => [
      match[1]!,
      match[2]!.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ]),
  )
}
