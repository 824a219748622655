import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Role } from '#src/db/tables.ts'
import { type Client, unescapeHtml } from './client.ts'
import { useCounty } from './county.ts'
import { addressIn, crawl, routeOf, type Seen } from './crawl.ts'

// Who reads, and how many addresses of each route they open: the keeper many, the others enough to see each page.
const readers: Record<Role, number> = {
  reader: 1,
  contributor: 2,
  sponsor: 1,
  keeper: 8,
  adviser: 1,
  auditor: 1,
  administrator: 3,
}

// Pages that are linked only once something was begun, saved, joined or adopted; their own tests come to them.
const inTheMidst =
  /\/approval\/(decision|withdraw|re-route|committee\/:seat|call-in\/:decision)$|\/proposal\/protocol$|\/imports\/:batch\/(sheet|columns|preview)$|\/unmerge$|\/partnerships\/views$/

describe('every link from the home page', () => {
  const county = useCounty()
  const home = () => `/${county.own.slug}/staff`

  const found = new Set<string>()

  for (const [role, perRoute] of Object.entries(readers) as [Role, number][])
    test(`leads a ${role} to a page that works`, async t => {
      const seen = await crawl(county.app.routesDeclared, await county.signIn(role), home(), perRoute)
      t.diagnostic(`${seen.length} pages`)
      assert.deepEqual(faultsOf(seen), [])
      assert.ok(seen.length > 15, `only ${seen.length} pages were found`)
      for (const page of seen) found.add(routeOf(county.app.routesDeclared, 'GET', page.address)?.url ?? '')
    })

  test('leads the operator to a page that works', async () => {
    await faultless(await county.operator(), '/start')
  })

  test('leads a visitor to a page that works', async () => {
    await faultless(county.visitor(), '/')
  })

  test('every page under an authority is linked from somewhere', () => {
    // What pages ask for while someone types is no page.
    const lost = county.app.routesDeclared
      .filter(route => route.method === 'GET' && /^\/:authority\/staff(?!\/suggest\/)/.test(route.url))
      .map(route => route.url)
      .filter(url => !found.has(url) && !inTheMidst.test(url))
    assert.deepEqual(lost, [])
  })

  async function faultless(client: Client, start: string) {
    const seen = await crawl(county.app.routesDeclared, client, start, 5)
    assert.deepEqual(faultsOf(seen), [])
  }

  function faultsOf(seen: Seen[]): string[] {
    return seen.flatMap(page => [...faultsOfAnswer(page), ...faultsOfForms(page), ...faultsWithin(page)])
  }

  function faultsOfAnswer({ address, from, answer }: Seen) {
    return answer.status >= 400 ? [`${from} links to ${address}, which answers ${answer.status}`] : []
  }

  function faultsOfForms({ address, forms }: Seen) {
    return forms
      .map(form => ({ method: form.method.toUpperCase(), action: addressIn(form.action, address) }))
      .filter(({ method, action }) => !action || !routeOf(county.app.routesDeclared, method, action))
      .map(({ method, action }) => `${address} has a form to ${method} ${action}, which is no route`)
  }

  function faultsWithin({ address, answer, links }: Seen) {
    const ids = [...answer.body.matchAll(/\sid="([^"]+)"/g)].map(match => unescapeHtml(match[1]!))
    const twice = [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))]
    const nowhere = links.filter(link => /^#./.test(link) && !ids.includes(decodeURIComponent(link.slice(1))))
    return [
      ...twice.map(id => `${address} has the id ${id} twice`),
      ...nowhere.map(link => `${address} links to ${link}, which is not on the page`),
    ]
  }
})
