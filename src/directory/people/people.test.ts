import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fillWithSample } from '#test/sample.ts'
import { useWorld, type World } from '#test/world.ts'

describe('people and posts', () => {
  const world = useWorld()
  const people = '/wendleshire/staff/people'
  const posts = '/wendleshire/staff/posts'

  const add = async (fields: Record<string, string>) => {
    const keeper = await world.signIn('keeper')
    const added = await keeper.fill(`${people}/new`, { ...empty, ...fields })
    assert.equal(added.status, 303, added.text)
    return { keeper, id: idIn(added.location!) }
  }

  test('A person is added, found and changed', async () => {
    const { keeper, id } = await add({
      name: 'Ada Thorne',
      honorific: 'Cllr',
      kind: 'councillor',
      ward: 'Mill',
    })
    const page = await keeper.see(`${people}/${id}`)
    assert.match(page.text, /Cllr Ada Thorne/)
    assert.match(page.text, /added the person/)
    assert.match((await keeper.see(`${people}?q=thorn&group=councillor`)).text, /1 person/)
    assert.match((await keeper.see(`${people}?group=officer`)).text, /Nobody matches/)
    await keeper.fill(`${people}/${id}/edit`, { ...empty, name: 'Ada Thorne-Hale', kind: 'councillor' })
    assert.match((await keeper.see(`${people}/${id}`)).text, /Ada Thorne-Hale/)
    const same = await keeper.fill(`${people}/${id}/edit`, {
      ...empty,
      name: 'Ada Thorne-Hale',
      kind: 'councillor',
    })
    assert.match(same.location!, /nothing-changed/)
  })

  test('A person needs a name and a kind, and an organisation that stands in the directory', async () => {
    const keeper = await world.signIn('keeper')
    const bad = await keeper.fill(`${people}/new`, { ...empty, kind: 'king', email: 'x' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Enter the person’s name/)
    assert.match(bad.text, /Choose councillor, officer or from another body/)
    assert.match(bad.text, /Enter an e-mail address in the correct format/)
    const nobody = await keeper.fill(`${people}/new`, { ...empty, name: 'Ada', organisation: 'No such body' })
    assert.match(nobody.text, /No organisation has that name/)
  })

  test('Two people edit one person: the second is shown what the first saved', async () => {
    const { keeper, id } = await add({ name: 'Ada Thorne', phone: '01632 960001' })
    const form = (await keeper.see(`${people}/${id}/edit`)).body
    const other = await world.signIn('administrator')
    await other.fill(`${people}/${id}/edit`, { ...empty, name: 'Ada Thorne', phone: '01632 960002' })
    const clash = await keeper.post(`${people}/${id}/edit`, {
      ...empty,
      name: 'Ada Thorne',
      phone: '01632 960003',
      version: '1',
      base: /name="base" value="([^"]*)"/.exec(form)![1]!.replaceAll('&quot;', '"'),
    })
    assert.equal(clash.status, 409)
    assert.match(clash.text, /Take theirs: 01632 960002 Keep mine: 01632 960003/)
  })

  test('A reader cannot add, and another authority’s person is not found', async () => {
    const { id } = await add({ name: 'Ada Thorne' })
    const reader = await world.signIn('reader')
    assert.equal((await reader.see(`${people}/${id}`)).status, 200)
    assert.equal((await reader.post(`${people}/new`, { ...empty, name: 'Mine' })).status, 403)
    assert.equal((await reader.post(`${people}/${id}/leave`, {})).status, 403)
    const theirs = await world.signIn('keeper', 'borough')
    for (const path of ['', '/edit', '/leave', '/merge', '/unmerge'])
      assert.equal((await theirs.see(`/saltmere/staff/people/${id}${path}`)).status, 404)
    assert.equal((await theirs.post(`/saltmere/staff/people/${id}/return`, {})).status, 404)
  })

  test('A post is held in turn: who follows ends the one before, and a vacant post shows', async () => {
    const { keeper } = await add({ name: 'Ada Thorne' })
    await add({ name: 'Ben Mars' })
    const made = await keeper.fill(`${posts}/new`, { title: 'Head of Housing', directorate_id: '' })
    const post = `${posts}/${idIn(made.location!)}`
    assert.match((await keeper.see(post)).text, /Vacant/)
    assert.match((await keeper.see(`${posts}?show=vacant`)).text, /Head of Housing/)
    await keeper.fill(`${post}/holders/new`, { person: 'Ada Thorne', ...on('starts_on', '2025-04-01') })
    assert.doesNotMatch((await keeper.see(post)).text, /Vacant/)
    await keeper.fill(`${post}/holders/new`, {
      person: 'Ben Mars',
      follows: 'yes',
      ...on('starts_on', '2026-06-01'),
    })
    const page = await keeper.see(post)
    assert.match(page.text, /Ben Mars 1 June 2026 –/)
    assert.match(page.text, /Ada Thorne 1 April 2025 31 May 2026/)
    const bad = await keeper.fill(`${post}/holders/new`, {
      person: 'Nobody',
      ...on('starts_on', '2026-06-01'),
    })
    assert.match(bad.text, /Nobody has that name/)
    const days = await keeper.fill(`${post}/holders/new`, {
      person: 'Ada Thorne',
      'starts_on-day': '31',
      'starts_on-month': '2',
      'starts_on-year': '2026',
    })
    assert.equal(days.status, 422)
    assert.match(days.text, /Enter the day they start/)
    assert.match(days.body, /value="31"/)
    await keeper.post(`${post}/close`, {})
    assert.match((await keeper.see(post)).text, /Closed on 23 November 2026/)
    await keeper.post(`${post}/reopen`, {})
    assert.equal((await (await world.signIn('reader')).post(`${post}/close`, {})).status, 403)
    assert.equal(
      (await (await world.signIn('keeper', 'borough')).see(post.replace('wendleshire', 'saltmere'))).status,
      404,
    )
  })

  test('A holding is mended, or taken back where it was a mistake', async () => {
    const { keeper } = await add({ name: 'Ada Thorne' })
    const made = await keeper.fill(`${posts}/new`, { title: 'Head of Housing' })
    const post = `${posts}/${idIn(made.location!)}`
    await keeper.fill(`${post}/holders/new`, { person: 'Ada Thorne', ...on('starts_on', '2025-04-01') })
    const link = /href="([^"]*\/holders\/[0-9a-f-]{36})"/.exec((await keeper.see(post)).body)![1]!
    const bad = await keeper.fill(link, { ...on('starts_on', '2025-04-01'), ...on('ends_on', '2025-03-01') })
    assert.match(bad.text, /The last day must be the first day or after/)
    await keeper.fill(link, { ...on('starts_on', '2025-04-01'), ...on('ends_on', '2025-05-01') })
    assert.match((await keeper.see(post)).text, /1 May 2025/)
    await keeper.fill(link, { remove: 'yes' })
    assert.equal((await keeper.see(link)).status, 404)
  })

  test('Someone leaves and frees their posts, their seats named as a leaver’s; two records of one person are merged, and undone', async () => {
    await fillWithSample(world)
    const keeper = await world.signIn('keeper')
    const seat = await world.county.db
      .selectFrom('appointment')
      .innerJoin('person', 'person.id', 'appointment.person_id')
      .innerJoin('register_entry', 'register_entry.involvement_id', 'appointment.involvement_id')
      .select(['person.id', 'person.name', 'register_entry.reference'])
      .where('left_on', 'is', null)
      .where('appointment.ends_on', 'is', null)
      .executeTakeFirstOrThrow()
    const form = await keeper.see(`${people}/${seat.id}/leave`)
    assert.match(form.text, /in their name/)
    const future = await keeper.fill(`${people}/${seat.id}/leave`, on('left_on', '2027-01-01'))
    assert.equal(future.status, 422)
    assert.match(future.text, /must be today or in the past/)
    const left = await keeper.fill(`${people}/${seat.id}/leave`, on('left_on', '2026-11-20'))
    assert.equal(left.status, 303)
    const page = await keeper.see(left.location!)
    assert.match(page.text, /Left 20 November 2026\. \d+ seats? (is|are) still in this name/)
    assert.match(page.body, /staff\/bulk\?person=/)
    const open = await world.county.db
      .selectFrom('post_holding')
      .select('id')
      .where('person_id', '=', seat.id)
      .where('ends_on', 'is', null)
      .execute()
    assert.equal(open.length, 0)
    assert.match(
      (await keeper.see(`${people}?group=left&q=${encodeURIComponent(seat.name)}`)).text,
      /left 20 November/,
    )
    await keeper.post(`${people}/${seat.id}/return`, {})
    assert.doesNotMatch((await keeper.see(`${people}/${seat.id}`)).text, /Left 20 November 2026\./)

    const db = world.county.db
    const seats = await db
      .selectFrom('appointment')
      .select(['id', 'person_id'])
      .where('person_id', 'is not', null)
      .execute()
    const often = [...Map.groupBy(seats, seat => seat.person_id!)].sort((a, b) => b[1].length - a[1].length)
    const from = await db
      .selectFrom('person')
      .selectAll()
      .where(
        'id',
        'in',
        often.map(([id]) => id),
      )
      .where('account_id', 'is not', null)
      .executeTakeFirstOrThrow()
    const into = await db
      .selectFrom('person')
      .selectAll()
      .where('account_id', 'is', null)
      .executeTakeFirstOrThrow()
    const before = await shapeOf(world)
    const url = `${people}/${from.id}/merge`
    const merged = await keeper.fill(`${url}?other=${into.id}`, { keep: into.id }, url)
    assert.equal(merged.location, `${people}/${into.id}?done=merged`)
    const now = await db.selectFrom('person').selectAll().where('id', '=', into.id).executeTakeFirstOrThrow()
    assert.equal(now.account_id, from.account_id)
    assert.match((await keeper.see(merged.location!)).text, /Merged into this/)
    await keeper.fill(`${people}/${from.id}/unmerge`, {})
    assert.deepEqual(await shapeOf(world), before)
    const again = await keeper.post(`${people}/${from.id}/unmerge`, {})
    assert.equal(again.status, 303)
    assert.deepEqual(await shapeOf(world), before)
  })
})

const empty = {
  honorific: '',
  name: '',
  kind: 'officer',
  email: '',
  phone: '',
  job_title: '',
  ward: '',
  party: '',
  organisation: '',
}

const idIn = (location: string) => /[0-9a-f-]{36}/.exec(location)![0]

function on(name: string, date: string): Record<string, string> {
  const [year, month, day] = date.split('-') as [string, string, string]
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year }
}

async function shapeOf(world: World) {
  const db = world.county.db
  return {
    people: await db
      .selectFrom('person')
      .select([
        'id',
        'name',
        'email',
        'phone',
        'account_id',
        'merged_into',
        'organisation_id',
        'job_title',
        'ward',
      ])
      .orderBy('id')
      .execute(),
    seats: await db.selectFrom('appointment').select(['id', 'person_id']).orderBy('id').execute(),
    holdings: await db
      .selectFrom('post_holding')
      .select(['id', 'person_id', 'ends_on'])
      .orderBy('id')
      .execute(),
  }
}
