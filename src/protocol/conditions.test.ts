import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Condition, condition, evaluate, type Known } from './conditions.ts'
import { facts as dictionary } from './fact-list.ts'
import { type Facts, readFacts } from './facts.ts'

const known = (facts: Facts): Known => ({
  facts,
  answer: ref =>
    ref === 'setup.board' ? { text: 'Will there be a board?', value: 'yes', said: 'yes' } : { text: 'Why?' },
  left: () => ({ title: 'The case', left: 3, asked: 9 }),
})

const told: [Condition, Facts, boolean | undefined, string][] = [
  [
    { fact: 'members_on_board', at_least: 1 },
    { members_on_board: 1 },
    true,
    '1 member of ours on its board reaches 1',
  ],
  [
    { fact: 'money_a_year', at_least: 50000 },
    { money_a_year: 120000 },
    true,
    '£120,000 a year is over £50,000',
  ],
  [
    { fact: 'money_a_year', at_least: 50000 },
    { money_a_year: 50000 },
    true,
    '£50,000 a year reaches £50,000',
  ],
  [
    { fact: 'money_a_year', more_than: 50000 },
    { money_a_year: 50000 },
    false,
    '£50,000 a year is exactly £50,000',
  ],
  [
    { fact: 'money_a_year', at_least: 50000 },
    { money_a_year: 9999.5 },
    false,
    '£9,999.50 a year is under £50,000',
  ],
  [{ fact: 'pooled_a_year', more_than: 0 }, { pooled_a_year: 5 }, true, '£5 a year pooled'],
  [
    { fact: 'money_a_year', at_most: 50000 },
    { money_a_year: 50000 },
    true,
    '£50,000 a year is no more than £50,000',
  ],
  [{ fact: 'length_years', less_than: 5 }, { length_years: 3 }, true, '3 years is under 5'],
  [{ fact: 'statutory', is: 'yes' }, { statutory: false }, false, 'The law does not require it'],
  [{ fact: 'statutory', is: true }, { statutory: true }, true, 'The law requires it'],
  [{ not: { fact: 'statutory', is: 'yes' } }, { statutory: false }, true, 'The law does not require it'],
  [{ not: { fact: 'statutory', is: 'yes' } }, {}, undefined, 'Not known yet: whether the law requires it'],
  [
    { fact: 'inherent_risk', at_least: 'medium' },
    { inherent_risk: 'high' },
    true,
    'The risk before any control is high',
  ],
  [
    { fact: 'inherent_risk', at_least: 'medium' },
    { inherent_risk: 'low' },
    false,
    'The risk before any control is low',
  ],
  [{ fact: 'level', one_of: ['lead', 'active'] }, { level: 'lead' }, true, 'Our involvement is lead'],
  [
    { fact: 'equality_assessment', is: 'done' },
    { equality_assessment: 'planned' },
    false,
    'The equality assessment will be done',
  ],
  [
    { fact: 'service_criticality', is: 'stops' },
    { service_criticality: 'stops' },
    true,
    'Without it, a public service would stop',
  ],
  [{ fact: 'money_total', known: 'yes' }, {}, false, 'Not known yet: our own money in all'],
  [{ answer: 'setup.board', is: 'yes' }, {}, true, '‘Will there be a board?’ was answered ‘yes’'],
  [{ answer: 'case.need', is: 'value' }, {}, undefined, 'Not answered yet: ‘Why?’'],
  [{ complete: 'case' }, {}, false, '‘The case’ has 3 of 9 questions left'],
  [
    {
      all: [
        { fact: 'lead', is: 'yes' },
        { fact: 'statutory', is: 'yes' },
      ],
    },
    { lead: true, statutory: true },
    true,
    'We lead it; the law requires it',
  ],
  [
    {
      all: [
        { fact: 'lead', is: 'yes' },
        { fact: 'statutory', is: 'yes' },
      ],
    },
    { lead: false },
    false,
    'We do not lead it',
  ],
  [
    {
      any: [
        { fact: 'lead', is: 'yes' },
        { fact: 'statutory', is: 'yes' },
      ],
    },
    { lead: true },
    true,
    'We lead it',
  ],
  [
    {
      any: [
        { fact: 'lead', is: 'yes' },
        { fact: 'statutory', is: 'yes' },
      ],
    },
    { lead: false },
    undefined,
    'Not known yet: whether the law requires it',
  ],
]

test('PRO-1: a condition says in a sentence what is so', () => {
  for (const [asked, facts, holds, because] of told) {
    assert.ok(condition.safeParse(asked).success, JSON.stringify(asked))
    assert.deepEqual(evaluate(asked, known(facts)), { holds, because })
  }
})

test('PRO-1: what is not known is neither so nor not so, and knowing more never turns one into the other', () => {
  const leaf = fc
    .constantFrom('lead', 'statutory', 'in_budget')
    .map((fact): Condition => ({ fact, is: 'yes' }))
  const { made } = fc.letrec<{ made: Condition }>(tie => ({
    made: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ all: fc.array(tie('made'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('made'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('made') }),
    ),
  }))
  const some = fc.record(
    { lead: fc.boolean(), statutory: fc.boolean(), in_budget: fc.boolean() },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(made, some, fc.boolean(), (asked, facts, rest) => {
      const before = evaluate(asked, known(facts)).holds
      const after = evaluate(asked, known({ lead: rest, statutory: rest, in_budget: rest, ...facts }))
      assert.notEqual(after.holds, undefined)
      if (before !== undefined) assert.equal(after.holds, before)
      assert.ok(after.because.length > 0)
    }),
  )
})

test('PRO-1: facts are read as their dictionary says, and a wrong one is named with its mend', () => {
  const { facts, mistakes } = readFacts({
    statutory: 'yes',
    lead: false,
    money_a_year: 12.5,
    money_total: '',
    in_budget: 'maybe',
    pooled_a_year: '50,000',
    external_a_year: -1,
    reputation: 'huge',
    money_a_yaer: 3,
    members_on_board: Number.NaN,
  })
  assert.deepEqual(facts, { statutory: true, lead: false, money_a_year: 12.5 })
  assert.deepEqual(
    mistakes.map(({ says }) => says),
    [
      'The fact ‘in_budget’ cannot be "maybe": write yes or no.',
      'The fact ‘pooled_a_year’ cannot be "50,000": write pounds as a plain number, such as 50000, 0 or more.',
      'The fact ‘external_a_year’ cannot be -1: write pounds as a plain number, such as 50000, 0 or more.',
      'The fact ‘reputation’ cannot be "huge": write one of low, medium, high.',
      'There is no fact ‘money_a_yaer’. Did you mean ‘money_a_year’?',
      'The fact ‘members_on_board’ cannot be NaN: write a number of members of ours on its board, 0 or more.',
    ],
  )
})

test('PRO-1: every fact can be told, known or not', () => {
  const values = { 'yes-no': true, money: 5, number: 5, names: ['Trust'] }
  for (const fact of dictionary) {
    const value = fact.type === 'choice' ? fact.choices![0]!.value : values[fact.type]
    for (const facts of [{}, { [fact.name]: value }]) {
      const { because } = evaluate({ fact: fact.name, is: String(value) }, known(facts))
      assert.match(because, /^[A-Z0-9£‘].*[^.]$/, fact.name)
      assert.doesNotMatch(because, /undefined|null/, fact.name)
    }
  }
})
