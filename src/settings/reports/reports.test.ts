import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useWorld } from '#test/world.ts'

describe('the headings of decision reports', () => {
  const world = useWorld()
  const list = '/wendleshire/staff/settings/reports'
  const page = `${list}/cabinet-report`
  const layout = () => world.county.db.selectFrom('report_layout').selectAll().executeTakeFirst()
  const titles = async () => (await layout())!.headings.map(each => each.title)

  /** The form as it stands, to change some of. */
  const boxes = async (client: Awaited<ReturnType<typeof world.signIn>>) => {
    const { body } = await client.see(page)
    return Object.fromEntries(
      [...body.matchAll(/id="((?:place-|title)[^"]*)" name="[^"]*"[^>]*value="([^"]*)"/g)].map(match => [
        match[1]!,
        match[2]!,
      ]),
    )
  }

  test('APP-7: a heading is renamed, moved, left out, added, and taken back', async () => {
    const admin = await world.signIn('administrator')
    assert.match((await admin.see(list)).text, /Report to Cabinet The protocol’s 23/)
    const given = await boxes(admin)
    assert.equal(given['title-purpose'], 'Purpose')
    const saved = await admin.fill(page, {
      ...given,
      title: 'Report to Cabinet',
      'title-purpose': 'Why we ask',
      'place-legal': '1',
      out: ['wards', 'policy-document'],
      new: 'Carbon',
    })
    assert.equal(saved.status, 303, saved.text)
    const first = await titles()
    assert.equal(first[0], 'Legal implications')
    assert.equal(first.at(-1), 'Carbon')
    assert.ok(first.includes('Why we ask') && !first.includes('Wards'))
    assert.equal((await layout())!.headings.at(-1)!.id, 'own-carbon')
    assert.match(
      (await admin.see(saved.location!)).text,
      /Take back headings of the protocol Policy document Wards/,
    )
    assert.equal((await admin.fill(page, { ...(await boxes(admin)), back: 'wards' })).status, 303)
    assert.equal((await titles()).at(-1), 'Wards')
    assert.match((await admin.see(list)).text, /Report to Cabinet Your own 23/)
    assert.match(
      (await admin.see('/wendleshire/staff/trail')).text,
      /changed the headings of ‘Report to Cabinet’/,
    )
  })

  test('APP-7: the protocol’s headings come back', async () => {
    const admin = await world.signIn('administrator')
    await admin.fill(page, { ...(await boxes(admin)), new: 'Carbon' })
    await admin.fill(page, {}, `${page}/reset`)
    assert.equal(await layout(), undefined)
    assert.match((await admin.see(page)).text, /These are the headings of the protocol/)
  })

  test('APP-7: mistakes are named and what was typed stays', async () => {
    const admin = await world.signIn('administrator')
    const given = await boxes(admin)
    const bad = await admin.fill(page, {
      ...given,
      title: '',
      'title-purpose': ' ',
      'place-legal': 'first',
      new: 'Carbon',
    })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Enter the name of the report/)
    assert.match(bad.text, /Enter the heading, or tick that it is left out/)
    assert.match(bad.text, /Enter its place as a number/)
    assert.match(bad.body, /value="Carbon"/)
    const all = Object.keys(given)
      .filter(name => name.startsWith('place-'))
      .map(name => name.slice(6))
    assert.match((await admin.fill(page, { ...given, out: all })).text, /Keep at least one heading/)
    assert.equal(await layout(), undefined)
  })

  test('APP-7: whoever saves second is shown what the first saved, and loses nothing', async () => {
    const [one, other] = [await world.signIn('administrator'), await world.signIn('administrator')]
    const given = await boxes(other)
    await one.fill(page, { ...(await boxes(one)), 'title-purpose': 'Theirs' })
    const clash = await other.post(page, { ...given, version: '0', 'title-purpose': 'Mine' })
    assert.equal(clash.status, 409)
    assert.match(clash.text, /Someone else changed the headings.*Theirs/)
    assert.match(clash.body, /value="Mine"/)
    assert.ok((await titles()).includes('Theirs'))
    await other.post(page, { ...given, version: '1', 'title-purpose': 'Mine' })
    assert.ok((await titles()).includes('Mine'))
  })

  test('APP-7: only an administrator changes them, and of reports there are', async () => {
    for (const role of ['keeper', 'reader'] as const)
      assert.equal((await (await world.signIn(role)).see(page)).status, 403)
    assert.equal((await (await world.signIn('administrator')).see(`${list}/nothing`)).status, 404)
  })
})
