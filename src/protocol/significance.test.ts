import assert from 'node:assert/strict'
import { test } from 'node:test'
import { common, commonWith, day, partnership, tried } from '#test/packs.ts'
import type { Condition } from './conditions.ts'
import type { Facts } from './facts.ts'
import type { Pack } from './pack.ts'
import { assess, modelOn } from './significance.ts'
import type { Model } from './significance-shape.ts'

const rank = { light: 0, standard: 1, significant: 2 }
const own = { from: '2027-01-01', source: 'ours' as const, otherwise: 'light' as const }
const criterion = (id: string, condition: Condition) => ({ id, says: `Criterion ${id}`, if: condition })
const packOf = (model: Omit<Model, 'from' | 'source' | 'otherwise' | 'title'>): Pack =>
  commonWith({ significance: { models: [{ title: 'A published test', ...own, ...model }] } })

const twoCriteria = packOf({
  id: 'any-of-two',
  tests: [
    {
      tier: 'significant',
      need: 'any',
      of: [
        criterion('money', { fact: 'money_a_year', at_least: 10000 }),
        criterion('objective', { fact: 'corporate_priority', is: 'fundamental' }),
      ],
    },
  ],
})
const five = [
  criterion('money', { fact: 'money_a_year', at_least: 50000 }),
  criterion('grant', {
    all: [
      { fact: 'accountable_body', is: 'yes' },
      { fact: 'external_a_year', more_than: 0 },
    ],
  }),
  criterion('statutory', { fact: 'statutory', is: 'yes' }),
  criterion('service', { fact: 'service_criticality', is: 'stops' }),
  criterion('reputation', { fact: 'reputation', is: 'high' }),
]
const anyOfFive = packOf({ id: 'any-of-five', tests: [{ tier: 'significant', need: 'any', of: five }] })
const allOfFive = packOf({ id: 'all-of-five', tests: [{ tier: 'significant', need: 'all', of: five }] })
const threeOfFive = packOf({
  id: 'three-of-five',
  tests: [
    {
      tier: 'significant',
      need: 3,
      of: [
        criterion('money', { fact: 'money_a_year', at_least: 100000 }),
        criterion('length', { fact: 'length_years', at_least: 5 }),
        criterion('priority', { fact: 'corporate_priority', is: 'fundamental' }),
        criterion('risk', { fact: 'inherent_risk', is: 'high' }),
        criterion('reliance', { fact: 'reliance', is: 'high' }),
      ],
    },
  ],
})
const all: Facts = {
  money_a_year: 50000,
  accountable_body: true,
  external_a_year: 1,
  statutory: true,
  service_criticality: 'stops',
  reputation: 'high',
}

/** Published tests, what a council would put to them, and what its own rule says. */
const published: [name: string, Pack, Facts, keyof typeof rank, met: number][] = [
  [
    'any of two: £10,000 of our resource',
    twoCriteria,
    { money_a_year: 10000, corporate_priority: 'none' },
    'significant',
    1,
  ],
  [
    'any of two: fundamental to an objective, no money',
    twoCriteria,
    { money_a_year: 0, corporate_priority: 'fundamental' },
    'significant',
    1,
  ],
  [
    'any of two: £9,999 and a support only',
    twoCriteria,
    { money_a_year: 9999, corporate_priority: 'supports' },
    'light',
    0,
  ],
  ['any of five: £50,000 a year', anyOfFive, { money_a_year: 50000 }, 'significant', 1],
  [
    'any of five: accountable body for an outside grant',
    anyOfFive,
    { money_a_year: 0, accountable_body: true, external_a_year: 8000 },
    'significant',
    1,
  ],
  [
    'any of five: accountable body for no outside money',
    anyOfFive,
    {
      money_a_year: 49999,
      accountable_body: true,
      external_a_year: 0,
      statutory: false,
      service_criticality: 'suffers',
      reputation: 'medium',
    },
    'light',
    0,
  ],
  [
    'at least three of five: £100,000 a year, 5 years and high risk',
    threeOfFive,
    { money_a_year: 100000, length_years: 5, inherent_risk: 'high' },
    'significant',
    3,
  ],
  [
    'at least three of five: £100,000 a year and 5 years',
    threeOfFive,
    {
      money_a_year: 100000,
      length_years: 5,
      inherent_risk: 'medium',
      reliance: 'low',
      corporate_priority: 'supports',
    },
    'light',
    2,
  ],
  [
    'at least three of five: all but £1',
    threeOfFive,
    { money_a_year: 99999, length_years: 5, inherent_risk: 'high', reliance: 'low' },
    'light',
    2,
  ],
  ['all of five', allOfFive, all, 'significant', 5],
  ['all of five but one', allOfFive, { ...all, statutory: false }, 'light', 4],
]

for (const [name, pack, facts, tier, met] of published)
  test(`SIG-1: a published test gives what the council's own rule says: ${name}`, () => {
    const { significance } = tried(pack, partnership(facts))
    assert.equal(significance.tier, tier)
    assert.equal(significance.working.filter(each => each.met).length, met)
    for (const { because } of significance.working) assert.ok(because)
  })

test('SIG-1: a weighted scorecard adds its points up, and its bands give the tier', () => {
  const pack = packOf({
    id: 'scorecard',
    scorecard: {
      criteria: [
        {
          id: 'money',
          says: 'Money',
          weight: 3,
          scores: [
            { score: 1, if: { fact: 'money_a_year', at_least: 10000 } },
            { score: 3, if: { fact: 'money_a_year', at_least: 100000 } },
          ],
        },
        {
          id: 'risk',
          says: 'Risk',
          weight: 2,
          scores: [{ score: 2, if: { fact: 'inherent_risk', is: 'high' } }],
        },
      ],
      bands: [
        { tier: 'significant', at_least: 9 },
        { tier: 'standard', at_least: 3 },
      ],
    },
  })
  const scored = (money_a_year: number, inherent_risk: string) => {
    const { significance } = tried(pack, partnership({ money_a_year, inherent_risk }))
    return [significance.tier, significance.says, significance.working.map(({ points }) => points)]
  }
  assert.deepEqual(scored(100000, 'high'), [
    'significant',
    '13 points of 13: 9 or more are significant',
    [9, 4],
  ])
  assert.deepEqual(scored(10000, 'high'), ['standard', '7 points of 13: 3 or more are standard', [3, 4]])
  assert.deepEqual(scored(0, 'low'), ['light', '0 points of 13: under 3 are light', [0, 0]])
})

test('SIG-2: the common thresholds are ours and give three tiers', () => {
  const tiers: [Facts, keyof typeof rank][] = [
    [{ money_a_year: 50000 }, 'significant'],
    [{ money_a_year: 49999 }, 'standard'],
    [{ accountable_body: true }, 'significant'],
    [{ statutory: true }, 'significant'],
    [{ service_criticality: 'stops' }, 'significant'],
    [{ inherent_risk: 'high' }, 'significant'],
    [{ money_a_year: 10000 }, 'standard'],
    [{ officer_days_a_year: 20 }, 'standard'],
    [{ members_on_board: 1 }, 'standard'],
    [{ inherent_risk: 'medium' }, 'standard'],
    [{ money_a_year: 9999, officer_days_a_year: 19, members_on_board: 0, inherent_risk: 'low' }, 'light'],
  ]
  for (const [facts, tier] of tiers)
    assert.equal(tried(common, partnership(facts)).tier, tier, JSON.stringify(facts))
  assert.equal(common.significance.models[0]!.source, 'ours')
})

test('SIG-3: the model of the day counts, an old assessment can be read by its own, and none may be in force', () => {
  const models = ['2020-01-01', '2027-03-04', '2027-03-05'].map((from, i) => ({
    ...common.significance.models[0]!,
    id: `model-${i}`,
    from,
  }))
  const pack = { ...common, significance: { models } }
  assert.equal(modelOn(pack, '2027-03-03')!.id, 'model-0')
  assert.equal(modelOn(pack, day)!.id, 'model-1')
  assert.equal(tried(pack, partnership()).significance.model, 'model-1')
  assert.equal(assess(models[0]!, tried(pack, partnership())).model, 'model-0')
  assert.equal(modelOn(pack, '2019-12-31'), undefined)
})

test('SIG-3: a tier that someone set stands, and the working is shown all the same', () => {
  const made = tried(common, partnership({ tier: 'light', money_a_year: 90000 }))
  assert.equal(made.tier, 'light')
  assert.equal(made.significance.tier, 'significant')
})

test('SIG-1: what is not known meets no criterion, and the assessment says that it could', () => {
  assert.equal(tried(common, partnership({ money_a_year: 1 })).significance.open, true)
  const rest: Facts = {
    accountable_body: false,
    statutory: false,
    service_criticality: 'none',
    inherent_risk: 'low',
  }
  assert.equal(tried(common, partnership({ money_a_year: 10000, ...rest })).significance.open, false)
})
