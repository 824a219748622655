import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBuiltIn } from '#src/adopted/built-in.ts'
import { common, commonWith, partnership, tried } from '#test/packs.ts'
import { openPack } from './open-pack.ts'
import type { Question } from './question-shape.ts'
import { type Answers, adviceOf, groupsOf, progressOf, setNamed, type Tier } from './questions.ts'

const asked = (set: string, tier: Tier) =>
  progressOf(setNamed(common, set)!, tried(common, partnership({ tier }))).asked.map(({ id }) => id)
const packOf = (...questions: Partial<Question>[]) =>
  commonWith({
    sets: [
      ...common.sets,
      {
        id: 'made',
        title: 'Made',
        use: 'entry',
        source: 'ours',
        questions: questions.map((question, i) => ({
          id: `q${i}`,
          text: `Question ${i}?`,
          kind: 'yes-no',
          ...question,
        })),
      },
    ],
  })
const progress = (pack: ReturnType<typeof packOf>, answers: Answers, facts = {}) =>
  progressOf(setNamed(pack, 'made')!, tried(pack, partnership(facts), answers))
const left = (...args: Parameters<typeof progress>) =>
  progress(...args).left.map(({ question, lacks }) => `${question.id}: ${lacks.join(', ')}`)

test('SIG-2: a stricter tier asks everything a lighter one asks, and more', () => {
  for (const set of ['case', 'evaluation', 'exposure', 'setup', 'arrangements']) {
    const [light, standard, significant] = (['light', 'standard', 'significant'] as const).map(tier =>
      asked(set, tier),
    )
    assert.ok(
      light!.every(id => standard!.includes(id)) && standard!.every(id => significant!.includes(id)),
      set,
    )
    assert.ok(light!.length > 0 && light!.length < significant!.length, set)
  }
})

test('SIG-2: before one starts it can be said how many questions of how many a tier asks', () => {
  const {
    asked: questions,
    of,
    answered,
  } = progressOf(setNamed(common, 'setup')!, tried(common, partnership({ tier: 'light' })))
  assert.deepEqual([questions.length, of, answered], [12, 40, 0])
})

test('SIG-2: a heading stands over the questions of its tier, even where its first is not asked', () => {
  const set = setNamed(common, 'setup')!
  const { asked: questions } = progressOf(set, tried(common, partnership({ tier: 'light' })))
  assert.deepEqual(
    groupsOf(set, questions).map(({ heading, questions: under }) => [heading, under.map(({ id }) => id)]),
    [
      ['General', ['legal-power', 'legal-bar', 'partner-procedures', 'standing-orders']],
      ['The agreement', ['form', 'terms-of-reference']],
      ['How it is made up', ['officers', 'members']],
      ['How it is run', ['work-review', 'planned-exit', 'personal-information']],
      ['Our representatives’ powers', ['powers-needed']],
    ],
  )
})

test('SIG-1: several reasons may be chosen, and a condition holds for each of them', () => {
  const pack = packOf(
    {
      kind: 'choice',
      several: 'yes',
      choices: [
        { id: 'a', label: 'A' },
        { id: 'b', label: 'B' },
        { id: 'c', label: 'C' },
      ],
    },
    { if: { answer: 'made.q0', is: 'b' } },
    { if: { answer: 'made.q0', one_of: ['c'] } },
  )
  const ids = (value: string[]) => progress(pack, { 'made.q0': { value } }).asked.map(({ id }) => id)
  assert.deepEqual([ids(['a']), ids(['a', 'b']), ids(['c'])], [['q0'], ['q0', 'q1'], ['q0', 'q2']])
  assert.deepEqual(left(pack, { 'made.q0': { value: [] } }), ['q0: answer'])
})

test('ENT-10: an answer is complete with value, note, evidence and owner where they are required, or with a reason it is not relevant', () => {
  const pack = packOf(
    { note: 'required', evidence: 'required', owner: 'required' },
    { skippable: 'yes', note: 'required' },
    { optional: 'yes' },
    { note: 'asked', evidence: 'asked' },
  )
  assert.deepEqual(left(pack, {}), ['q0: answer', 'q1: answer', 'q3: answer'])
  assert.deepEqual(
    left(pack, { 'made.q0': { value: 'yes', note: ' ' }, 'made.q1': { notRelevant: 'No board' } }),
    ['q0: note, evidence, owner', 'q3: answer'],
  )
  assert.deepEqual(left(pack, { 'made.q0': { value: 'no', note: 'None yet' } }), ['q1: answer', 'q3: answer'])
  assert.deepEqual(left(pack, { 'made.q0': { notRelevant: 'I say so' } })[0], 'q0: answer')
})

test('DEF-1: a question that is not relevant answers nothing, whatever the register holds', () => {
  const pack = packOf({ fact: 'lead', skippable: 'yes' }, { if: { answer: 'made.q0', is: 'yes' } })
  const ids = (answers: Answers) => progress(pack, answers, { lead: true }).asked.map(({ id }) => id)
  assert.deepEqual(ids({}), ['q0', 'q1'])
  assert.deepEqual(ids({ 'made.q0': { notRelevant: 'It has no board' } }), ['q0'])
})

test('DEF-1: a question is asked where its condition holds, by facts and by earlier answers', () => {
  const pack = packOf(
    { fact: 'lead' },
    { if: { fact: 'lead', is: 'yes' } },
    { if: { answer: 'made.q1', is: 'yes' } },
    { if: { not: { answer: 'made.q1', is: 'yes' } } },
  )
  const ids = (answers: Answers, facts = {}) => progress(pack, answers, facts).asked.map(({ id }) => id)
  assert.deepEqual(ids({}), ['q0'])
  assert.deepEqual(ids({ 'made.q0': { value: 'yes' } }), ['q0', 'q1'])
  assert.deepEqual(ids({ 'made.q1': { value: 'yes' } }, { lead: true }), ['q0', 'q1', 'q2'])
  assert.deepEqual(ids({ 'made.q1': { value: 'no' } }, { lead: true }), ['q0', 'q1', 'q3'])
  assert.deepEqual(ids({ 'made.q0': { value: 'no' }, 'made.q1': { value: 'yes' } }, { lead: true }), ['q0'])
})

test('SIG-1: a question that names a fact reads it where it stands and writes it where it is answered', () => {
  const pack = packOf({ fact: 'lead' }, { kind: 'yes-no-partly', fact: 'statutory' })
  assert.equal(progress(pack, {}, { lead: true }).left.length, 1)
  const made = tried(pack, partnership({ lead: true }), {
    'made.q0': { value: 'no' },
    'made.q1': { value: 'partly' },
  })
  assert.deepEqual([made.facts.lead, made.facts.statutory], [false, false])
})

test('GOV-1: what is answered no or partly brings its advice', () => {
  const set = setNamed(common, 'arrangements')!
  const advice = (value: string) =>
    adviceOf(set, tried(common, partnership({ tier: 'light' }), { 'arrangements.accountability': { value } }))
  assert.deepEqual([advice('yes').length, advice('partly').length, advice('no').length], [0, 1, 1])
})

test('ENT-10: a set of a hundred questions that hang on each other is worked out', () => {
  const pack = packOf(
    ...Array.from(
      { length: 100 },
      (_, i): Partial<Question> => (i === 0 ? {} : { if: { answer: `made.q${i - 1}`, is: 'yes' } }),
    ),
  )
  const answers = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`made.q${i}`, { value: 'yes' }]))
  assert.equal(progress(pack, answers).answered, 100)
})

test('PRO-1: what a form asks of whoever fills it in is named by no question but of a form', () => {
  const mistakesWith = (use: 'register' | 'entry') => {
    const question = { id: 'who', text: 'Who says so?', kind: 'person', field: 'filler_name', source: 'ours' }
    const own = { id: 'own', title: 'Our own', use, source: 'ours', questions: [question] }
    const opened = openPack({ ...openBuiltIn('common').file, sets: [...common.sets, own] } as never)
    return 'mistakes' in opened ? opened.mistakes.map(each => each.says) : []
  }
  assert.deepEqual(mistakesWith('register'), [])
  assert.match(
    mistakesWith('entry').join(),
    /‘own\.who’ may name ‘filler_name’ only in a set of use register/,
  )
})
