import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Client } from '#test/client.ts'
import { addTestEntry } from '#test/entries.ts'
import { today, useWorld } from '#test/world.ts'
import { reconcile } from './reconcile.ts'

describe('two people editing one entry', () => {
  const world = useWorld()

  /** Opens the form as one person, saves as another, then sends what the first one typed. */
  async function meanwhile(
    page: string,
    theirs: Record<string, string>,
    mine: Record<string, string>,
  ): Promise<{ me: Client; answer: Awaited<ReturnType<Client['post']>>; them: Client }> {
    const me = await world.signIn('contributor')
    const them = await world.signIn('keeper')
    const hidden = hiddenOf((await me.see(page)).body)
    world.clock.now = new Date(today.getTime() + 5 * 60_000)
    assert.equal((await them.fill(page, theirs)).status, 303)
    return { me, them, answer: await me.post(page, { ...hidden, ...mine }) }
  }

  test('What only the other changed stays theirs, with a note, and mine is saved beside it', async () => {
    const entry = await addTestEntry(world, { purpose: 'Old' })
    const page = `${entry.path}/edit/about`
    const { me, answer } = await meanwhile(
      page,
      { purpose: 'Old', theme: 'Theirs' },
      { purpose: 'Mine', theme: '' },
    )
    assert.equal(answer.status, 303, answer.text)
    const { text } = await me.see(answer.location!)
    assert.match(text, /someone else changed theme\. Their change is kept beside yours/)
    assert.match(text, /Purpose Mine/)
    assert.match(text, /Theme Theirs/)
  })

  test('What both changed is shown side by side, and the choice is saved with everything else typed', async () => {
    const entry = await addTestEntry(world, { purpose: 'Old' })
    const page = `${entry.path}/edit/about`
    const { me, answer } = await meanwhile(
      page,
      { purpose: 'Theirs', theme: 'Their theme', area: 'North' },
      { purpose: 'Mine', theme: 'My theme', statutory_basis: 'Act 1998', why: 'Review' },
    )
    assert.equal(answer.status, 409)
    assert.match(
      answer.text,
      /Purpose Theirs, saved by Keeper of the Tests on 23 November 2026 at 10:05am Theirs Yours Mine/,
    )
    assert.match(answer.text, /Theme Theirs, saved by Keeper of the Tests .* Their theme Yours My theme/)
    assert.doesNotMatch(answer.text, /Area/)

    const undecided = await me.post(page, {
      ...hiddenOf(answer.body),
      disputed: ['purpose', 'theme'],
      'keep-purpose': 'yours',
    } as never)
    assert.equal(undecided.status, 422)
    assert.match(undecided.text, /Choose which to keep: Theme/)
    assert.match(undecided.text, /Yours My theme/)

    const saved = await me.post(page, {
      ...hiddenOf(undecided.body),
      disputed: ['purpose', 'theme'],
      'keep-purpose': 'yours',
      'keep-theme': 'theirs',
    })
    assert.equal(saved.status, 303, saved.text)
    const { text } = await me.see(entry.path)
    for (const words of ['Purpose Mine', 'Theme Their theme', 'Area North', 'Statutory basis Act 1998'])
      assert.ok(text.includes(words), words)
    assert.match((await me.see(`${entry.path}/history`)).text, /Why: Review/)
  })

  test('A list both changed counts as one field: people, partners and money alike', async () => {
    const entry = await addTestEntry(world)
    const lists: [
      section: string,
      theirs: Record<string, string>,
      mine: Record<string, string>,
      seen: RegExp,
    ][] = [
      [
        'resources',
        { 'money-0-year': '2026/27', 'money-0-pounds': '100' },
        { 'money-0-year': '2026/27', 'money-0-pounds': '250', 'money-0-note': 'Mine' },
        /Money Theirs, saved by Keeper of the Tests .* 2026\/27, £100 Yours 2026\/27, £250, Mine/,
      ],
      [
        'people',
        {
          'representatives-0-role': 'officer',
          'representatives-0-person': 'Vacant',
          'representatives-0-position': 'Chair',
        },
        { 'representatives-0-role': 'councillor', 'representatives-0-person': 'Vacant' },
        /Officer representative, Vacant, Chair Yours Councillor representative, Vacant/,
      ],
    ]
    for (const [section, theirs, mine, seen] of lists) {
      const page = `${entry.path}/edit/${section}`
      const { me, answer } = await meanwhile(page, theirs, mine)
      assert.equal(answer.status, 409, answer.text)
      assert.match(answer.text, seen)
      const name = Object.keys(mine)[0]!.split('-')[0]!
      const saved = await me.post(page, { ...hiddenOf(answer.body), [`keep-${name}`]: 'yours' })
      assert.equal(saved.status, 303, saved.text)
    }
    const money = await world.county.db.selectFrom('commitment').select(['pence', 'note']).execute()
    assert.deepEqual(money, [{ pence: 25000, note: 'Mine' }])
    const seats = await world.county.db.selectFrom('appointment').select('role').execute()
    assert.deepEqual(seats, [{ role: 'councillor' }])
  })

  test('When a third version comes while choosing, the choice is asked for again', async () => {
    const entry = await addTestEntry(world, { purpose: 'Old' })
    const page = `${entry.path}/edit/about`
    const { me, them, answer } = await meanwhile(page, { purpose: 'Theirs' }, { purpose: 'Mine' })
    assert.equal((await them.fill(page, { purpose: 'Theirs again' })).status, 303)
    const again = await me.post(page, { ...hiddenOf(answer.body), 'keep-purpose': 'yours' })
    assert.equal(again.status, 409)
    assert.match(again.text, /Theirs again Yours Mine/)
  })

  test('Both typed the same: nothing is asked', async () => {
    const entry = await addTestEntry(world, { purpose: 'Old' })
    const { answer } = await meanwhile(`${entry.path}/edit/about`, { purpose: 'Same' }, { purpose: 'Same ' })
    assert.equal(answer.status, 303)
  })

  test('An entry that was removed meanwhile still shows what was typed', async () => {
    const entry = await addTestEntry(world)
    const page = `${entry.path}/edit/about`
    const me = await world.signIn('contributor')
    const hidden = hiddenOf((await me.see(page)).body)
    await world.county.db
      .updateTable('involvement')
      .set({ removed_at: new Date(), removed_reason: 'Entered twice' })
      .execute()
    const gone = await me.post(page, { ...hidden, purpose: 'Long words of mine' })
    assert.equal(gone.status, 409)
    assert.match(gone.text, /This entry was removed meanwhile/)
    assert.match(gone.text, /Entered twice/)
    assert.match(gone.text, /Purpose Long words of mine/)
  })
})

test('Three versions of a form are put together field by field', () => {
  const base = { a: '1', b: '1', c: '1', d: [{ id: 'x', n: '1' }] }
  const result = reconcile(
    base,
    { a: '2', b: '1', c: '2', d: [{ id: 'x', n: '1' }] },
    { a: '1', b: '3', c: '4', d: [{ id: 'x', n: '2' }] },
  )
  assert.deepEqual(result.values, { a: '2', b: '3', c: '4', d: [{ id: 'x', n: '2' }] })
  assert.deepEqual(result.kept, ['a'])
  assert.deepEqual(result.disputed, ['c'])
})

function hiddenOf(html: string): Record<string, string> {
  const main = html.slice(html.indexOf('<main'))
  return Object.fromEntries(
    [...main.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(match => [
      match[1]!,
      match[2]!.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ]),
  )
}
