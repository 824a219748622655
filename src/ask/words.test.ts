import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EntryCase } from '#src/partnerships/case/case.ts'
import { answerWords } from '#src/protocol/answer-words.ts'
import type { Facts } from '#src/protocol/facts.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import type { Answers } from '#src/protocol/questions.ts'
import { common, partnership, tried } from '#test/packs.ts'
import { frozenSections } from './words.ts'

const sections = (facts: Facts, answers: Answers) =>
  frozenSections({
    made: tried(common, partnership({ tier: 'significant', ...facts }), answers),
  } as EntryCase)
const row = (id: string, facts: Facts, answers: Answers) =>
  sections(facts, answers)
    .flatMap(each => each.rows)
    .find(each => each.id === id)

test('ENT-1: an answer is kept in words, with its note, evidence, owner and clause', () => {
  const answers: Answers = {
    'case.need': { value: ['funding', 'value'], note: 'The grant is for joint bids only.' },
    'exposure.accepted': { value: 'yes', owner: 'Ann Lee', note: 'Seen.', evidence: 'Risk log 4' },
  }
  assert.deepEqual(row('case.need', {}, answers), {
    id: 'case.need',
    question: 'Why is a partnership needed?',
    clause: 'Northamptonshire policy statement / We believe partnerships are necessary when / 1 to 5',
    answer: ['It opens the way to outside funding', 'It is better value'],
    note: 'The grant is for joint bids only.',
    evidence: '',
    owner: '',
  })
  const accepted = row('exposure.accepted', {}, answers)!
  assert.deepEqual([accepted.answer, accepted.owner, accepted.evidence], [['Yes'], 'Ann Lee', 'Risk log 4'])
})

test('SIG-2: what significance rests on is frozen too, as the register or the answers have it', () => {
  const facts = { money_a_year: 120_000, service_criticality: 'stops', lead: true }
  assert.deepEqual(row('significance.money-a-year', facts, {})!.answer, ['£120,000 a year'])
  assert.deepEqual(row('significance.service', facts, {})!.answer, ['Would stop'])
  assert.deepEqual(row('significance.lead', facts, {})!.answer, ['Yes'])
  assert.deepEqual(row('significance.officer-days', facts, {})!.answer, [])
  assert.deepEqual(
    sections(facts, {}).map(each => each.id),
    ['significance', 'case', 'evaluation', 'exposure', 'setup'],
  )
})

test('ENT-10: what is not relevant says why, and what is not asked is not frozen', () => {
  const answers: Answers = {
    'setup.board': { notRelevant: 'two of us meet' },
    'setup.voting': { value: 'By consent' },
  }
  assert.deepEqual(row('setup.board', {}, answers)!.answer, ['Not relevant: two of us meet'])
  assert.equal(row('setup.voting', {}, answers), undefined)
  assert.deepEqual(row('setup.voting', {}, { ...answers, 'setup.board': { value: 'yes' } })!.answer, [
    'By consent',
  ])
})

test('every kind of answer has words', () => {
  const said = (kind: Question['kind'], value: string | number | boolean, more: Partial<Question> = {}) =>
    answerWords({ id: 'q', text: 'Q?', kind, ...more }, value)
  assert.deepEqual(said('yes-no-partly', 'partly'), ['Partly'])
  assert.deepEqual(said('date', '2027-03-04'), ['4 March 2027'])
  assert.deepEqual(said('money', 1234.5), ['£1,234.50'])
  assert.deepEqual(said('number', 12_000, { unit: 'homes' }), ['12,000 homes'])
  assert.deepEqual(said('text', 'One.\n\nTwo.'), ['One.', 'Two.'])
  assert.deepEqual(said('choice', 'lead', { fact: 'level' }), ['Lead'])
  assert.deepEqual(said('person', 'Ann Lee'), ['Ann Lee'])
})
