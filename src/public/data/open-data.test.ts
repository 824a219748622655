import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { parse } from 'csv-parse/sync'
import { faultsOfCsv } from '#test/csvw.ts'
import { fillWithSample } from '#test/sample.ts'
import { useWorld } from '#test/world.ts'
import { wellFormed } from '#test/xml.ts'

type Row = Record<string, string>
// biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
type Json = any

describe('open data of the sample county', () => {
  const world = useWorld(fillWithSample)
  const register = '/wendleshire/register'
  const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    world.app.inject({ method, url, headers })
  const rowsAt = async (url: string): Promise<Row[]> =>
    parse((await ask(url)).rawPayload, { bom: true, columns: true })
  const jsonAt = async (url: string): Promise<Json> => (await ask(url)).json()
  const pathOf = (address: string) => address.replace('http://localhost:3000', '')

  test('REG-5: the CSV is valid by the metadata its own header leads to, filtered and as at a day too', async () => {
    for (const query of ['', '?kind=outside-body&sort=reference', '?as-at=2026-06-30']) {
      const csv = await ask(`${register}.csv${query}`)
      assert.match(String(csv.headers['content-type']), /^text\/csv; charset=utf-8/)
      const leads = /<([^>]+)>; rel="describedby"/.exec(String(csv.headers.link))![1]!
      const metadata = await jsonAt(pathOf(leads))
      assert.deepEqual(
        faultsOfCsv(csv.rawPayload, metadata, `http://localhost:3000${register}.csv${query}`),
        [],
      )
      assert.ok((await rowsAt(`${register}.csv${query}`)).length > 3)
    }
  })

  test('REG-5: every answer in JSON keeps to the schema it names', async () => {
    const list = await jsonAt(`${register}.json`)
    const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false })
    ajvFormats.default(ajv)
    const held = async (value: Json) => {
      const holds = ajv.getSchema(value.$schema) ?? ajv.compile(await jsonAt(pathOf(value.$schema)))
      holds(value)
      return (holds.errors ?? []).map(error => `${value.reference} ${error.instancePath} ${error.message}`)
    }
    assert.deepEqual(await held(list), [])
    assert.equal(list.total, list.partnerships.length)
    assert.ok(list.total > 20)
    const log = wellFormed((await ask(`${register}.atom`)).body).all('entry')
    const references = new Set(log.map(entry => entry.one('link').attributes.href!))
    assert.ok(references.size > list.total, 'ended and erased entries are in the log too')
    for (const address of references)
      assert.deepEqual(await held(await jsonAt(`${pathOf(address)}.json`)), [])
    const past = await jsonAt(`${pathOf(list.partnerships[0].id)}.json?as-at=2026-06-30`)
    assert.deepEqual(await held(past), [])
    assert.deepEqual([past.state, past.as_at], ['past', '2026-06-30'])
    const then = await ask(`${pathOf(list.partnerships[0].id)}.json?as-at=2001-01-01`)
    assert.deepEqual([then.statusCode, then.json().state, await held(then.json())], [404, 'not-then', []])
  })

  test('REG-5: files take the filters and the day of the list, all of it and not one page', async () => {
    const all = await rowsAt(`${register}.csv`)
    const some = await rowsAt(`${register}.csv?kind=outside-body&sort=reference`)
    assert.ok(some.length > 0 && some.length < all.length)
    assert.deepEqual(new Set(some.map(row => row.kind)), new Set(['outside-body']))
    const references = some.map(row => row.reference!)
    assert.deepEqual(references, references.toSorted())
    const filtered = await jsonAt(`${register}.json?kind=outside-body&sort=reference&page=7`)
    assert.deepEqual(
      filtered.partnerships.map((each: Json) => each.identifiers[0].identifier),
      references,
    )
    const found = await rowsAt(`${register}.csv?q=drainage`)
    assert.ok(found.length > 0 && found.length < all.length)
    const before = await jsonAt(`${register}.json?as-at=2020-01-01`)
    assert.deepEqual([before.total, before.as_at], [0, '2020-01-01'])
    const past = await rowsAt(`${register}.csv?as-at=2026-06-30`)
    assert.notDeepEqual(past, all)
    for (const row of past) assert.ok(row.published_at! < '2026-06-30T23:00:00Z')
    const wrong = await ask(`${register}.csv?as-at=2026-02-31`)
    assert.equal(wrong.statusCode, 400)
  })

  test('REG-5: data and fragment may be fetched from any origin and framed, pages may not; none sets a cookie', async () => {
    const open = ['.csv', '.json', '.xlsx', '.atom', '.csv-metadata.json', '/table', '/WCC-0001.json']
    const data = ['/data/catalog.jsonld', '/data/schema/register.json', '/data/schema/entry.json']
    for (const url of [...open.map(end => register + end), ...data]) {
      const { statusCode, headers } = await ask(url)
      assert.equal(statusCode, 200, url)
      assert.equal(headers['access-control-allow-origin'], '*', url)
      assert.equal(headers['x-frame-options'], undefined, url)
      assert.match(String(headers['content-security-policy']), /frame-ancestors \*/, url)
      assert.equal(headers['set-cookie'], undefined, url)
    }
    for (const url of [`${register}/fields`, `${register}/open-data`, '/robots.txt', '/sitemap.xml']) {
      const { statusCode, headers } = await ask(url)
      assert.equal(statusCode, 200, url)
      assert.equal(headers['access-control-allow-origin'], undefined, url)
      assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/, url)
      assert.equal(headers['set-cookie'], undefined, url)
    }
  })

  test('REG-5: who has a file already is told that it has not changed, and HEAD tells without sending', async () => {
    for (const ending of ['csv', 'json', 'xlsx', 'atom']) {
      const url = `${register}.${ending}`
      const { headers, rawPayload } = await ask(url)
      assert.ok(headers.etag && headers['last-modified'], url)
      assert.equal((await ask(url, { 'if-none-match': headers.etag })).statusCode, 304)
      assert.equal((await ask(url, { 'if-modified-since': headers['last-modified'] })).statusCode, 304)
      const head = await ask(url, {}, 'HEAD')
      assert.equal(head.rawPayload.length, 0)
      assert.equal(head.headers['content-length'], String(rawPayload.length))
    }
  })

  test('REG-5: the feed tells what was published, changed, ended and erased, each once and for ever', async () => {
    const feed = wellFormed((await ask(`${register}.atom`)).body)
    const entries = feed.all('entry')
    const terms = entries.map(entry => entry.one('category').attributes.term)
    for (const term of ['published', 'changed', 'ended', 'erased']) assert.ok(terms.includes(term), term)
    const ids = entries.map(entry => entry.one('id').text)
    assert.equal(new Set(ids).size, ids.length)
    const times = entries.map(entry => entry.one('updated').text)
    assert.deepEqual(times, times.toSorted().reverse())
    assert.equal(feed.one('updated').text, times[0])
  })

  test('SCR-4: what was erased is nowhere, and its address says so', async () => {
    const feed = wellFormed((await ask(`${register}.atom`)).body).all('entry')
    const erased = feed.find(entry => entry.one('category').attributes.term === 'erased')!
    const address = pathOf(erased.one('link').attributes.href!)
    const reference = address.split('/').at(-1)!
    for (const entry of feed.filter(each => each.one('link').attributes.href!.endsWith(`/${reference}`)))
      assert.match(entry.one('title').text, new RegExp(`^\\w+: ${reference}$`))
    const answer = await ask(`${address}.json`)
    assert.equal(answer.statusCode, 410)
    const { state, partnership, versions, log } = answer.json()
    assert.deepEqual([state, partnership, versions], ['erased', null, []])
    assert.ok(log[0].reason && log.at(-1).content_hash)
    for (const url of [`${register}.csv`, `${register}.csv?as-at=2026-06-30`, `${register}.json`])
      assert.ok(!(await ask(url)).body.includes(reference), url)
  })

  test('SCR-4: what is withheld is named with its reason and shows nowhere', async () => {
    const { partnerships } = await jsonAt(`${register}.json`)
    const held = partnerships.filter((each: Json) => each.withheld.length > 0)
    assert.ok(held.length > 0)
    for (const each of held)
      for (const { field } of each.withheld) assert.equal(each.fields[field] ?? null, null)
    const row = (await rowsAt(`${register}.csv`)).find(each => each.withheld)!
    assert.match(row.withheld!, /^[\w.]+: (personal|commercial|safety)/)
    assert.equal(row[row.withheld!.split(':')[0]!], '')
  })

  test('REG-5: every address of the sitemaps opens, and none is of staff', async () => {
    const maps = wellFormed((await ask('/sitemap.xml')).body).all('sitemap')
    assert.ok(maps.length > 0)
    for (const map of maps) {
      const { statusCode, body } = await ask(pathOf(map.one('loc').text))
      assert.equal(statusCode, 200)
      const places = wellFormed(body).all('url')
      assert.ok(places.length > 3)
      for (const place of places) {
        const address = pathOf(place.one('loc').text)
        assert.doesNotMatch(address, /\/staff/)
        assert.equal((await ask(address)).statusCode, 200, address)
      }
    }
  })

  test('REG-5: the dictionary tells of every column, and says of what is never shown that it is not', async () => {
    const { body } = await ask(`${register}/fields`)
    for (const name of Object.keys((await rowsAt(`${register}.csv`))[0]!))
      assert.ok(body.includes(`<code>${name}</code>`), `${name} is not explained`)
    assert.match(body, /<code>notes<\/code>[\s\S]{0,400}?Never/)
  })

  test('REG-5: the page about open data leads to every format, and states licence and credit', async () => {
    const { body } = await ask(`${register}/open-data`)
    const links = [...body.matchAll(/href="(\/[^"]+)"/g)].map(match => match[1]!)
    for (const ending of ['csv', 'xlsx', 'json', 'atom', 'csv-metadata.json'])
      assert.ok(links.includes(`${register}.${ending}`), ending)
    for (const link of links.filter(each => /\/register[./]|^\/data/.test(each)))
      assert.equal((await ask(link)).statusCode, 200, link)
    assert.match(body, /open-government-licence\/version\/3/)
    assert.match(body, /Contains information from the register of partnerships of Wendleshire County Council/)
  })

  test('REG-5: the table for other websites holds itself together wherever it stands', async () => {
    const { body } = await ask(`${register}/table?kind=outside-body`)
    const links = [...body.matchAll(/<a href="([^"]+)"([^>]*)>/g)]
    assert.ok(links.length > 3)
    for (const [, address, rest] of links) {
      assert.ok(URL.canParse(address!), `${address} would lead nowhere on another website`)
      assert.match(rest!, /target="_top"/)
    }
    assert.doesNotMatch(body, /<script/)
    assert.match(body, /href="http:\/\/localhost:3000\/wendleshire\/register\?kind=outside-body"/)
    const style = /href="(\/assets[^"]+table\.css)"/.exec(body)![1]!
    assert.equal((await ask(style)).statusCode, 200)
    const empty = await ask(`${register}/table?theme=None%20such`)
    assert.match(empty.body, /No partnership is listed here/)
  })

  test('REG-5: an authority that does not publish has no data', async () => {
    for (const end of [
      '.csv',
      '.json',
      '.xlsx',
      '.atom',
      '/table',
      '/fields',
      '/open-data',
      '/WCC-0001.json',
    ])
      assert.equal((await ask(`/no-such-place/register${end}`)).statusCode, 404, end)
    assert.equal((await ask(`${register}/WCC-9999.json`)).statusCode, 404)
  })
})
