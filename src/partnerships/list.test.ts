import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import type { Answer } from '#test/client.ts'
import { fillWithSample } from '#test/sample.ts'
import { today, useWorld, type World } from '#test/world.ts'

const register = '/wendleshire/staff/partnerships'

describe('the register list over the sample county', () => {
  const world = useWorld(fillWithSample)

  test('The register lists every entry by name; what has ended stays, marked', async () => {
    const page = await (await world.signIn('reader')).see(register)
    assert.equal(page.status, 200)
    assert.equal(namesIn(page).length, 38)
    assert.equal(namesIn(page)[0], 'Ambrey Levels Internal Drainage Board')
    assert.match(page.text, /38 entries/)
    assert.match(page.text, /WCC-0010 Family Hubs Alliance Children and Families\. Ended/)
  })

  test('Each filter narrows the list, shows as a tag, and comes off again', async () => {
    const reader = await world.signIn('reader')
    const directorate = await idOf('directorate', 'Resources')
    const sponsor = await idOf('post', 'Head of Waste')
    for (const [query, entries, tag, some] of [
      ['status=ended', 2, 'Status: Ended', 'Family Hubs Alliance'],
      ['status=ended&status=declined', 3, 'Status: Declined', 'Brackwater Freeport Company'],
      ['kind=network', 2, 'Kind: Network or forum', 'Midshires Benchmarking Club'],
      ['tier=light&kind=partnership', 3, 'Tier: Light', 'Armed Forces Covenant Partnership'],
      ['role=none&kind=contract', 2, 'Our role: Not said', 'Greenhollow Energy Recovery Contract'],
      [`directorate=${directorate}`, 2, 'Directorate: Resources', 'Wendle Shared Procurement Service'],
      [`sponsor=${sponsor}`, 2, 'Sponsor: Head of Waste', 'Wendleshire Waste Partnership'],
      ['lead=wendleshire+police', 2, 'Lead organisation: wendleshire police', 'Safer Roads Wendleshire'],
      ['partner=Emberlight', 1, 'Partner: Emberlight', 'Wendleshire Domestic Abuse Partnership Board'],
      [
        'person=dilwyn+prothero',
        2,
        'Person or post: dilwyn prothero',
        'Wendleshire Safeguarding Adults Board',
      ],
      ['gap=sponsor', 8, 'Missing information: It has no sponsor', 'Tarrow Navigation Society'],
      ['confirmed=never', 8, 'Confirmed as right: Never', 'Wendleshire Hate Crime and Cohesion Panel'],
      ['custom.scrutiny_committee=Children', 4, 'Scrutiny committee: Children', 'Family Hubs Alliance'],
      [
        'custom.shares_personal_data=yes',
        6,
        'Shares personal data: Yes',
        'Wendleshire Safeguarding Adults Board',
      ],
    ] as const) {
      const page = await reader.see(`${register}?${query}`)
      assert.ok(namesIn(page).includes(some), `${query} does not show ${some}: ${namesIn(page)}`)
      assert.equal(namesIn(page).length, entries, `${query}: ${namesIn(page)}`)
      assert.ok(page.text.includes(tag), `${query} does not show the tag ‘${tag}’`)
      let left = page
      for (let off = offIn(left); off; off = offIn(left)) left = await reader.see(hrefOf(off))
      assert.equal(namesIn(left).length, 38, `${query} does not come off`)
    }
  })

  test('A post’s holder is found by name wherever the post stands', async () => {
    const page = await (await world.signIn('reader')).see(`${register}?person=Marguerite+Ansty`)
    assert.ok(namesIn(page).includes('Wendleshire Youth Justice Partnership'))
  })

  test('The list is put in order by each of its headings, both ways round', async () => {
    const reader = await world.signIn('reader')
    const first = async (query: string) => namesIn(await reader.see(`${register}?${query}`))[0]
    assert.equal(await first('sort=reference'), 'Wendleshire Safeguarding Children Partnership')
    assert.equal(await first('sort=money'), 'Wendleshire Highways Alliance')
    assert.equal(await first('sort=name&order=desc'), 'Wendleshire Youth Justice Partnership')
    const longAgo = 'Wendleshire Rural Transport Partnership Group'
    assert.equal(await first('sort=changed&order=asc'), longAgo)
    assert.notEqual(await first('sort=changed'), longAgo)
    assert.equal(await first('sort=confirmed&order=desc'), 'Wendleshire Local Resilience Forum')
    const page = await reader.see(`${register}?sort=money`)
    assert.match(
      page.body,
      /aria-sort="descending"><a class="app-sort app-sort--desc" href="\?sort=money&amp;order=asc">/,
    )
  })

  test('A search shows what was looked for; a slip of the fingers shows the nearest and says so', async () => {
    const reader = await world.signIn('reader')
    assert.deepEqual(namesIn(await reader.see(`${register}?q=potholes`)), ['Wendleshire Highways Alliance'])
    const near = await reader.see(`${register}?q=hertiage`)
    assert.equal(namesIn(near)[0], 'Wendleshire Heritage Partnership')
    assert.match(near.text, /No entry has the words ‘hertiage’\. These are the nearest\./)
    const nothing = await reader.see(`${register}?q=xylophones&status=ended`)
    assert.match(nothing.text, /No entry has words like ‘xylophones’ and fits all the filters that are on/)
    assert.match(nothing.text, /take a filter off/)
  })

  test('Who may see one directorate or one entry sees those alone, in lists, searches and filters', async () => {
    const directorateId = await idOf('directorate', 'Resources')
    const scoped = await world.signIn('contributor', 'county', { directorateId })
    const names = ['Shared Coroner and Mortuary Service', 'Wendle Shared Procurement Service']
    assert.deepEqual(namesIn(await scoped.see(register)), names)
    assert.deepEqual(namesIn(await scoped.see(`${register}?q=highways`)), [])
    assert.deepEqual(namesIn(await scoped.see(`${register}?gap=any&directorate=none`)), [])
    const { involvement_id: involvementId } = await world.county.db
      .selectFrom('register_entry')
      .select('involvement_id')
      .where('name', '=', 'Safer Wendleshire Board')
      .executeTakeFirstOrThrow()
    const one = await world.signIn('reader', 'county', { involvementId })
    assert.deepEqual(namesIn(await one.see(register)), ['Safer Wendleshire Board'])
    assert.equal((await one.see('/saltmere/staff/partnerships')).status, 404)
  })

  async function idOf(table: 'directorate' | 'post', name: string): Promise<string> {
    const row = await world.county.db
      .selectFrom(table)
      .select('id')
      .where(table === 'post' ? 'title' : 'name', '=', name as never)
      .executeTakeFirstOrThrow()
    return row.id
  }
})

describe('the register list', () => {
  const world = useWorld()

  test('A long register comes in pages of fifty, and a page past the end shows the last', async () => {
    await addEntries(world, 120)
    const reader = await world.signIn('reader')
    const seen = new Set<string>()
    for (const page of [1, 2, 3])
      for (const name of namesIn(await reader.see(`${register}?page=${page}`))) seen.add(name)
    assert.equal(seen.size, 120)
    const last = await reader.see(`${register}?page=999999`)
    assert.match(last.text, /101 to 120 of 120 entries/)
    assert.deepEqual(namesIn(last), namesIn(await reader.see(`${register}?page=3`)))
  })

  test('Merged and removed entries, and those of an import not yet committed, are not listed', async () => {
    const [merged, removed, pending] = await addEntries(world, 4)
    const db = world.database.maintenance()
    const set = (entry: string | undefined, patch: object) =>
      db.updateTable('register_entry').set(patch).where('involvement_id', '=', entry!).execute()
    await set(merged, { merged: true })
    await set(removed, { removed: true })
    await set(pending, { pending_batch: newId() })
    const reader = await world.signIn('reader')
    for (const query of ['', '?q=entry', '?q=entyr'])
      assert.deepEqual(namesIn(await reader.see(register + query)), ['Entry 3'], query)
  })

  test('An empty register shows the two ways in to those who may take them', async () => {
    const keeper = await (await world.signIn('keeper')).see(register)
    assert.match(keeper.text, /Import a spreadsheet/)
    assert.match(keeper.text, /Add an entry/)
    const reader = await (await world.signIn('reader')).see(register)
    assert.match(reader.text, /There is nothing here for you to see yet/)
    assert.doesNotMatch(reader.text, /Import a spreadsheet/)
  })

  test('The empty boxes of the form leave the address', async () => {
    const reader = await world.signIn('reader')
    const answer = await reader.see(`${register}?q=&sort=name&status=ended&directorate=&lead=&page=`)
    assert.equal(answer.status, 303)
    assert.equal(answer.location, `${register}?status=ended`)
  })

  test('Whatever stands after the question mark, the list and its files answer', async () => {
    await addEntries(world, 3)
    const reader = await world.signIn('reader')
    const keys =
      'q status kind tier role directorate sponsor lead partner person priority gap confirmed sort order page custom.x __proto__ done'
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom(
        '0',
        '-1',
        '1e9',
        '99999999999999999999',
        'NaN',
        '\0',
        'asc',
        'match',
        'none',
        "';--",
        '%',
        '‮',
        '[]',
      ),
      fc.uuid(),
    )
    const query = fc.array(fc.tuple(fc.constantFrom(...keys.split(' ')), odd), { maxLength: 8 })
    const places = fc.constantFrom('', '.csv', '.json', '/views/new')
    await fc.assert(
      fc.asyncProperty(places, query, async (place, pairs) => {
        const address = new URLSearchParams(
          pairs.map(([key, value]): [string, string] => [key, value.toWellFormed()]),
        )
        const { status, text } = await reader.see(`${register}${place}?${address}`)
        assert.ok(status === 200 || status === 303, `${status} ${text}`)
      }),
      { numRuns: 150 },
    )
    for (const raw of [
      '?%00',
      '?q=%ff',
      '?q=%',
      '?q[]=1',
      '?&&==&',
      `?q=${'x'.repeat(9000)}`,
      '?status=ended&status=x',
    ])
      assert.ok((await reader.see(register + raw)).status < 500, raw)
  })
})

/** The names of the entries on a page, in order. */
function namesIn(page: Answer): string[] {
  return [...page.body.matchAll(/app-entries__name">\s*<a[^>]*>([^<]+)</g)].map(match =>
    match[1]!.replaceAll('&amp;', '&'),
  )
}

const offIn = (page: Answer) => /<a class="moj-filter__tag" href="([^"]+)"/.exec(page.body)?.[1]

function hrefOf(link: string): string {
  const plain = link.replaceAll('&amp;', '&')
  return plain.startsWith('?') ? register + plain : plain
}

async function addEntries({ county }: World, count: number): Promise<string[]> {
  const by = { kind: 'command', accountId: null, name: 'Test', capacity: 'Test' } as const
  return change(county.db, { authority: county.id, by, at: today, action: 'involvement.add' }, async act => {
    const ids: string[] = []
    for (let i = 0; i < count; i++) {
      const id = newId()
      const writer = act.on('involvement', id, `Entry ${i}`)
      const partnership_id = await writer.insert('partnership', {
        name: `Entry ${i}`,
        started_on: null,
        ended_on: null,
        lead_organisation_id: null,
        accountable_body_id: null,
      })
      await writer.insert('involvement', {
        id,
        partnership_id,
        reference: `T-${i}`,
        level: null,
        tier: null,
        lead_member: null,
        representative: null,
        directorate_id: null,
        councillor_seats: null,
        officer_seats: null,
        risk_register: null,
        confirmed_on: null,
        merged_into: null,
        removed_at: null,
        created_at: today,
      })
      ids.push(id)
    }
    return ids
  })
}
