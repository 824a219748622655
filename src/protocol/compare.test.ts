import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBuiltIn } from '#src/adopted/built-in.ts'
import { common, commonWith } from '#test/packs.ts'
import { comparePacks } from './compare.ts'
import type { PackFile } from './pack.ts'
import { isItem } from './walk.ts'

const file = openBuiltIn('common').file
/** The changes a changed file makes to the common pack, told as one text each. */
const changes = (parts: Partial<PackFile>) =>
  comparePacks(common, commonWith(parts)).parts.flatMap(({ heading, changes }) =>
    changes.map(({ kind, title, lines }) => `${heading} | ${kind} | ${title} | ${lines.join(' / ')}`),
  )

test('PRO-5: a pack differs from itself in nothing', () => {
  const { parts, counts } = comparePacks(common, common)
  assert.deepEqual(parts, [])
  assert.deepEqual(counts, { added: 0, removed: 0, stricter: 0, looser: 0, changed: 0 })
})

test('PRO-5: a pack that a database kept, with its keys in another order, differs in nothing', () => {
  const kept = JSON.parse(JSON.stringify(common), (_, value) =>
    isItem(value) ? Object.fromEntries(Object.entries(value).reverse()) : value,
  )
  assert.deepEqual(
    comparePacks(kept, common).parts.filter(({ heading }) => heading !== 'Words'),
    [],
  )
})

test('PRO-5: a term put in place of another is told once, and its wordings are no changes', () => {
  const told = changes({ terms: { ...file.terms, cabinet: 'Executive' } })
  assert.deepEqual(told, ['Words | changed | ‘Cabinet’ now reads ‘Executive’ | '])
})

test('PRO-5: what a later version asks besides, and what it asks more strictly, is told', () => {
  const { counts, parts } = comparePacks(common, openBuiltIn('harborough').pack)
  assert.equal(counts.stricter, 1)
  assert.equal(counts.removed + counts.looser, 0)
  const route = parts.find(({ heading }) => heading === 'Who approves it')!
  assert.deepEqual(
    route.changes.map(({ kind, title }) => [kind, title]),
    [['added', 'Management Board']],
  )
})

test('PRO-5: gates, tiers, months, thresholds and deciders are told as they were and are', () => {
  const requirements = file.requirements!.map(each =>
    each.id === 'budget' ? { ...each, gate: 'advise' as const } : each,
  )
  assert.deepEqual(changes({ requirements }), [
    'What must be so | looser | Money outside approved budgets is approved | If it is not so: was ‘the stage is refused’, now ‘the pages say so’',
  ])
  const reviews = { ...file.reviews!, months: { significant: 12, standard: 6, light: 24 } }
  assert.deepEqual(changes({ reviews }), [
    'Reviews | stricter | The review cycle | Months to the next review, standard: was 12, now 6',
  ])
  const models = structuredClone(file.significance!.models)
  models[0]!.tests![0]!.of![0]!.if = { fact: 'money_a_year', at_least: 100_000 }
  assert.deepEqual(changes({ significance: { models } }), [
    'How significant it is | changed | The common test of significance | significant: £50,000 or more a year of our own resource: when: was ‘our own money a year is £50,000 or more’, now ‘our own money a year is £100,000 or more’',
  ])
  const route = structuredClone(file.route!)
  route.find(each => each.id === 'decision')!.need = 'all'
  route.find(each => each.id === 'law')!.deciders!.pop()
  assert.deepEqual(changes({ route }), [
    'Who approves it | changed | Law and conduct | Deciders, left out: Monitoring officer',
    'Who approves it | stricter | The decision | How many must agree: was ‘any one’, now ‘all of them’',
  ])
})

test('PRO-5: every change between the packs that ship is told in words', () => {
  const packs = (['common', 'northampton', 'northamptonshire', 'harborough'] as const).map(
    name => openBuiltIn(name).pack,
  )
  for (const was of packs)
    for (const now of packs)
      for (const { changes } of comparePacks(was, now).parts)
        for (const { title, lines, kind } of changes) {
          assert.ok(lines.length > 0 || kind !== 'changed' || title.includes('now reads'), title)
          for (const text of [title, ...lines]) assert.doesNotMatch(text, /undefined|\[object|[{}]/, text)
        }
})
