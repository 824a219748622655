import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { common, partnership, tried } from '#test/packs.ts'
import { type Condition, evaluate } from './conditions.ts'
import type { Facts } from './facts.ts'
import type { Case } from './known.ts'
import type { Group, Pack } from './pack.ts'
import { answersForFact, calledInBy, type Route, routeOf, standInsOf } from './route.ts'

const told = ({ steps }: Route) =>
  steps.map(({ need, deciders }) => `${need}: ${deciders.map(({ id }) => id).join(', ')}`)
/** The common pack whose step of the service is otherwise. */
const routed = (other: Partial<Group>): Pack => ({
  ...common,
  route: common.route.map(group => (group.id === 'service' ? { ...group, ...other } : group)),
})
const light: Facts = partnership({ money_a_year: 3000, in_budget: true, partner_procedures: false })

/** What is proposed under the common pack, and the steps it has to take. */
const routes: [name: string, facts: Facts, steps: string[]][] = [
  ['a light one goes to the head of service', light, ['all: head-of-service']],
  [
    'a standard one goes to the head of service and the director',
    { ...light, money_a_year: 20000 },
    ['all: head-of-service, director'],
  ],
  [
    'a significant one goes to Cabinet or the chief executive',
    { ...light, money_a_year: 50000 },
    ['all: legal-services, monitoring-officer', 'all: section-151', 'any: cabinet, chief-executive'],
  ],
  [
    'a significant one outside the budget goes to Cabinet',
    { ...light, money_a_year: 120000, in_budget: false },
    ['all: legal-services, monitoring-officer', 'all: section-151', 'all: cabinet'],
  ],
  [
    'a light one under a partner’s own procedures goes to the monitoring officer, Section 151 and Cabinet',
    { ...light, partner_procedures: true },
    ['all: monitoring-officer', 'all: section-151', 'all: head-of-service', 'all: cabinet'],
  ],
  [
    'a binding agreement goes to legal services',
    { ...light, agreement_kind: 'binding' },
    ['all: legal-services', 'all: head-of-service'],
  ],
  ['what is not a partnership has no route', { ...light, kind: 'contract' }, []],
]

for (const [name, facts, steps] of routes)
  test(`APP-1, APP-3, APP-4: ${name}`, () => {
    assert.deepEqual(told(routeOf(tried(common, facts))), steps)
  })

test('APP-3: the Section 151 officer’s step says why in pounds', () => {
  const { steps } = routeOf(tried(common, partnership({ money_a_year: 120000 })))
  const finance = steps.find(({ id }) => id === 'finance')!.deciders[0]!
  assert.match(finance.because, /^£120,000 a year is over £50,000/)
  assert.equal(finance.title, 'Section 151 officer')
})

test('ENT-5, APP-4: a fact says beside its question whose approval it calls in', () => {
  const made = tried(common, { ...light, in_budget: false })
  assert.deepEqual(
    calledInBy('in_budget', made).map(({ title }) => title),
    ['Section 151 officer', 'Cabinet'],
  )
  assert.deepEqual(calledInBy('partner_procedures', tried(common, light)), [])
})

test('APP-2: a fact calls someone in by not being so, too', () => {
  const pack = routed({ if: { not: { fact: 'statutory', is: 'yes' } } })
  const called = (statutory: boolean) =>
    calledInBy('statutory', tried(pack, { ...light, statutory })).map(({ id }) => id)
  assert.deepEqual(called(false), ['head-of-service'])
  assert.deepEqual(called(true), [])
})

test('APP-1: a step is escalated after as many days as the protocol gives it, or fourteen', () => {
  const days = (pack: Pack) => routeOf(tried(pack, light)).steps.map(step => step.days)
  assert.deepEqual(days(common), [14])
  assert.deepEqual(days(routed({ days: 3 })), [3])
})

test('REV-4: the roles that stand in for one are found up to the last, and a circle ends', () => {
  assert.deepEqual(standInsOf(common, 'head-of-service'), ['director', 'chief-executive', 'cabinet'])
  const roles = common.roles.map(role =>
    role.id === 'director' ? { ...role, instead: 'head-of-service' } : role,
  )
  assert.deepEqual(standInsOf({ ...common, roles }, 'head-of-service'), ['director'])
})

test('APP-4, ENT-5: who answers for a fact is told by the rules, also of whoever stands in for them', () => {
  const made = tried(common, { ...light, in_budget: false, tier: 'significant' })
  assert.equal(answersForFact('in_budget', 'finance', 'section-151', made), true)
  assert.equal(answersForFact('in_budget', 'finance', 'chief-executive', made), true)
  assert.equal(answersForFact('in_budget', 'law', 'legal-services', made), false)
  assert.equal(answersForFact('partner_procedures', 'law', 'monitoring-officer', made), false)
})

test('APP-2: a route is not sure while a fact can still be asked that would call someone in', () => {
  assert.ok(routeOf(tried(common, partnership({ money_a_year: 3000 }))).unsure.includes('in_budget'))
  const asked: Facts = {
    ...light,
    agreement_kind: 'terms',
    legal_power: true,
    legal_bar: false,
    standing_orders_clash: false,
    accountable_body: false,
    pooled_a_year: 0,
  }
  assert.deepEqual(routeOf(tried(common, asked)).unsure, [])
})

test('APP-1: whoever proposes does not decide: the role above stands in, and says for whom', () => {
  const { steps } = routeOf(tried(common, light), ['head-of-service', 'director'])
  assert.deepEqual(told({ steps, unsure: [] }), ['all: chief-executive'])
  assert.match(steps[0]!.deciders[0]!.because, /in place of ‘Director’, which made the proposal$/)
})

const posts = common.roles.filter(role => role.as === 'post').map(role => role.id)
const deciding = [...posts, 'cabinet']
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom<Condition>(
    { fact: 'tier', is: 'significant' },
    { fact: 'in_budget', is: 'no' },
    { not: { fact: 'tier', is: 'light' } },
    {
      any: [
        { fact: 'statutory', is: 'yes' },
        { fact: 'money_a_year', more_than: 40000 },
      ],
    },
    {
      all: [
        { fact: 'lead', is: 'yes' },
        { fact: 'money_a_year', at_least: 5000 },
      ],
    },
  ),
)
const groups: fc.Arbitrary<Group[]> = fc
  .array(
    fc.record({
      need: fc.constantFrom('all' as const, 'any' as const),
      when: fc.option(conditions, { nil: undefined }),
      of: fc.uniqueArray(fc.tuple(fc.constantFrom(...deciding), fc.option(conditions, { nil: undefined })), {
        minLength: 1,
        maxLength: 4,
        selector: ([id]) => id,
      }),
    }),
    { maxLength: 4 },
  )
  .map(made => [
    ...made.map(
      ({ need, when, of }, i): Group => ({
        id: `step-${i}`,
        title: `Step ${i}`,
        need,
        source: 'ours',
        ...(when ? { if: when } : {}),
        deciders: of.map(([id, own]) => ({ id, why: 'It is theirs', ...(own ? { if: own } : {}) })),
      }),
    ),
    {
      id: 'last',
      title: 'Last',
      need: 'all',
      source: 'ours',
      deciders: [{ id: 'cabinet', why: 'Someone must' }],
    },
  ])
const anyFacts = fc.record(
  {
    money_a_year: fc.nat(150000),
    in_budget: fc.boolean(),
    partner_procedures: fc.boolean(),
    statutory: fc.boolean(),
    lead: fc.boolean(),
    functions_delegated: fc.boolean(),
    accountable_body: fc.boolean(),
    agreement_kind: fc.constantFrom('binding', 'terms'),
  },
  { requiredKeys: [] },
)
const held = fc.subarray(posts)

function neededBy(made: Case): [group: Group, id: string][] {
  const holds = (condition: Condition | undefined) => !condition || evaluate(condition, made).holds === true
  return made.pack.route.flatMap(group =>
    group.deciders
      .filter(decider => holds(group.if) && holds(decider.if))
      .map(({ id }): [Group, string] => [group, id]),
  )
}

test('APP-1: a route never lacks a decider its rules call for, is the same for the same facts, and explains each step', () => {
  fc.assert(
    fc.property(groups, anyFacts, (route, facts) => {
      const made = tried({ ...common, route }, partnership(facts))
      const { steps } = routeOf(made)
      for (const [group, id] of neededBy(made)) {
        const step = steps.find(each => each.id === group.id)
        const bound = steps
          .filter(({ need }) => need === 'all')
          .flatMap(({ deciders }) => deciders.map(each => each.id))
        if (step) assert.ok(step.need === group.need && step.deciders.some(decider => decider.id === id))
        // A step that any one may take is taken by one who has to decide in any case.
        else assert.ok(group.need === 'any' && group.deciders.some(each => bound.includes(each.id)))
      }
      for (const { title, deciders } of steps)
        for (const decider of deciders) assert.ok(title && decider.title && decider.because.trim())
      assert.deepEqual(routeOf(tried({ ...common, route }, partnership(facts))).steps, steps)
    }),
    { numRuns: 100 },
  )
})

test('APP-1: no step is left to the proposer, whatever posts they hold', () => {
  fc.assert(
    fc.property(groups, anyFacts, held, (route, facts, proposer) => {
      const made = tried({ ...common, route }, partnership(facts))
      const { steps } = routeOf(made, proposer)
      assert.ok(steps.length > 0)
      for (const { deciders } of steps) {
        assert.ok(deciders.length > 0)
        assert.ok(deciders.every(({ id }) => !proposer.includes(id)))
      }
    }),
    { numRuns: 100 },
  )
})

test('APP-1, APP-3, APP-4, ENT-5: the common route calls in whom the protocol names, whatever else is so', () => {
  fc.assert(
    fc.property(anyFacts, facts => {
      const made = tried(common, partnership(facts))
      const { steps } = routeOf(made)
      const alone = steps
        .filter(({ need }) => need === 'all')
        .flatMap(({ deciders }) => deciders.map(({ id }) => id))
      const anyone = steps.flatMap(({ deciders }) => deciders.map(({ id }) => id))
      assert.ok(steps.length > 0)
      if (made.tier === 'significant') assert.ok(anyone.includes('cabinet') && alone.includes('section-151'))
      if (facts.partner_procedures)
        assert.ok(alone.includes('cabinet') && alone.includes('monitoring-officer'))
      if (facts.in_budget === false) assert.ok(alone.includes('cabinet') && alone.includes('section-151'))
      if ((facts.money_a_year ?? 0) > 50000) assert.ok(alone.includes('section-151'))
    }),
  )
})
