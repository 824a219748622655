import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likelyDuplicates } from './duplicates.ts'

const pairs = (names: string[], existing: string[] = []) =>
  likelyDuplicates(
    names.map((name, index) => ({ key: index + 2, name })),
    existing.map(name => ({ key: `id-${name}`, name })),
  )

test('REG-7: one body under several spellings is suggested as a duplicate', () => {
  for (const [one, other] of [
    ['Community Safety Partnership', 'CSP'],
    ['Northshire Community Safety Partnership', 'Northshire Community Safety P’ship'],
    ['Health and Wellbeing Board', 'Health & Well-being Board'],
    ['Weston Town Centre Partnership', 'Weston Town Center Partnership'],
    ['The Arts Trust Limited', 'Arts Trust Ltd'],
    ['Safer Northshire', 'Safer Northshire (statutory)'],
    ['Skills Board Northshire', 'Northshire Skills Board'],
  ] as const) {
    const [found] = pairs([other], [one])
    assert.equal(found?.candidate.name, one, `${one} / ${other}`)
    assert.equal(found?.candidate.existing, true)
    assert.ok(found.score >= 0.72 && found.score <= 1)
  }
})

test('REG-7: two bodies with like names are left alone', () => {
  for (const [one, other] of [
    ['Weston Museum Trust', 'Weston Hospital Trust'],
    ['Health and Wellbeing Board', 'Northshire Skills Board'],
    ['Safer Streets Phase 1', 'Safer Streets Phase 2'],
    ['Ashby Town Forum', 'Dunley Town Forum'],
    ['CSP', 'CVS'],
  ] as const)
    assert.deepEqual(pairs([other], [one]), [], `${one} / ${other}`)
})

test('REG-7: duplicates within the file name the later row and the earlier one', () => {
  assert.deepEqual(pairs(['Safer Northshire', 'Skills Board', 'Safer Northshire ']), [
    {
      row: 4,
      name: 'Safer Northshire ',
      candidate: { key: 2, name: 'Safer Northshire', existing: false },
      score: 1,
    },
  ])
})

test('REG-7: the same lead and partners make a duplicate likelier', () => {
  const near = { key: 1, name: 'Northshire Youth Offer Group' }
  const far = { key: 2, name: 'Northshire Youth Offer Partners' }
  const shared = { lead: 'Northshire Council', partners: ['Weston CVS'] }
  const [alone] = likelyDuplicates([far], [near])
  const [together] = likelyDuplicates([{ ...far, ...shared }], [{ ...near, ...shared }])
  assert.ok(together!.score > (alone?.score ?? 0))
})

test('REG-7: ten thousand names against ten thousand take seconds', () => {
  const places = Array.from(
    { length: 100 },
    (_, n) =>
      `${'bcdfghjklm'[n % 10]}${'aeiou'[n % 5]}${'nprst'[n % 7] ?? 'w'}ton${'aeiou'[Math.floor(n / 20)]}`,
  )
  const themes = Array.from(
    { length: 100 },
    (_, n) => `${'prsdtfmlkg'[n % 10]}${'oaeiu'[Math.floor(n / 10) % 5]}${'ldrnm'[Math.floor(n / 20)]}ing`,
  )
  const names = places.flatMap(place => themes.map(theme => `${place} ${theme} Partnership Board`))
  const started = performance.now()
  const found = pairs(
    names.map(name => name.toUpperCase()),
    names,
  )
  const seconds = (performance.now() - started) / 1000
  assert.ok(found.filter(one => one.score === 1).length >= 10_000)
  // Comparing each with each would take most of an hour.
  assert.ok(seconds < 120, `took ${seconds} s`)
})
