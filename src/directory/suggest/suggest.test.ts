import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CompiledQuery, sql } from 'kysely'
import type { Role } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { type Act, change } from '#src/trail/change.ts'
import type { Client } from '#test/client.ts'
import { today, useWorld, type World } from '#test/world.ts'

const suggest = '/wendleshire/staff/suggest'

describe('names suggested while somebody types', () => {
  const world = useWorld()

  test('Bodies whose name begins so come first, then those that have it within, by any of their names', async () => {
    await act(world, async act => {
      await body(act, 'Tarrow Wildlife Trust')
      await body(act, 'Wendle Rivers Trust', { other_names: ['Tarrow Catchment Group'] })
      await body(act, 'Friends of Tarrow')
      await body(act, 'Marlbeck Town Council')
      await body(act, 'Newtarrow Parish Council')
    })
    const reader = await world.signIn('reader')
    assert.deepEqual(await namesFor(reader, 'organisations', 'tarr'), [
      'Tarrow Wildlife Trust',
      'Friends of Tarrow',
      'Newtarrow Parish Council',
      'Wendle Rivers Trust',
    ])
    const { names } = await answerTo(reader, 'organisations', 'tarrow catch')
    assert.deepEqual(names, [{ name: 'Wendle Rivers Trust', detail: 'also called Tarrow Catchment Group' }])
    assert.deepEqual(await namesFor(reader, 'organisations', 'trust wend'), ['Wendle Rivers Trust'])
  })

  test('Accents, capitals and the signs of SQL make no difference', async () => {
    await act(world, act => body(act, 'Comité de Jumelage Saint-Évrard'))
    const reader = await world.signIn('reader')
    for (const q of ['COMITE', 'comité', 'jumelage saint-evrard', 'evrard', 'co'])
      assert.deepEqual(await namesFor(reader, 'organisations', q), ['Comité de Jumelage Saint-Évrard'], q)
    for (const q of ['%', '_', '%%%%', "' or 1=1 --", '\\', '(', '', '   ', 'x'.repeat(5000)])
      assert.deepEqual(await namesFor(reader, 'organisations', q), [], q)
  })

  test('What is typed is new where nothing there is called so, and never where a seat is vacant', async () => {
    await act(world, act => body(act, 'The Wendle Trust', { other_names: ['Wendle Giving'] }))
    const reader = await world.signIn('reader')
    for (const [what, q, fresh] of [
      ['organisations', 'wendle', true],
      ['organisations', 'wendle trust', false],
      ['organisations', 'Wendle Giving', false],
      ['organisations', '', false],
      ['people', 'Vacant', false],
      ['people', 'Ines Barrow', true],
    ] as const)
      assert.equal((await answerTo(reader, what, q)).fresh, fresh, q)
  })

  test('A merged body or person leads to the one that was kept, through several merges as well', async () => {
    await act(world, async act => {
      const kept = await body(act, 'Wendle Rivers Trust', { other_names: ['Tarrow Anglers'] })
      const middle = await body(act, 'Tarrow Anglers Association', { merged_into: kept })
      await body(act, 'Tarrow Anglers', { merged_into: middle })
      const person = await someone(act, 'Ines Barrow')
      await someone(act, 'Agnes Barrow', { merged_into: person })
    })
    const reader = await world.signIn('reader')
    assert.deepEqual(await namesFor(reader, 'organisations', 'tarrow ang'), ['Wendle Rivers Trust'])
    assert.deepEqual(await namesFor(reader, 'people', 'agnes'), ['Ines Barrow'])
  })

  test('People are found by any part of the name, with or without title; those who left come last', async () => {
    await act(world, async act => {
      await someone(act, 'Ann Tolland', { left_on: '2026-03-31', job_title: 'Clerk' })
      await someone(act, 'Zadie Tolland', { honorific: 'Cllr', kind: 'councillor', ward: 'Quayside' })
    })
    const reader = await world.signIn('reader')
    assert.deepEqual((await answerTo(reader, 'people', 'tolland')).names, [
      { name: 'Cllr Zadie Tolland', detail: 'Quayside' },
      { name: 'Ann Tolland', detail: 'Clerk, left 31 March 2026' },
    ])
    assert.deepEqual(await namesFor(reader, 'people', 'cllr zad'), ['Cllr Zadie Tolland'])
    assert.deepEqual(await namesFor(reader, 'people', 'zadie'), ['Cllr Zadie Tolland'])
    assert.deepEqual(await namesFor(reader, 'people', 'ann', '&current=yes'), [])
  })

  test('Posts say who holds them today, and a box for either offers people and posts', async () => {
    await act(world, async act => {
      const post = await job(act, 'Director of Rivers')
      await job(act, 'Rivers Officer', { closed_on: '2025-01-01' })
      await someone(act, 'Rivera Holt')
      for (const [name, starts_on, ends_on] of [
        ['Ines Barrow', '2024-01-01', null],
        ['Old Holder', '2020-01-01', '2023-12-31'],
      ] as const) {
        const person_id = await someone(act, name)
        await act
          .on('post', post, 'Director of Rivers')
          .insert('post_holding', { post_id: post, person_id, starts_on, ends_on })
      }
    })
    const reader = await world.signIn('reader')
    assert.deepEqual((await answerTo(reader, 'posts', 'river')).names, [
      { name: 'Director of Rivers', detail: 'Ines Barrow' },
      { name: 'Rivers Officer', detail: 'closed 1 January 2025' },
    ])
    assert.deepEqual(await namesFor(reader, 'holders', 'river'), [
      'Rivera Holt',
      'Director of Rivers',
      'Rivers Officer',
    ])
  })

  test('No more than ten names come back', async () => {
    await act(world, async act => {
      for (let i = 0; i < 30; i++) await body(act, `${i % 2 ? 'Wendle' : 'Old Wendle'} Trust ${i}`)
    })
    const names = await namesFor(await world.signIn('reader'), 'organisations', 'wendle')
    assert.equal(names.length, 10)
    assert.ok(names.every(name => name.startsWith('Wendle')))
  })

  test('MUL-1: Another authority’s names and those of an import not yet done are not suggested', async () => {
    const { borough } = world
    await change(
      borough.db,
      { authority: borough.id, by: tester, at: today, action: 'organisation.add' },
      async act => {
        await body(act, 'Secret Saltmere Trust')
        await someone(act, 'Secret Person')
        await job(act, 'Secret Post')
      },
    )
    await world.database
      .app({ authority: world.county.id })
      .transaction()
      .execute(async trx => {
        await sql`insert into organisation (authority_id, id, name, pending_batch)
          values (${world.county.id}, ${newId()}, 'Secret of an import', ${newId()})`.execute(trx)
      })
    const reader = await world.signIn('reader')
    for (const what of ['organisations', 'people', 'posts', 'holders'])
      assert.deepEqual(await namesFor(reader, what, 'secret'), [], what)
    const owner = await world.signIn('reader', 'borough')
    assert.match((await owner.see('/saltmere/staff/suggest/people?q=secret')).body, /Secret Person/)
  })

  test('Everyone who may see the register is answered, nobody else, and no copy is kept on the way', async () => {
    const roles: Role[] = [
      'reader',
      'contributor',
      'sponsor',
      'keeper',
      'adviser',
      'auditor',
      'administrator',
    ]
    for (const role of roles) {
      const person = await world.signIn(role)
      const { status, response } = await person.see(`${suggest}/people?q=a`)
      assert.equal(status, 200, role)
      assert.equal(response.headers['cache-control'], 'private, no-store')
    }
    assert.equal((await world.visitor().see(`${suggest}/people?q=a`)).status, 303)
    const elsewhere = await world.signIn('administrator', 'borough')
    assert.equal((await elsewhere.see(`${suggest}/people?q=a`)).status, 404)
    const reader = await world.signIn('reader')
    for (const what of ['secrets', 'toString', '__proto__'])
      assert.equal((await reader.see(`${suggest}/${what}?q=a`)).status, 404, what)
  })

  test('Among ten thousand bodies, names are found through indexes', async () => {
    const { id } = world.county
    await sql`insert into organisation (authority_id, id, name, other_names)
      select ${id}, gen_random_uuid(), 'Body ' || md5(i::text) || ' of ' || md5((i * 7)::text), array[md5((i * 3)::text)]
      from generate_series(1, 10000) i`.execute(world.database.maintenance())
    await sql`analyze organisation`.execute(world.database.owner())
    const plans = await plansOf(world, 'body c4ca')
    assert.match(plans.begins, /organisation_begins/)
    assert.match(plans.called, /organisation_called/)
    assert.doesNotMatch(plans.begins + plans.called, /Seq Scan/)
    const reader = await world.signIn('reader')
    assert.equal((await namesFor(reader, 'organisations', 'c4ca4238a0')).length, 1)
    assert.equal((await namesFor(reader, 'organisations', 'body')).length, 10)
  })
})

// As the function that looks for them reads: on behalf of the owner, within the caller's authority.
async function plansOf(world: World, q: string) {
  const { rows } = await sql<{
    text: string
  }>`select prosrc as text from pg_proc where proname = 'suggested'`.execute(world.database.owner())
  assert.match(rows[0]!.text, /plain\(t\.%I\) like \$1\s+order by plain\(t\.%I\) using ~<~ limit/)
  const visible = `t.authority_id = '${world.county.id}' and t.pending_batch is null`
  const explain = async (text: string) => {
    const { rows } = await world.database.owner().executeQuery<{ 'QUERY PLAN': string }>({
      sql: `explain ${text}`,
      parameters: [],
    } as unknown as CompiledQuery<{
      'QUERY PLAN': string
    }>)
    return rows.map(row => row['QUERY PLAN']).join('\n')
  }
  return {
    begins: await explain(
      `select t.id from organisation t where ${visible} and plain(t.name) like '${q}%' order by plain(t.name) using ~<~ limit 20`,
    ),
    called: await explain(
      `select t.id from organisation t where ${visible} and plain_names(t.name, t.other_names) like '%${q}%' limit 400`,
    ),
  }
}

type Answer = { names: { name: string; detail: string }[]; fresh: boolean }

async function answerTo(client: Client, what: string, q: string, more = ''): Promise<Answer> {
  const { status, body } = await client.see(`${suggest}/${what}?q=${encodeURIComponent(q)}${more}`)
  assert.equal(status, 200)
  return JSON.parse(body)
}

async function namesFor(client: Client, what: string, q: string, more = ''): Promise<string[]> {
  return (await answerTo(client, what, q, more)).names.map(each => each.name)
}

const tester = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

const act = <T>(world: World, work: (act: Act) => Promise<T>) =>
  change(
    world.county.db,
    { authority: world.county.id, by: tester, at: today, action: 'organisation.add' },
    work,
  )

function body(act: Act, name: string, more: { other_names?: string[]; merged_into?: string } = {}) {
  const id = newId()
  return act
    .on('organisation', id, name)
    .insert('organisation', { id, name, predecessor_id: null, merged_into: null, ...more })
}

function someone(act: Act, name: string, more: object = {}) {
  const id = newId()
  const row = { id, name, organisation_id: null, account_id: null, left_on: null, merged_into: null, ...more }
  return act.on('person', id, name).insert('person', row)
}

function job(act: Act, title: string, more: { closed_on?: string } = {}) {
  const id = newId()
  return act
    .on('post', id, title)
    .insert('post', { id, title, directorate_id: null, closed_on: null, ...more })
}
