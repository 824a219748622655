import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

describe('the lists of an entry: money, bodies, people, priorities', () => {
  const world = useWorld()

  test('REG-2: Money, time and help in kind are rows by year that add up', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const page = `${entry.path}/edit/resources`
    const added = await keeper.fill(page, { add: 'money' })
    assert.equal(added.status, 200)
    assert.match(added.body, /name="money-0-pounds"/)
    const another = await keeper.fill(page, {
      'money-0-year': '2026/27',
      'money-0-pounds': '5,605.50',
      'money-0-note': 'Keep me',
      add: 'money',
    })
    assert.match(another.body, /value="5,605\.50"/)
    assert.match(another.body, /value="Keep me"/)
    assert.match(another.body, /name="money-1-pounds"/)
    const saved = await keeper.fill(page, {
      'money-0-year': '2026/27',
      'money-0-pounds': '5,605.50',
      'money-0-form': 'grant',
      'money-0-budgeted': 'yes',
      'money-1-year': '2025/26',
      'money-1-pounds': '-1000',
      'money-2-year': '',
      'money-2-pounds': '',
      'officer_time-0-year': '2026/27',
      'officer_time-0-note': 'Head of Safety',
      'officer_time-0-days': '12.5',
      'in_kind-0-year': '2026/27',
      'in_kind-0-note': 'A meeting room',
    })
    assert.equal(saved.status, 303, saved.text)
    const { text } = await keeper.see(entry.path)
    assert.match(text, /2026\/27 £5,605\.50 Grant, budgeted Head of Safety, 12\.5 days A meeting room/)
    assert.match(text, /2025\/26 −£1,000/)
    assert.match(text, /All years £4,605\.50 12\.5 days/)
    const opened = await keeper.see(page)
    const id = /name="money-1-id" value="([^"]+)"/.exec(opened.body)![1]!
    const base = opened.body
    assert.match(base, /name="money-1-pounds"[^>]*value="5605\.50"/)
    const changed = await keeper.fill(page, {
      'money-0-id': id,
      'money-0-year': '2026/27',
      'money-0-pounds': '6000',
      remove: '',
    })
    assert.equal(changed.status, 303)
    const rows = await world.county.db.selectFrom('commitment').select(['id', 'pence', 'type']).execute()
    assert.deepEqual(rows, [{ id, pence: 600000, type: 'money' }])
  })

  test('PEO-7: Bodies nobody knows are asked about, then added with the entry', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const page = `${entry.path}/edit/bodies`
    const fields = {
      lead: 'Wendleshire Police',
      'partners-0-body': 'Wendleshire Police',
      'partners-0-role': 'member',
      'partners-1-body': 'Wendle Refuge',
      'partners-1-role': 'observer',
      'partners-1-note': 'Board',
    }
    const asked = await keeper.fill(page, fields)
    assert.equal(asked.status, 422)
    assert.match(asked.text, /‘Wendle Refuge’ is not known here yet\. Which do you mean\?/)
    const answers = Object.fromEntries(
      [...asked.body.matchAll(/name="(name-organisation-[0-9a-f]+)"/g)].map(match => [match[1]!, 'new']),
    )
    assert.equal(Object.keys(answers).length, 2)
    assert.equal((await keeper.fill(page, { ...fields, ...answers })).status, 303)
    const { text } = await keeper.see(entry.path)
    assert.match(text, /Lead organisation Wendleshire Police/)
    assert.match(text, /Wendle Refuge Observer Board/)
    const near = await keeper.fill(page, {
      ...fields,
      'partners-2-body': 'Wendle Refuges',
      'partners-2-role': 'member',
    })
    assert.match(near.text, /Wendle Refuge Add ‘Wendle Refuges’ as a new body/)
    const twice = await keeper.fill(page, {
      ...fields,
      'partners-2-body': 'the Wendle  refuge',
      'partners-2-role': 'member',
    })
    assert.match(twice.text, /the Wendle refuge is here twice\. Remove one of the two\./)
  })

  test('PEO-1: Sponsor, leads and representatives are people, posts or vacant seats, substitutes with whom they stand for', async () => {
    const entry = await addTestEntry(world)
    const keeper = await world.signIn('keeper')
    const page = `${entry.path}/edit/people`
    const fields = {
      'sponsor-0-person': 'Ann Lee',
      'sponsor-0-post': 'Head of Safety',
      'performance_lead-0-post': 'Head of Safety',
      councillor_seats: '3',
      'representatives-0-role': 'councillor',
      'representatives-0-person': 'Cllr Bo Fox',
      'representatives-0-position': 'Chair',
      'representatives-0-starts_on': 'May 2025',
      'representatives-1-role': 'councillor',
      'representatives-1-person': 'Vacant',
      'representatives-2-role': 'councillor',
      'representatives-2-person': 'Cllr Di Oak',
      'representatives-2-stands_for': 'Somebody Else',
    }
    const asked = await keeper.fill(page, fields)
    assert.match(asked.text, /No representative on this page is called Somebody Else/)
    fields['representatives-2-stands_for'] = 'bo fox'
    const doubts = await keeper.fill(page, fields)
    assert.equal(doubts.status, 422)
    const answers = Object.fromEntries(
      [...doubts.body.matchAll(/name="(name-(?:person|post)-[0-9a-f]+)"/g)].map(match => [match[1]!, 'new']),
    )
    assert.equal(Object.keys(answers).length, 4)
    const saved = await keeper.fill(page, { ...fields, ...answers })
    assert.equal(saved.status, 303, saved.text)
    const { text } = await keeper.see(entry.path)
    assert.match(text, /Sponsor Ann Lee , Head of Safety/)
    assert.match(text, /Performance lead Head of Safety Vacant/)
    assert.match(
      text,
      /Cllr Bo Fox , Chair, since 1 May 2025 Councillor representative Substitute: Cllr Di Oak/,
    )
    assert.match(text, /A seat is vacant/)
    const kinds = await world.county.db
      .selectFrom('person')
      .select(['name', 'honorific', 'kind'])
      .orderBy('name')
      .execute()
    assert.deepEqual(kinds, [
      { name: 'Ann Lee', honorific: '', kind: 'officer' },
      { name: 'Bo Fox', honorific: 'Cllr', kind: 'councillor' },
      { name: 'Di Oak', honorific: 'Cllr', kind: 'councillor' },
    ])
    // Saved again untouched, nothing changes.
    const opened = await keeper.see(page)
    const same = Object.fromEntries(
      [...opened.body.matchAll(/<input\s[^>]*type="text"[^>]*>/g)].map(([input]) => [
        /\sname="([^"]+)"/.exec(input)![1]!,
        /\svalue="([^"]*)"/.exec(input)?.[1] ?? '',
      ]),
    )
    assert.equal(same['representatives-2-stands_for'], 'Cllr Bo Fox')
    for (const i of [0, 1, 2]) same[`representatives-${i}-role`] = 'councillor'
    const before = await world.county.db.selectFrom('event').select('id').execute()
    assert.equal((await keeper.fill(page, same)).status, 303)
    assert.equal((await world.county.db.selectFrom('event').select('id').execute()).length, before.length)
    // Without the rows, everyone is gone, substitutes first.
    assert.equal((await keeper.fill(page, { councillor_seats: '' })).status, 303)
    assert.deepEqual(await world.county.db.selectFrom('appointment').select('id').execute(), [])
  })

  test('ENT-3: Priorities are those of the plans in force, in the plan’s words', async () => {
    const entry = await addTestEntry(world)
    const { id: authority_id } = world.county
    const db = world.database.maintenance()
    const plan = { authority_id, name: 'Plan 2026', starts_on: '2026-04-01', ends_on: null }
    const old = { authority_id, name: 'Plan 2020', starts_on: '2020-04-01', ends_on: '2021-03-31' }
    const [now, past] = [
      '00000000-0000-4000-8000-000000000001',
      '00000000-0000-4000-8000-000000000002',
    ] as const
    await db
      .insertInto('plan')
      .values([
        { ...plan, id: now },
        { ...old, id: past },
      ])
      .execute()
    await db
      .insertInto('priority')
      .values([
        { authority_id, id: '00000000-0000-4000-8000-000000000003', plan_id: now, title: 'Safe streets' },
        { authority_id, id: '00000000-0000-4000-8000-000000000004', plan_id: past, title: 'Old aims' },
      ])
      .execute()
    const keeper = await world.signIn('keeper')
    const form = await keeper.see(`${entry.path}/edit/our-part`)
    assert.match(form.text, /Safe streets/)
    assert.doesNotMatch(form.text, /Old aims/)
    await keeper.fill(`${entry.path}/edit/our-part`, { priorities: '00000000-0000-4000-8000-000000000003' })
    assert.match((await keeper.see(entry.path)).text, /Safe streets \(Plan 2026\)/)
    await keeper.fill(`${entry.path}/edit/our-part`, {})
    assert.match((await keeper.see(entry.path)).text, /None chosen/)
  })
})
