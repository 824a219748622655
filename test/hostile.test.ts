import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { fill, gapsOf, valueFor, valuesOf } from './addresses.ts'
import type { SignedIn } from './county.ts'
import { useCounty } from './county.ts'
import { crawl, routeOf } from './crawl.ts'
import { type Form, filled } from './forms.ts'
import { type Body, encode, junkRequest, type Mutation, mutation } from './hostile/requests.ts'

const seed = Number(process.env.SEED ?? 20261123)
const perHalf = 1100

/** A form of the service, the route it is sent to and one of the accounts that may send it. */
type Target = { form: Form; route: string; who: 'keeper' | 'administrator' }

describe('hostile requests', () => {
  const county = useCounty()
  const clients = {} as Record<Target['who'], SignedIn>
  const targets: Target[] = []
  const answers = new Map<number, number>()
  const faults: string[] = []
  // What there is before the forms: some of them end what an address names.
  let values: Awaited<ReturnType<typeof valuesOf>>

  before(async () => {
    values = await valuesOf(county.database, county.own)
    for (const who of ['keeper', 'administrator'] as const) {
      clients[who] = await county.signIn(who)
      const pages = await crawl(county.app.routesDeclared, clients[who], `/${county.own.slug}/staff`, 2)
      for (const form of pages.flatMap(page => page.forms)) {
        const route = routeOf(county.app.routesDeclared, form.method.toUpperCase(), form.action)?.url ?? ''
        const known = targets.filter(each => each.route === route && each.who === who).length
        if (known < 3 && route !== '/sign-out') targets.push({ form, route, who })
      }
    }
  })

  test(`${perHalf} forms with something wrong in them are answered without a fault`, async t => {
    t.diagnostic(
      `seed ${seed}, ${targets.length} forms of ${new Set(targets.map(each => each.route)).size} routes`,
    )
    const cases = fc.sample(
      fc.tuple(fc.nat(), fc.array(mutation, { minLength: 1, maxLength: 3 }), fc.nat(9)),
      {
        numRuns: perHalf,
        seed,
      },
    )
    for (const [which, mutations, how] of cases) {
      const target = targets[which % targets.length]!
      await sendForm(target, mutations, how)
    }
    t.diagnostic(`answers: ${JSON.stringify(Object.fromEntries(answers))}`)
    assert.deepEqual(faults, [])
    const read = (answers.get(422) ?? 0) + (answers.get(303) ?? 0) + (answers.get(200) ?? 0)
    assert.ok(read > perHalf / 4, `only ${read} forms came through to what reads them`)
  })

  test(`${perHalf} queries, bodies and files of nonsense to every route are answered without a fault`, async t => {
    t.diagnostic(`seed ${seed}`)
    const routes = county.app.routesDeclared.filter(route => route.method !== 'HEAD')
    const cases = fc.sample(fc.tuple(fc.nat(), fc.nat(2), junkRequest), { numRuns: perHalf, seed })
    for (const [which, who, junk] of cases) {
      const route = routes[which % routes.length]!
      const right = junk.gap === null
      const address = fill(route.url, county.own.slug, keys => (right ? valueFor(values, keys) : junk.gap!))
      const client = who === 0 ? county.visitor() : clients[who === 1 ? 'keeper' : 'administrator']
      await send(
        {
          method: route.method as 'GET',
          url: address + junk.query,
          headers: junk.headers,
          ...payloadOf(route.method, junk.body),
        },
        client.cookies,
      )
    }
    assert.ok(routes.some(route => gapsOf(route.url).length > 0))
    assert.deepEqual(faults, [])
  })

  test('the service still stands, and its trail with it', async () => {
    const home = await (await county.signIn('keeper')).see(`/${county.own.slug}/staff`)
    assert.equal(home.status, 200)
  })

  async function sendForm(target: Target, mutations: Mutation[], how: number) {
    const body: Body = filled(target.form).map(([name, value]) => [
      name,
      name === 'form_id' ? randomUUID() : value,
    ])
    for (const field of target.form.fields)
      if (!body.some(([name]) => name === field.name) && field.options[0] !== undefined)
        body.push([field.name, field.options[0]])
    const upload = target.form.fields.find(field => field.type === 'file')?.name
    const request = encode(
      mutations.reduce((changed, mutate) => mutate(changed), body),
      how,
      target.form.multipart,
      upload,
    )
    const address =
      target.form.method === 'get' ? `${target.form.action}?${request.query}` : target.form.action
    const sent = target.form.method === 'get' ? {} : { headers: request.headers, payload: request.payload }
    const response = await send(
      { method: target.form.method === 'get' ? 'GET' : 'POST', url: address, ...sent },
      clients[target.who].cookies,
    )
    answers.set(response.statusCode, (answers.get(response.statusCode) ?? 0) + 1)
    // A form that changes a password or a role may end the session: go on as someone new.
    if (String(response.headers.location ?? '').startsWith('/sign-in'))
      clients[target.who].cookies.concordat_session = (await county.signIn(target.who)).cookies
        .concordat_session!
  }

  async function send(request: InjectOptions, cookies: Record<string, string>) {
    const response = await county.app.inject({ ...request, cookies })
    const stack = /\n\s+at .+:\d+:\d+|node_modules\//.exec(response.body)
    if (response.statusCode >= 500 || stack)
      faults.push(
        `${request.method} ${request.url} → ${response.statusCode} ${stack?.[0] ?? ''} ${JSON.stringify(request.headers)} ${String(request.payload ?? '').slice(0, 1500)}`,
      )
    return response
  }
})

const payloadOf = (method: string, body: Buffer) => (method === 'GET' ? {} : { payload: body })
