import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fillWithSample } from '#test/sample.ts'
import { useWorld } from '#test/world.ts'

const partnership =
  'single-body=no&independent-bodies=yes&talk-only=no&service-for-us=no&shared-agreeing=yes&shared-delivery=yes&wellbeing=yes'
const base = '/wendleshire/test'

describe('the test anyone may take', () => {
  const world = useWorld(fillWithSample)
  const see = (path: string) => world.visitor().see(path)

  test('DEF-1: anyone takes the test without an account, from its first question to what it finds', async () => {
    assert.match((await see('/wendleshire/register')).body, /href="\/wendleshire\/test"/)
    const start = await see(base)
    assert.match(start.text, /Is it a partnership\?.*we keep nothing you answer/)
    const first = await see(`${base}?start=now`)
    assert.match(first.text, /Question 1 Is it one organisation of its own/)
    assert.match(first.body, /href="\/wendleshire\/test" class="govuk-back-link"/)
    const moved = await see(`${base}?asked=single-body&single-body=no`)
    assert.equal(moved.location, `${base}?single-body=no`)
    assert.match((await see(`${base}?single-body=yes`)).text, /This is a single external body/)
    assert.match((await see(`${base}?${partnership}`)).text, /These questions are optional/)
    const found = await see(`${base}?${partnership}&features=seen&features.lead-agency=no`)
    assert.match(
      found.text,
      /This is a partnership .*Agree which organisation leads.*Nothing of this is kept/,
    )
    assert.match(found.body, /href="\/wendleshire\/test\?[^"]*change=wellbeing"/)
  })

  test('DEF-1: nothing is kept of it: no cookie, no row, no form that posts', async () => {
    const tables = ['event', 'assessment', 'involvement', 'submission'] as const
    const count = async () =>
      Promise.all(
        tables.map(table =>
          world.database
            .maintenance()
            .selectFrom(table)
            .select(eb => eb.fn.countAll().as('n'))
            .executeTakeFirstOrThrow(),
        ),
      )
    const before = await count()
    for (const path of [
      base,
      `${base}?start=now`,
      `${base}?${partnership}`,
      `${base}?${partnership}&features=skipped`,
    ]) {
      const visitor = world.visitor()
      const { body, response } = await visitor.see(path)
      assert.equal(response.headers['set-cookie'], undefined, path)
      assert.deepEqual(visitor.cookies, {}, path)
      assert.doesNotMatch(body, /method="post"|_csrf|form_id/, path)
      assert.match(String(response.headers['cache-control']), /public/)
    }
    assert.deepEqual(await count(), before)
  })

  test('DEF-1: an answer that is none is asked again, and what nobody asked is dropped from the address', async () => {
    const bad = await see(`${base}?asked=single-body`)
    assert.equal(bad.status, 400)
    assert.match(bad.body, /<title>Error: /)
    assert.match(bad.text, /There is a problem Choose an answer/)
    assert.equal(
      (await see(`${base}?asked=single-body&single-body=no&evil=%3Cscript%3E&wellbeing=perhaps`)).location,
      `${base}?single-body=no`,
    )
    const odd = await see(
      `${base}?single-body[]=no&__proto__=x&single-body=no&single-body=yes&change=constructor`,
    )
    assert.match(odd.text, /Question 1/)
    assert.doesNotMatch((await see(`${base}?single-body="><script>alert(1)</script>`)).body, /<script>alert/)
  })

  test('PRO-1: it is the test of the protocol the authority has published, and only of one that publishes', async () => {
    assert.equal((await see('/saltmere/test')).status, 404)
    const first = await see(`${base}?start=now`)
    assert.match(first.body, /href="\/wendleshire\/protocol#definition.single-body"/)
    assert.match((await see('/wendleshire/protocol')).body, /id="definition.single-body"/)
  })

  test('REG-5: the same answers are answered the same, however their address is written', async () => {
    const [one, other] = [
      await see(`${base}?single-body=no&talk-only=yes`),
      await see(`${base}?talk-only=yes&x=1&single-body=no`),
    ]
    assert.equal(one.response.headers.etag, other.response.headers.etag)
    const again = await world
      .visitor()
      .see(`${base}?single-body=no&talk-only=yes`, { 'if-none-match': String(one.response.headers.etag) })
    assert.equal(again.status, 304)
  })
})
