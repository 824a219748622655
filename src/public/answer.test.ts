import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { addTestEntry } from '#test/entries.ts'
import { contentOf, openSite, putPublished, putWithdrawn } from '#test/published.ts'
import { today, useWorld } from '#test/world.ts'
import { openPublicSite } from './answer.ts'
import type { Question } from './kept.ts'
import { siteNamed } from './site.ts'

const later = (seconds: number) => new Date(today.getTime() + seconds * 1000)

describe('how the public site answers', () => {
  const world = useWorld()
  let app: FastifyInstance
  let made: number
  let hooks = 0
  let wait: Promise<unknown>

  beforeEach(async () => {
    await openSite(world.county.db, world.county.id, today)
    await openSite(world.borough.db, world.borough.id, today)
    made = 0
    wait = Promise.resolve()
    app = Fastify()
    const site = openPublicSite({ database: world.database, now: () => world.clock.now })
    app.addHook('onRequest', site.atOnce)
    app.addHook('onRequest', async () => {
      hooks++
    })
    await app.register(helmet)
    await app.register(compress, { encodings: ['gzip', 'identity'], threshold: 1024 })
    const route = (path: string, question: Partial<Question> = {}) =>
      app.get<{ Params: { authority: string } }>(path, async (req, reply) => {
        const sites = await site.look()
        const of = req.params.authority ? siteNamed(sites, req.params.authority) : sites
        const make = async () => {
          made++
          await wait
          const rows = await sql<{
            name: string
          }>`select name from public_copy where until_at is null`.execute(site.db)
          return { body: `${rows.rows.map(row => row.name).join(', ')}${' '.repeat(2000)}` }
        }
        return site.answer(req, reply, { of, key: 'names', make, ...question })
      })
    route('/')
    route('/:authority/names')
    route('/:authority/open', { as: 'data' })
    route('/:authority/fragment', { as: 'fragment' })
    route('/:authority/gone', { make: async () => ({ status: 410, body: 'gone' }), key: 'gone' })
    route('/:authority/short', { make: async () => ({ body: 'x', keep: ++made < 0 }), key: 'short' })
  })
  afterEach(() => app.close())

  const ask = (url: string, headers = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ url, headers, method })
  const publish = async (name: string, where: 'county' | 'borough' = 'county') => {
    const { id } = await addTestEntry(world, { name })
    await putPublished(
      world[where].db,
      world[where].id,
      contentOf({ name, reference: 'WCC-1' }),
      world.clock.now,
      id,
    )
  }

  test('REG-5: an unchanged answer comes from memory, and a publication shows within a second', async () => {
    await publish('First')
    assert.match((await ask('/wendleshire/names')).body, /First/)
    await ask('/wendleshire/names')
    assert.equal(made, 1)
    await publish('Second')
    await ask('/wendleshire/names')
    assert.equal(made, 1, 'looked again within the second')
    world.clock.now = later(1)
    assert.match((await ask('/wendleshire/names')).body, /Second/)
    assert.equal(made, 2)
  })

  test('REG-5: another authority’s publication leaves what is kept, but for what is about all', async () => {
    for (const path of ['/', '/wendleshire/names', '/saltmere/names']) await ask(path)
    await publish('First')
    world.clock.now = later(1)
    for (const path of ['/', '/wendleshire/names', '/saltmere/names']) await ask(path)
    assert.equal(made, 5)
  })

  test('REG-5: a change of what the site says of itself shows too', async () => {
    const before = await ask('/wendleshire/names')
    await sql`update public_site set contact_name = 'New' where slug = 'wendleshire'`.execute(world.county.db)
    world.clock.now = later(1)
    const since = { 'if-modified-since': before.headers['last-modified'] }
    await ask('/wendleshire/names', since)
    assert.equal(made, 2)
  })

  test('SCR-4: what is erased leaves memory, even where it was being made', async () => {
    await publish('Secret')
    let go = () => {}
    wait = new Promise<void>(resolve => {
      go = resolve
    })
    const early = ask('/wendleshire/names')
    while (made === 0) await new Promise(resolve => setImmediate(resolve))
    await putWithdrawn(world.county.db, world.county.id, 'erased', 'WCC-1', 'personal', later(1))
    world.clock.now = later(1)
    const late = ask('/wendleshire/names')
    while (made === 1) await new Promise(resolve => setImmediate(resolve))
    go()
    await early
    assert.doesNotMatch((await late).body, /Secret/)
    assert.doesNotMatch((await ask('/wendleshire/names')).body, /Secret/)
  })

  test('an answer asked for by many at once is made once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('/wendleshire/names')))
    assert.equal(made, 1)
    assert.deepEqual(new Set(answers.map(answer => answer.statusCode)), new Set([200]))
  })

  test('what nobody asks for again is not kept', async () => {
    await ask('/wendleshire/short')
    await ask('/wendleshire/short')
    assert.equal(made, 2)
  })

  test('REG-5: whoever has it already is told so, by its tag or by its time', async () => {
    const first = await ask('/wendleshire/names')
    const { etag } = first.headers
    const time = String(first.headers['last-modified'])
    assert.match(String(etag), /^"[\w-]{22}"$/)
    for (const headers of [
      { 'if-none-match': etag },
      { 'if-none-match': `"other", W/${etag}` },
      { 'if-modified-since': time },
    ]) {
      const again = await ask('/wendleshire/names', headers)
      assert.equal(again.statusCode, 304)
      assert.equal(again.body, '')
      assert.equal(again.headers.etag, etag)
    }
    for (const headers of [
      { 'if-none-match': '"other"', 'if-modified-since': time },
      { 'if-modified-since': new Date(Date.parse(time) - 1000).toUTCString() },
      { 'if-modified-since': 'yesterday' },
    ])
      assert.equal((await ask('/wendleshire/names', headers)).statusCode, 200)
    assert.equal((await ask('/wendleshire/gone', { 'if-modified-since': time })).statusCode, 410)
  })

  test('it comes compressed to who takes that, under a tag of its own', async () => {
    const plain = await ask('/wendleshire/names')
    const zipped = await ask('/wendleshire/names', { 'accept-encoding': 'br, gzip;q=0.8' })
    assert.equal(zipped.headers['content-encoding'], 'gzip')
    assert.equal(gunzipSync(zipped.rawPayload).toString(), plain.body)
    assert.notEqual(zipped.headers.etag, plain.headers.etag)
    assert.equal(made, 1)
    assert.equal(
      (await ask('/wendleshire/names', { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'],
      undefined,
    )
    const known = await ask('/wendleshire/names', {
      'accept-encoding': 'gzip',
      'if-none-match': zipped.headers.etag,
    })
    assert.equal(known.statusCode, 304)
  })

  test('what was sent before is sent again with every header it had, before anything else is looked at', async () => {
    for (const headers of [{}, { 'accept-encoding': 'gzip' }])
      for (const path of ['/wendleshire/names', '/wendleshire/open', '/wendleshire/gone', '/']) {
        const first = await ask(path, headers)
        const again = await ask(path, headers)
        const { date: _, connection: __, ...known } = first.headers
        const { date: ___, connection: ____, ...told } = again.headers
        assert.deepEqual(told, known, path)
        assert.deepEqual(again.rawPayload, first.rawPayload)
        assert.equal(again.statusCode, first.statusCode)
      }
    const { etag } = (await ask('/wendleshire/names')).headers
    const known = await ask('/wendleshire/names', { 'if-none-match': etag })
    assert.deepEqual([known.statusCode, known.body, known.headers.etag], [304, '', etag])
    const looked = hooks
    await ask('/wendleshire/names')
    assert.equal(hooks, looked, 'a hook of the service ran')
  })

  test('a HEAD tells the same without the body', async () => {
    const whole = await ask('/wendleshire/names')
    const head = await ask('/wendleshire/names', {}, 'HEAD')
    assert.equal(head.body, '')
    for (const name of ['etag', 'last-modified', 'content-type', 'content-length'])
      assert.equal(head.headers[name], whole.headers[name], name)
  })

  test('REG-5: data and fragments may be fetched and framed from anywhere, pages may not', async () => {
    for (const path of ['open', 'fragment']) {
      const { headers } = await ask(`/wendleshire/${path}`)
      assert.equal(headers['access-control-allow-origin'], '*')
      assert.match(String(headers['content-security-policy']), /frame-ancestors \*/)
      assert.equal(headers['x-frame-options'], undefined)
    }
    const page = await ask('/wendleshire/names')
    assert.equal(page.headers['access-control-allow-origin'], undefined)
    assert.ok(page.headers['x-frame-options'])
    assert.equal(page.headers['set-cookie'], undefined)
    assert.equal(page.headers['cache-control'], 'public, max-age=0, must-revalidate')
  })
})
