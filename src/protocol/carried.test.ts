import assert from 'node:assert/strict'
import { test } from 'node:test'
import { common, commonWith, day, partnership, tried } from '#test/packs.ts'
import { answerLines, answerWords } from './answer-words.ts'
import { answersUnder, carriedOver, unfitAnswers } from './carried.ts'
import type { Value } from './facts.ts'
import { fits } from './fits.ts'
import type { Pack } from './pack.ts'
import type { Question } from './question-shape.ts'
import { progressOf, setNamed, tellAnswer } from './questions.ts'
import { tiersOn } from './significance.ts'

const abc = (...ids: string[]) => ids.map(id => ({ id, label: `The ${id} way` }))
const asked = (parts: Partial<Question>): Question => ({
  id: 'q',
  text: 'What of it?',
  kind: 'text',
  ...parts,
})

const values: [question: Partial<Question>, takes: unknown[], refuses: unknown[]][] = [
  [{ kind: 'yes-no' }, ['yes', 'no', true], ['partly', 'perhaps', 1, ['yes'], {}]],
  [{ kind: 'yes-no-partly' }, ['partly', 'no'], ['a', 0, ['partly']]],
  [{ kind: 'choice', choices: abc('a', 'b') }, ['a'], ['c', 'toString', ['a'], 1, true]],
  [
    { kind: 'choice', choices: abc('a', 'b'), several: 'yes' },
    [['a'], ['a', 'b'], [], 'a'],
    [['a', 'c'], 'c'],
  ],
  [{ kind: 'number' }, [0, 12.5], ['12', -1, Number.NaN, Number.POSITIVE_INFINITY, [1], true]],
  [{ kind: 'money' }, [50000], ['yes', 'a lot', ['1']]],
  [{ kind: 'date' }, ['2027-03-04', '2027'], ['soon', '2027-02-31', 20270304, ['2027-03-04']]],
  [{ kind: 'text' }, ['Words', '', ['one', 'two']], [5, true, [1], {}, null]],
  [{ kind: 'organisation' }, ['Saltmere'], [5, false]],
  [{ kind: 'person', field: 'sponsor' }, [['Ann Lee, Director']], []],
]

for (const [parts, takes, refuses] of values)
  test(`PRO-1: a ${parts.kind} question${parts.several ? ' of several' : ''} takes what it asks and nothing else, whatever is stored`, () => {
    const question = asked(parts)
    for (const value of takes) assert.equal(fits(question, value as Value), true, JSON.stringify(value))
    for (const value of refuses) {
      assert.equal(fits(question, value as Value), false, JSON.stringify(value))
      if (value === null) continue
      assert.doesNotThrow(() => answerWords(question, value as Value), JSON.stringify(value))
      assert.doesNotThrow(() => answerLines(question, { value: value as Value }))
      assert.doesNotThrow(() => tellAnswer(question, value as Value))
    }
  })

const withSet = (...questions: Partial<Question>[]): Pack =>
  commonWith({
    sets: [
      ...common.sets,
      {
        id: 'extra',
        title: 'Our own',
        use: 'entry',
        source: 'ours',
        questions: questions.map((each, i) => asked({ id: `q${i}`, source: 'ours', ...each })),
      },
    ],
  })

test('PRO-1: an answer that does not fit its question is no answer, and calls for nothing', () => {
  const pack = withSet(
    { kind: 'money' },
    { kind: 'text', if: { answer: 'extra.q0', at_least: 1 } },
    { kind: 'text', if: { answer: 'extra.q0', known: 'yes' } },
  )
  const made = tried(pack, partnership(), { 'extra.q0': { value: 'yes', note: 'As noted' } })
  const progress = progressOf(setNamed(pack, 'extra')!, made)
  assert.deepEqual(
    progress.left.map(each => [each.question.id, each.lacks]),
    [['q0', ['answer']]],
  )
  assert.deepEqual(made.answers['extra.q0'], { note: 'As noted' })
})

test('SIG-1: a fact is not drawn from an answer of another kind', () => {
  const made = tried(common, partnership(), { 'significance.money-a-year': { value: 'yes' } })
  assert.equal(made.facts.money_a_year, undefined)
  assert.equal(made.tier, 'light')
})

const moves: [was: Partial<Question>, now: Partial<Question>, answer: Value, because: string][] = [
  [{ kind: 'yes-no' }, { kind: 'yes-no-partly' }, 'yes', ''],
  [{ kind: 'yes-no-partly' }, { kind: 'yes-no' }, 'no', ''],
  [{ kind: 'yes-no-partly' }, { kind: 'yes-no' }, 'partly', 'It is answered with yes or no now'],
  [{ kind: 'yes-no' }, { kind: 'text' }, 'yes', 'It is answered with a text now'],
  [{ kind: 'person' }, { kind: 'text' }, 'Ann Lee', ''],
  [{ kind: 'text' }, { kind: 'person' }, 'Somebody', 'It is answered with a person now'],
  [{ kind: 'money' }, { kind: 'number', unit: 'days' }, 5, 'It is answered with a number now'],
  [{ kind: 'number', unit: 'days' }, { kind: 'number', unit: 'hours' }, 5, 'It is counted in hours now'],
  [{ kind: 'number', unit: 'days' }, { kind: 'number', unit: 'days' }, 5, ''],
  [
    { kind: 'choice', choices: abc('a', 'b') },
    { kind: 'choice', choices: abc('b', 'c') },
    'a',
    'That can no longer be chosen',
  ],
  [{ kind: 'choice', choices: abc('a', 'b') }, { kind: 'choice', choices: abc('b', 'c') }, 'b', ''],
  [
    { kind: 'choice', choices: abc('a', 'b'), several: 'yes' },
    { kind: 'choice', choices: abc('a', 'b') },
    ['a'],
    'Only one can be chosen now',
  ],
]

for (const [was, now, value, because] of moves)
  test(`PRO-1: ${was.kind} answered ${JSON.stringify(value)}, asked as ${now.kind} then: ${because || 'it stays'}`, () => {
    const [before, after] = [withSet(was), withSet(now)]
    const given = { 'extra.q0': { value, owner: 'Ann Lee' } }
    assert.equal(unfitAnswers(before, after, given).get('extra.q0') ?? '', because)
    assert.deepEqual(
      answersUnder(before, after, given)['extra.q0'],
      because ? { owner: 'Ann Lee' } : given['extra.q0'],
    )
  })

test('PRO-1: what is not relevant stays so only where the question can still be left out', () => {
  const [before, after] = [withSet({ skippable: 'yes' }), withSet({})]
  const given = { 'extra.q0': { notRelevant: 'There is none' } }
  assert.deepEqual([...unfitAnswers(before, after, given).keys()], ['extra.q0'])
  const facts = partnership()
  const { again } = carriedOver(tried(before, facts, given), tried(after, facts), given, () => ['extra'])
  assert.deepEqual(again[0]!.said, ['Not relevant: There is none'])
  assert.equal(unfitAnswers(after, before, given).size, 0)
})

test('PRO-1, SIG-2: what another protocol makes of a draft is told question by question', () => {
  const before = withSet({ text: 'One?' }, { text: 'Two?', kind: 'yes-no' }, { text: 'Three?' })
  const after = withSet(
    { text: 'One?' },
    { text: 'Two?', kind: 'money' },
    { text: 'Three?', tiers: ['significant'] },
    { text: 'Four?' },
  )
  const given = { 'extra.q0': { value: 'Kept' }, 'extra.q1': { value: 'yes' }, 'extra.q2': { value: 'Gone' } }
  const facts = partnership({ tier: 'light' })
  const carried = carriedOver(
    tried(before, facts, given),
    tried(after, facts, answersUnder(before, after, given)),
    given,
    () => ['extra'],
  )
  assert.deepEqual(carried, {
    added: [{ ref: 'extra.q3', text: 'Four?', set: 'Our own' }],
    dropped: [{ ref: 'extra.q2', text: 'Three?', set: 'Our own', answered: true }],
    again: [
      {
        ref: 'extra.q1',
        text: 'Two?',
        set: 'Our own',
        said: ['Yes'],
        because: 'It is answered with an amount of money now',
      },
    ],
    asked: { was: 3, now: 3 },
  })
})

test('SIG-2: the tiers of a model are those it can find', () => {
  assert.deepEqual(new Set(tiersOn(common, day)), new Set(['significant', 'standard', 'light']))
  assert.deepEqual(tiersOn(common, '1999-01-01'), [])
})
