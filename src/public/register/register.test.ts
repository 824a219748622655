import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PublicContent } from '#src/db/public-content.ts'
import { addTestEntry } from '#test/entries.ts'
import { contentOf, openSite, putPublished, putWithdrawn } from '#test/published.ts'
import { today, useWorld, type World } from '#test/world.ts'

type But = Partial<PublicContent> & { name: string; reference: string }

describe('the list of a public register', () => {
  const world = useWorld()
  const see = async (query = '') => world.visitor().see(`/wendleshire/register${query}`)
  const names = (body: string) =>
    [...body.matchAll(/register\/WCC-\d+[^"]*">([^<]+)</g)].map(match => match[1])
  const open = () => openSite(world.county.db, world.county.id, new Date('2026-01-01T00:00:00Z'))
  const publish = (but: But, at = today, id?: string) => publishIn(world, but, at, id)

  test('REG-5: says kindly that nothing is published yet', async () => {
    await open()
    assert.match((await see()).text, /has not published any partnership yet/)
    assert.match((await world.visitor().see('/')).text, /Nothing published yet/)
  })

  test('REG-5: is filtered by what its entries say, each filter taken off by a link', async () => {
    await open()
    await publish({ name: 'Alder', reference: 'WCC-1', stage: 'leaving', values: { theme: 'Housing' } })
    await publish({
      name: 'Birch',
      reference: 'WCC-2',
      kind: 'contract',
      values: { theme: 'Housing', tier: 'light' },
    })
    await publish({ name: 'Cedar', reference: 'WCC-3', values: { theme: 'Transport', area: 'North' } })
    for (const [query, expected] of [
      ['', ['Alder', 'Birch', 'Cedar']],
      ['?stage=leaving', ['Alder']],
      ['?kind=contract&kind=partnership', ['Alder', 'Birch', 'Cedar']],
      ['?tier=light', ['Birch']],
      ['?theme=Housing&stage=in-place', ['Birch']],
      ['?theme=Nothing', []],
      ['?area=North', ['Cedar']],
      ['?sort=reference&q=', ['Alder', 'Birch', 'Cedar']],
      ['?q=ced', ['Cedar']],
      ['?q=cedr', ['Cedar']],
    ] as const)
      assert.deepEqual(names((await see(query)).body), expected, query)
    const { body, text } = await see('?theme=Housing&stage=in-place')
    assert.match(text, /Remove this filter: Status: In place/)
    assert.match(body, /class="moj-filter__tag" href="\?stage=in-place"/)
    assert.match((await see('?theme=Nothing')).text, /Nothing found.*take them all off/)
    assert.match((await see('?q=cedr')).text, /No entry has the words ‘cedr’\. These are the nearest/)
  })

  test('REG-5: is put in order by name, money and the last change', async () => {
    await open()
    const money = (pence: number) => [
      { year: '2026/27', type: 'money' as const, pence, form: null, budgeted: null, days: null, note: '' },
    ]
    await publish({ name: 'Éclair', reference: 'WCC-1', commitments: money(500) })
    await publish(
      { name: 'alpha', reference: 'WCC-2', commitments: money(90_000) },
      new Date(today.getTime() - 5000),
    )
    await publish({ name: 'Zeta', reference: 'WCC-3' }, new Date(today.getTime() - 9000))
    assert.deepEqual(names((await see()).body), ['alpha', 'Éclair', 'Zeta'])
    assert.deepEqual(names((await see('?sort=money')).body), ['alpha', 'Éclair', 'Zeta'])
    assert.deepEqual(names((await see('?sort=newest')).body), ['Éclair', 'alpha', 'Zeta'])
  })

  test('REG-5: comes fifty at a time, and a page past the end is the last', async () => {
    await open()
    for (let i = 1; i <= 51; i++)
      await publish({ name: `Entry ${String(i).padStart(2, '0')}`, reference: `WCC-${i}` })
    const first = await see()
    assert.match(first.text, /1 to 50 of 51 entries/)
    assert.equal(names(first.body).length, 50)
    assert.deepEqual(names((await see('?page=2')).body), ['Entry 51'])
    assert.deepEqual(names((await see('?page=900')).body), ['Entry 51'])
    const found = await see('?q=entry&sort=name&page=900')
    assert.match(found.text, /51 to 51 of 51 entries with ‘entry’/)
    assert.deepEqual(names(found.body), ['Entry 51'])
  })

  test('REG-5: shows what it held at the end of a past day, by the days of London', async () => {
    await open()
    const id = await publish({ name: 'Before', reference: 'WCC-1' }, new Date('2026-06-30T22:59:59Z'))
    await publish({ name: 'After', reference: 'WCC-1' }, new Date('2026-07-31T23:00:00Z'), id)
    await putWithdrawn(
      world.county.db,
      world.county.id,
      'ended',
      'WCC-1',
      'Over',
      new Date('2026-11-02T00:00:00Z'),
    )
    for (const [day, expected] of [
      ['2026-06-29', []],
      ['2026-06-30', ['Before']],
      ['2026-07-31', ['Before']],
      ['2026-08-01', ['After']],
      ['2026-11-01', ['After']],
      ['2026-11-02', []],
    ] as const)
      assert.deepEqual(names((await see(`?as-at=${day}`)).body), expected, day)
    assert.match((await see('?as-at=2026-08-01')).body, /register\/WCC-1\?as-at=2026-08-01"/)
    assert.deepEqual(names((await see('?as-at=2026-08-01&q=aft&sort=name')).body), ['After'])
    assert.deepEqual(names((await see('?as-at=2026-08-01&q=before')).body), [])
  })

  test('REG-5: the address of a day keeps its meaning when that day is over and something changes', async () => {
    await open()
    const id = await publish({ name: 'Before', reference: 'WCC-1' })
    const day = today.toISOString().slice(0, 10)
    const addresses = [
      `/register?as-at=${day}`,
      `/register/WCC-1?as-at=${day}`,
      `/register.json?as-at=${day}`,
    ]
    const seeAll = async () => {
      const answers = addresses.map(each => world.visitor().see(`/wendleshire${each}`))
      return (await Promise.all(answers)).map(({ body }) => /Before|After/.exec(body)?.[0])
    }
    assert.deepEqual(await seeAll(), ['Before', 'Before', 'Before'])
    const twoDaysOn = new Date(today.getTime() + 2 * 24 * 60 * 60 * 1000)
    await publish({ name: 'After', reference: 'WCC-1' }, twoDaysOn, id)
    world.clock.now = twoDaysOn
    for (const each of ['', '/WCC-1', '.json']) await world.visitor().see(`/wendleshire/register${each}`)
    assert.deepEqual(await seeAll(), ['Before', 'Before', 'Before'])
  })

  test('REG-5: the boxes for a day lead to its address, or say what is wrong', async () => {
    await open()
    await publish({ name: 'Alder', reference: 'WCC-1' })
    const day = (day: string, month: string, year: string) =>
      see(`?day=${day}&month=${month}&year=${year}&theme=Housing`)
    assert.equal(
      (await day('1', '8', '2026')).location,
      '/wendleshire/register?theme=Housing&as-at=2026-08-01',
    )
    assert.equal((await day('23', '11', '2026')).location, '/wendleshire/register?theme=Housing')
    for (const [answer, words] of [
      [await day('31', '2', '2026'), /Enter a real date/],
      [await day('', '2', '2026'), /Enter a real date/],
      [await day('24', '11', '2026'), /must be today or in the past/],
      [await see('?as-at=tomorrow'), /Enter a real date/],
      [await see('?as-at=0000-01-01'), /Enter a real date/],
      [await world.visitor().see('/wendleshire/register/WCC-1?as-at=2026-13-01'), /Enter a real date/],
    ] as const) {
      assert.equal(answer.status, 400)
      assert.match(answer.text, words)
      assert.match(answer.body, /<title>Error: /)
    }
  })

  test('what is no word of ours in the address changes nothing, and is kept once', async () => {
    await open()
    await publish({ name: 'Alder', reference: 'WCC-1' })
    const plain = await see()
    for (const junk of [
      '?x=1',
      '?stage=nonsense',
      '?page=-1',
      '?sort=match',
      '?q=%20&theme=',
      '?kind[]=x',
      '?page=1&page=x',
    ])
      assert.equal((await see(junk)).response.headers.etag, plain.response.headers.etag, junk)
  })
})

// What the service saw of its sites in an earlier test is a second old at the first publication of the next.
let seconds = 0

async function publishIn(world: World, but: But, at: Date, id?: string): Promise<string> {
  const involvementId = id ?? (await addTestEntry(world, { name: but.name })).id
  await putPublished(world.county.db, world.county.id, contentOf(but), at, involvementId)
  world.clock.now = new Date(today.getTime() + 1000 * ++seconds)
  return involvementId
}
