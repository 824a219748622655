import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { common, commonWith, tried } from '#test/packs.ts'
import { outcomeOf, testLeft } from './definition.ts'
import type { Facts } from './facts.ts'
import type { Answers } from './questions.ts'
import { requirementsOf } from './requirements.ts'

const questions = [
  'single-body',
  'independent-bodies',
  'talk-only',
  'service-for-us',
  'shared-agreeing',
  'shared-delivery',
  'wellbeing',
]
const answered = (words: string): Answers =>
  Object.fromEntries(
    words
      .split(' ')
      .flatMap((word, i) => (word === '-' ? [] : [[`definition.${questions[i]}`, { value: word }]])),
  )

/** Answers in the order of the test ('-' not answered), and what they make. */
const outcomes: [name: string, words: string, kind: string][] = [
  ['councils that agree and deliver together on waste', 'no yes no no yes yes yes', 'partnership'],
  ['a community centre run by a management company', 'no yes no yes no no -', 'contract'],
  ['a benchmarking group of councils', 'no yes yes - - - -', 'network'],
  ['a leisure contract overseen by a joint board', 'no yes no yes yes no -', 'mixed'],
  ['a seat on a school’s governing body', 'yes - - - - - -', 'outside-body'],
  ['a company of our own', 'no no no no yes yes yes', 'take-advice'],
  ['others deliver what all agree', 'no yes no no yes no yes', 'take-advice'],
  ['a staff lottery', 'no yes no no yes yes no', 'take-advice'],
]

for (const [name, words, kind] of outcomes)
  test(`DEF-1, DEF-3: ${name}: ${kind}`, () => {
    const made = tried(common, {}, answered(words))
    const outcome = outcomeOf(common, made)!
    assert.equal(outcome.kind, kind)
    assert.equal(made.facts.kind, kind)
    for (const part of [outcome.means, outcome.next, outcome.because]) assert.ok(part)
    assert.deepEqual(testLeft(common, made), [])
  })

test('DEF-3: where nothing fits, each reason is given once', () => {
  const { because } = outcomeOf(common, tried(common, {}, answered('no no no no no no -')))!
  assert.equal(
    because,
    'It is not just one organisation to which we appoint; it does more than talk; nobody delivers a service on our behalf; the partners do not agree together what is to be done; the partners do not share in delivering it; no other independent organisation takes part',
  )
})

test('DEF-1: while an answer is open that could change it, there is no outcome, and the test says what is left', () => {
  const made = tried(common, {}, answered('no yes no no yes - -'))
  assert.equal(outcomeOf(common, made), undefined)
  assert.deepEqual(
    testLeft(common, made).map(({ id }) => id),
    ['shared-delivery', 'wellbeing'],
  )
  assert.equal(made.facts.kind, undefined)
})

test('DEF-1: the test asks one thing after another and leaves out what no longer matters', () => {
  const asked = (words: string) => testLeft(common, tried(common, {}, answered(words))).map(({ id }) => id)
  assert.deepEqual(asked('- - - - - - -'), ['single-body'])
  assert.deepEqual(asked('no - - - - - -'), ['independent-bodies', 'talk-only'])
})

test('DEF-1: an answer whose question is no longer asked does not count', () => {
  const made = tried(common, {}, answered('yes yes yes yes yes yes yes'))
  assert.equal(made.facts.kind, 'outside-body')
  assert.equal(made.facts.talk_only, undefined)
})

test('DEF-2: missing features are advice, and never change what it is', () => {
  const yes = answered('no yes no no yes yes yes')
  const features = common.sets
    .find(({ id }) => id === 'features')!
    .questions.map(({ id }) => `features.${id}`)
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('yes', 'partly', 'no'), {
        minLength: features.length,
        maxLength: features.length,
      }),
      words => {
        const answers = {
          ...yes,
          ...Object.fromEntries(features.map((ref, i) => [ref, { value: words[i]! }])),
        }
        const outcome = outcomeOf(common, tried(common, {}, answers))!
        assert.equal(outcome.kind, 'partnership')
        assert.equal(outcome.missing.length, words.filter(word => word !== 'yes').length)
        for (const { feature, advice } of outcome.missing) assert.ok(feature && advice)
      },
    ),
  )
})

test('DEF-3: what is not a partnership has no requirements of the protocol', () => {
  const facts: Facts = { stage: 'in-place', money_a_year: 90000 }
  assert.deepEqual(requirementsOf(tried(common, facts, answered('no yes no yes no no -'))), [])
})

test('DEF-3: what several outcomes ask is told once, whichever comes first', () => {
  const outcomes = common.definition.outcomes.toSorted(
    (a, b) => Number(a.id !== 'contract') - Number(b.id !== 'contract'),
  )
  const pack = commonWith({ definition: { ...common.definition, outcomes } })
  const { because } = outcomeOf(pack, tried(pack, {}, answered('no yes no no yes no yes')))!
  const told = because.toLowerCase().split('; ')
  assert.deepEqual(told, [...new Set(told)])
})
