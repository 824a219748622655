import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { DeclaredRoute } from '#src/accounts/gate.ts'
import { verbTable } from '#src/accounts/may.ts'
import type { Role } from '#src/db/tables.ts'
import { fill, gapsOf, namesRow, valueFor, valuesOf } from './addresses.ts'
import type { Answer, Client } from './client.ts'
import { useCounty } from './county.ts'
import { fingerprint } from './rows.ts'

const roles: Role[] = ['reader', 'contributor', 'sponsor', 'keeper', 'adviser', 'auditor', 'administrator']
type Who = Role | 'operator' | 'signed-out' | 'elsewhere'

describe('who may open what', () => {
  const county = useCounty()
  const clients = new Map<Who, Client>()
  let routes: DeclaredRoute[]
  let addressOf: (route: DeclaredRoute) => string

  before(async () => {
    routes = county.app.routesDeclared.filter(route => route.method === 'GET' || route.method === 'POST')
    for (const role of roles) clients.set(role, await county.signIn(role))
    clients.set('operator', await county.operator())
    clients.set('elsewhere', await county.inOther('administrator'))
    clients.set('signed-out', county.visitor())
    const values = await valuesOf(county.database, county.own)
    addressOf = route => {
      for (const { keys } of gapsOf(route.url)) namesRow(route.url, keys)
      return fill(route.url, county.own.slug, keys => valueFor(values, keys))
    }
  })

  test('every route declares what it needs, and what only a role may do stands under an authority', () => {
    const methods = new Set(county.app.routesDeclared.map(route => route.method))
    assert.deepEqual(
      [...methods].filter(method => !['GET', 'POST', 'HEAD'].includes(method)),
      [],
    )
    for (const route of routes) {
      assert.ok(route.needs, route.url)
      if (route.needs in verbTable)
        assert.match(route.url, /^\/:authority\//, `${route.url} needs ${route.needs}`)
      if (route.url.startsWith('/:authority/staff'))
        assert.ok(isForSome(route), `${route.url} is open to anyone`)
    }
  })

  test('who lacks the role is told so or sees no page, whatever the route', async () => {
    const open: string[] = []
    for (const route of routes)
      for (const [who, client] of clients) {
        if (mayOpen(route, who)) continue
        const answer = await ask(client, route, addressOf(route))
        const refused =
          who === 'signed-out'
            ? answer.status === 303 && answer.location!.startsWith('/sign-in')
            : answer.status === 403 || answer.status === 404
        if (!refused) open.push(`${who} ${route.method} ${route.url}: ${answer.status}`)
      }
    assert.deepEqual(open, [])
  })

  test('who has the role opens every page it is for', async () => {
    const shut: string[] = []
    for (const route of routes.filter(route => route.method === 'GET'))
      for (const [who, client] of clients) {
        if (!mayOpen(route, who)) continue
        const address = addressOf(route)
        const { status, location } = await client.see(address)
        if (status === 403 || status >= 500 || (status === 303 && location!.startsWith('/sign-in?')))
          shut.push(`${who} ${address} (${route.needs}): ${status}`)
      }
    assert.deepEqual(shut, [])
  })

  test('a form without its token is refused, whoever sends it', async () => {
    const taken: string[] = []
    for (const route of routes.filter(route => route.method === 'POST'))
      for (const who of ['administrator', 'keeper', 'operator', 'signed-out'] as const) {
        const response = await county.app.inject({
          method: 'POST',
          url: addressOf(route),
          cookies: clients.get(who)!.cookies,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: 'name=Something',
        })
        if (response.statusCode !== 403) taken.push(`${who} ${route.url}: ${response.statusCode}`)
      }
    assert.deepEqual(taken, [])
  })

  test('an administrator without a second factor is sent to set one up', async () => {
    const client = await county.withoutSecondFactor('administrator')
    const open: string[] = []
    for (const route of routes.filter(route => route.needs in verbTable)) {
      const { status, location } = await ask(client, route, addressOf(route))
      if (status !== 303 || location !== '/account/second-factor') open.push(`${route.url}: ${status}`)
    }
    assert.deepEqual(open, [])
  })

  test('an auditor reads all and changes nothing but views of their own', async () => {
    const before = await fingerprint(county.database, county.own.id)
    const auditor = clients.get('auditor')!
    for (const route of routes.filter(
      route => route.method === 'POST' && route.url.startsWith('/:authority'),
    ))
      await ask(auditor, route, addressOf(route))
    const after = await fingerprint(county.database, county.own.id)
    for (const table of ['saved_view', 'event', 'event_unsealed', 'event_seal']) {
      if (before.saved_view === after.saved_view && table !== 'saved_view') continue
      delete before[table]
      delete after[table]
    }
    assert.deepEqual(after, before)
  })

  async function ask(client: Client, route: DeclaredRoute, address: string): Promise<Answer> {
    return route.method === 'GET' ? client.see(address) : client.post(address, {})
  }
})

const isForSome = (route: DeclaredRoute) => !['anyone', 'public'].includes(route.needs)

function mayOpen({ needs, url }: DeclaredRoute, who: Who): boolean {
  if (needs === 'anyone' || needs === 'public') return true
  if (who === 'signed-out') return false
  if (needs === 'operator') return who === 'operator'
  const here = url.startsWith('/:authority')
  if (here && (who === 'elsewhere' || who === 'operator')) return false
  if (!(needs in verbTable)) return true
  return (verbTable as Record<string, readonly Role[]>)[needs]!.includes(who as Role)
}
