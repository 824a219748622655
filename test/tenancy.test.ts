import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { DeclaredRoute } from '#src/accounts/gate.ts'
import { fill, gapsOf, namesRow, valueFor, valuesOf } from './addresses.ts'
import type { Client } from './client.ts'
import { type SignedIn, useCounty } from './county.ts'
import { crawl } from './crawl.ts'
import { fingerprint, idsOf, mentions, plantSecrets, secret } from './rows.ts'

// Every route there is, with another authority's references and ids in its address. A page added later is among them.
// What is about all that publish: what they publish is for everyone.
const aboutAll = new Set(['/', '/data/catalog.jsonld', '/sitemap.xml'])

describe('another authority’s records', () => {
  const county = useCounty()
  let routes: DeclaredRoute[]
  let own: Map<string, string[]>
  let other: Map<string, string[]>
  let untouched: Record<string, string>
  let administrator: SignedIn
  let inBoth: SignedIn

  before(async () => {
    const planted = await plantSecrets(county.database, county.other.id)
    for (const column of ['partnership.name', 'register_entry.name', 'person.name', 'settlement.original'])
      assert.ok(planted.includes(column), `${column} took no secret`)
    assert.ok(planted.length >= 50, `only ${planted.length} columns took a secret`)
    routes = county.app.routesDeclared.filter(route => route.method !== 'HEAD')
    own = await valuesOf(county.database, county.own)
    other = await valuesOf(county.database, county.other)
    administrator = await county.signIn('administrator')
    inBoth = await county.inBoth('administrator')
    untouched = await fingerprint(county.database, county.other.id)
  })

  test('the secrets are there to be found: their owner reads them', async () => {
    const list = await inBoth.see(`/${county.other.slug}/staff/partnerships`)
    assert.equal(list.status, 200)
    assert.match(list.body, new RegExp(secret))
  })

  test('MUL-1: at one’s own address the other’s references and ids name nothing', async () => {
    const found: string[] = []
    let tried = 0
    for (const route of routes.filter(each => each.url.startsWith('/:authority/')))
      for (const address of mixedAddresses(route)) {
        for (const client of [administrator, inBoth]) {
          const { status, body } = await ask(client, route, address)
          tried++
          if (status !== 404) found.push(`${route.method} ${address}: ${status}`)
          if (body.includes(secret)) found.push(`${route.method} ${address} shows a secret`)
        }
      }
    assert.deepEqual(found, [])
    assert.deepEqual(await fingerprint(county.database, county.other.id), untouched)
    assert.ok(tried > 0)
  })

  test('MUL-1: pages and exports of one’s own show nothing of the other’s', async () => {
    const shown: string[] = []
    for (const route of routes.filter(each => each.method === 'GET' && !aboutAll.has(each.url)))
      for (const client of [administrator, inBoth, county.visitor()]) {
        const address = fill(route.url, county.own.slug, keys => valueFor(own, keys))
        const { body, status } = await ask(client, route, address)
        if (body.includes(secret)) shown.push(address)
        assert.ok(status < 500, `${address}: ${status}`)
      }
    assert.deepEqual(shown, [])
  })

  test('MUL-1: at the other’s address there is no page at all', async () => {
    const open: string[] = []
    for (const route of routes.filter(
      each => each.url.startsWith('/:authority/') && !['anyone', 'public'].includes(each.needs),
    ))
      for (const values of [own, other]) {
        const address = fill(route.url, county.other.slug, keys => valueFor(values, keys))
        const { status, body } = await ask(administrator, route, address)
        if (status !== 404 || body.includes(secret)) open.push(`${route.method} ${address}: ${status}`)
      }
    assert.deepEqual(open, [])
    assert.deepEqual(await fingerprint(county.database, county.other.id), untouched)
  })

  test('MUL-1: a form of one’s own that names the other’s rows takes none of them', async () => {
    const ownIds = await idsOf(county.database, county.own.id)
    const otherIds = await idsOf(county.database, county.other.id)
    const instead = new Map([...otherIds].map(([id, table]) => [table, id]))
    const pages = await crawl(county.app.routesDeclared, inBoth, `/${county.own.slug}/staff`, 2)
    let swapped = 0
    const forms = pages.flatMap(page => page.forms)
    for (const form of forms.filter(each => each.action !== '/sign-out' && !aboutAll.has(each.action))) {
      const fields = form.fields.flatMap(field => {
        const values = field.values.length > 0 ? field.values : field.options.slice(0, 1)
        const known = [...field.values, ...field.options].find(value => ownIds.has(value))
        if (!known) return values.map(value => [field.name, value] as [string, string])
        swapped++
        return [[field.name, instead.get(ownIds.get(known)!)!] as [string, string]]
      })
      const query = new URLSearchParams(fields).toString()
      const answer =
        form.method === 'get'
          ? await inBoth.see(`${form.action.split('?')[0]}?${query}`)
          : await inBoth.post(form.action, Object.fromEntries(fields))
      assert.ok(!answer.body.includes(secret), `${form.action}?${query} shows a secret`)
      assert.ok(answer.status < 500, `${form.action}?${query}: ${answer.status}`)
    }
    assert.ok(swapped > 20, `only ${swapped} fields named a row`)
    assert.deepEqual(await fingerprint(county.database, county.other.id), untouched)
    assert.deepEqual(await mentions(county.database, county.own.id, new Set(otherIds.keys())), [])
  })

  // Each gap that names a row takes the other's value while the rest stay one's own, and all of them at once.
  function mixedAddresses(route: DeclaredRoute): string[] {
    const named = gapsOf(route.url).map(({ keys }) => namesRow(route.url, keys))
    if (!named.includes(true)) return []
    const fillings = [named, ...named.map((isRow, i) => named.map((_, j) => isRow && i === j))]
    const addresses = fillings
      .filter(filling => filling.includes(true))
      .map(filling =>
        fill(route.url, county.own.slug, (keys, gap) => valueFor(filling[gap] ? other : own, keys)),
      )
    return [...new Set(addresses)]
  }

  const ask = (client: Client, route: DeclaredRoute, address: string) =>
    route.method === 'GET' ? client.see(address) : client.post(address, {})
})
