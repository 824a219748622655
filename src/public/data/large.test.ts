import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { publicFields } from '#test/contents.ts'
import { addTestEntry } from '#test/entries.ts'
import { contentOf, openSite, putPublished } from '#test/published.ts'
import { today, useWorld, type World } from '#test/world.ts'

const size = 1234

describe('open data of a large register', () => {
  const world = useWorld(fillWithMany)
  const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    world.app.inject({ method, url, headers })

  test('REG-5: a register too large to keep comes whole, as it is made', async () => {
    const csv = await ask('/wendleshire/register.csv')
    const rows: Record<string, string>[] = parse(csv.rawPayload, { bom: true, columns: true })
    assert.equal(rows.length, size)
    assert.equal(new Set(rows.map(row => row.reference)).size, size)
    const json = (await ask('/wendleshire/register.json')).json()
    assert.deepEqual([json.total, json.partnerships.length], [size, size])
    assert.deepEqual(
      json.partnerships.map((each: { name: string }) => each.name),
      rows.map(row => row.name),
    )
    const some = (await ask('/wendleshire/register.json?theme=Theme%203')).json()
    assert.equal(some.total, some.partnerships.length)
    assert.ok(some.total > 100 && some.total < size)
  })

  test('REG-5: workbooks are made one at a time, and those who would wait too long are told so', async () => {
    const most = Array.from({ length: 12 }, (_, n) => ask(`/wendleshire/register.xlsx?q=none${n}`))
    const asked = await Promise.all(most)
    assert.deepEqual(asked.map(answer => answer.statusCode).toSorted(), [...Array(11).fill(200), 503])
    assert.match(asked.find(answer => answer.statusCode === 503)!.body, /Too many people are taking this/)
    assert.equal((await ask('/wendleshire/register.xlsx?q=none')).statusCode, 200)
  })

  test('REG-5: a large file too is told unchanged by its tag, until something is published', async () => {
    const url = '/wendleshire/register.csv'
    const { headers } = await ask(url)
    assert.match(headers.etag!, /^W\//)
    const known = { 'if-none-match': headers.etag! }
    assert.equal((await ask(url, known)).statusCode, 304)
    assert.notEqual((await ask(`${url}?theme=Theme%203`)).headers.etag, headers.etag)
    const head = await ask(url, {}, 'HEAD')
    assert.deepEqual([head.statusCode, head.rawPayload.length], [200, 0])
    assert.equal(head.headers['access-control-allow-origin'], '*')
    await publish(world, 'WCC-0001', 'The newest')
    world.clock.now = new Date(world.clock.now.getTime() + 2000)
    const again = await ask(url, known)
    assert.equal(again.statusCode, 200)
    assert.ok(again.body.includes('The newest'))
  })
})

async function fillWithMany(world: World) {
  await openSite(world.county.db, world.county.id, today)
  await publish(world, 'WCC-0001', 'Body 0001')
  const authority = world.county.id
  await sql`update public_site set fields = ${JSON.stringify(publicFields)}
    where authority_id = ${authority}`.execute(world.county.db)
  // One entry, its line in the log and its copy, again and again under other numbers.
  await sql`with made as (
      insert into involvement
      select (jsonb_populate_record(null::involvement, to_jsonb(i) || jsonb_build_object('id', gen_random_uuid(),
        'reference', 'WCC-' || to_char(n, 'FM0000'), 'partnership_id', i.partnership_id))).*
      from involvement i, generate_series(2, ${size}) n where i.authority_id = ${authority}
      returning id, reference
    ), logged as (
      insert into publication (authority_id, number, involvement_id, reference, act, at, chain)
      select ${authority}, substr(reference, 5)::int, id, reference, 'published', ${today}, 'x' from made
      returning number, involvement_id, reference
    )
    insert into public_copy
    select (jsonb_populate_record(null::public_copy, to_jsonb(c) || jsonb_build_object('number', l.number,
      'involvement_id', l.involvement_id, 'reference', l.reference, 'name', 'Body ' || substr(l.reference, 5),
      'theme', 'Theme ' || l.number % 10, 'content', c.content || jsonb_build_object('reference', l.reference,
      'name', 'Body ' || substr(l.reference, 5))))).*
    from logged l, public_copy c where c.authority_id = ${authority}`.execute(world.county.db)
  await sql`update public_site set head = ${size} where authority_id = ${authority}`.execute(world.county.db)
}

async function publish(world: World, reference: string, name: string) {
  const id = published.get(reference) ?? (await addTestEntry(world, { name })).id
  published.set(reference, id)
  await putPublished(world.county.db, world.county.id, contentOf({ name, reference }), today, id)
}

const published = new Map<string, string>()
