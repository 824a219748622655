import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { common, partnership, tried } from '#test/packs.ts'
import type { Condition } from './conditions.ts'
import { facts as dictionary } from './fact-list.ts'
import type { Model } from './significance-shape.ts'

const rank = { light: 0, standard: 1, significant: 2 }
const own = { from: '2027-01-01', source: 'ours' as const, otherwise: 'light' as const }
const moneyFacts = dictionary.filter(fact => fact.type === 'money').map(fact => fact.name)
const moneyTest = fc
  .tuple(
    fc.constantFrom(...moneyFacts),
    fc.constantFrom('at_least' as const, 'more_than' as const),
    fc.nat(200000),
  )
  .map(([fact, how, value]): Condition => ({ fact, [how]: value }))
const anyTest: fc.Arbitrary<Condition> = fc.oneof(
  moneyTest,
  fc.constantFrom<Condition>(
    { fact: 'statutory', is: 'yes' },
    { not: { fact: 'lead', is: 'yes' } },
    { fact: 'inherent_risk', at_least: 'medium' },
  ),
  fc
    .array(moneyTest, { minLength: 1, maxLength: 3 })
    .chain(of => fc.constantFrom<Condition>({ all: of }, { any: of })),
)
const criteria = fc
  .array(anyTest, { minLength: 1, maxLength: 5 })
  .map(conditions => conditions.map((condition, i) => ({ id: `c${i}`, says: 'Made', if: condition })))
const generated: fc.Arbitrary<Model> = fc.oneof(
  fc
    .tuple(criteria, criteria, fc.constantFrom('any' as const, 'all' as const, 1, 2))
    .map(([first, second, need]) => ({
      id: 'made',
      title: 'Made',
      ...own,
      tests: [
        { tier: 'significant' as const, need: need === 2 ? Math.min(2, first.length) : need, of: first },
        { tier: 'standard' as const, need: 'any' as const, of: second },
      ],
    })),
  fc
    .array(fc.tuple(fc.nat(5), fc.array(fc.tuple(fc.nat(5), anyTest), { minLength: 1, maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map(rows => ({
      id: 'made',
      title: 'Made',
      ...own,
      scorecard: {
        criteria: rows.map(([weight, scores], i) => ({
          id: `c${i}`,
          says: 'Made',
          weight,
          scores: scores.map(([score, condition]) => ({ score, if: condition })),
        })),
        bands: [
          { tier: 'significant' as const, at_least: 20 },
          { tier: 'standard' as const, at_least: 5 },
        ],
      },
    })),
)
const money = fc.record(Object.fromEntries(moneyFacts.map(name => [name, fc.nat(250000)])), {
  requiredKeys: [],
})
const others = fc.record(
  { statutory: fc.boolean(), lead: fc.boolean(), inherent_risk: fc.constantFrom('low', 'medium', 'high') },
  { requiredKeys: [] },
)

test('SIG-1: more money never lowers a tier, whatever the model, and the same facts give the same', () => {
  fc.assert(
    fc.property(
      generated,
      money,
      others,
      fc.constantFrom(...moneyFacts),
      fc.nat(250000),
      (model, cash, rest, which, more) => {
        const pack = { ...common, significance: { models: [model] } }
        const before = tried(pack, partnership({ ...cash, ...rest }))
        const after = tried(pack, partnership({ ...cash, ...rest, [which]: Number(cash[which] ?? 0) + more }))
        assert.ok(rank[after.tier] >= rank[before.tier])
        assert.deepEqual(tried(pack, partnership({ ...cash, ...rest })).significance, before.significance)
      },
    ),
  )
})
