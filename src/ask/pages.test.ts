import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Question } from '#src/protocol/question-shape.ts'
import type { Answers, Tier } from '#src/protocol/questions.ts'
import { common, commonWith, packOfHundred, partnership, tried } from '#test/packs.ts'
import { askPages, pageAsking } from './pages.ts'

const entry = (tier: Tier, answers: Answers = {}) =>
  askPages(tried(common, partnership({ tier }), answers), 'entry')
const named = (tier: Tier) => entry(tier).map(({ name, asked }) => `${name} ${asked.length}`)

test('SIG-2: a light proposal has a page a set, a significant one a page a heading', () => {
  assert.deepEqual(named('light'), ['case 6', 'evaluation 3', 'exposure 2', 'setup 12'])
  const significant = entry('significant')
  assert.deepEqual(
    significant.slice(0, 4).map(({ name, title }) => [name, title]),
    [
      ['case-why', 'Why'],
      ['case-what-it-brings-and-what-it-takes', 'What it brings and what it takes'],
      ['case-whether-we-can', 'Whether we can'],
      ['case-our-part', 'Our part'],
    ],
  )
  assert.ok(significant.some(page => page.name === 'setup-the-agreement'))
})

test('every question that is asked stands on one page, and no other', () => {
  const made = tried(common, partnership({ tier: 'significant' }))
  const pages = askPages(
    made,
    common.sets.map(set => set.id),
  )
  const refs = pages.flatMap(page => page.asked.map(({ id }) => `${page.set.id}.${id}`))
  assert.equal(new Set(refs).size, refs.length)
  assert.ok(refs.includes('setup.voting') === false, 'what no board was named for is not asked')
  for (const ref of refs) assert.ok(pageAsking(pages, ref), ref)
  assert.equal(pageAsking(pages, 'setup.voting'), undefined)
  assert.equal(new Set(pages.map(page => page.name)).size, pages.length)
})

test('a page is not started, then in progress with what each question lacks, then done', () => {
  const evaluation = (answers: Answers) => entry('light', answers).find(page => page.name === 'evaluation')!
  assert.equal(evaluation({}).state, 'not started')
  const begun = evaluation({ 'evaluation.legal': { value: 'yes' } })
  assert.deepEqual(
    [begun.state, begun.answered, begun.left.map(({ question, lacks }) => [question.id, ...lacks])],
    [
      'in progress',
      0,
      [
        ['legal', 'note'],
        ['benefits-against-costs', 'answer'],
        ['communities', 'answer'],
      ],
    ],
  )
  const said = { value: 'yes', note: 'Looked into.' }
  const done = evaluation({
    'evaluation.legal': said,
    'evaluation.benefits-against-costs': said,
    'evaluation.communities': said,
  })
  assert.deepEqual([done.state, done.answered], ['done', 3])
})

test('headings that read alike give pages with names of their own, and accents no strange ones', () => {
  const questions = Array.from({ length: 14 }, (_, i): Question => {
    const heading = { 0: 'Café & co', 5: 'Café & co', 10: '???' }[i]
    return { id: `q${i}`, text: `Question ${i}?`, kind: 'yes-no', ...(heading ? { group: heading } : {}) }
  })
  const pack = commonWith({
    sets: [...common.sets, { id: 'made', title: 'Made', use: 'entry', source: 'ours', questions }],
  })
  const pages = askPages(tried(pack, partnership({ tier: 'light' })), ['made'])
  assert.deepEqual(
    pages.map(page => page.name),
    ['made-cafe-co', 'made-cafe-co-2', 'made'],
  )
})

test('ENT-10: an optional question nobody answered counts neither as answered nor as left', () => {
  const set = {
    id: 'three',
    title: 'Three',
    use: 'entry' as const,
    source: 'ours' as const,
    questions: [
      { id: 'one', text: 'One?', kind: 'text' as const },
      { id: 'two', text: 'Two?', kind: 'text' as const, optional: 'yes' as const },
      { id: 'three', text: 'Three?', kind: 'text' as const, skippable: 'yes' as const },
    ],
  }
  const pack = commonWith({ sets: [...common.sets, set] })
  const counts = (answers: Answers) =>
    askPages(tried(pack, partnership(), answers), ['three']).map(each => [each.answered, each.left.length])
  assert.deepEqual(counts({}), [[0, 2]])
  assert.deepEqual(counts({ 'three.two': { value: 'Yes' } }), [[1, 2]])
  assert.deepEqual(counts({ 'three.one': { value: 'A' }, 'three.three': { notRelevant: 'No need' } }), [
    [2, 0],
  ])
})

test('SIG-2: a hundred questions without a heading are cut into pages that can be read', () => {
  const made = tried(packOfHundred(), partnership({ tier: 'light' }))
  assert.deepEqual(
    askPages(made, ['hundred']).map(({ name, title, asked }) => [name, title, asked.length]),
    [1, 2, 3, 4, 5].map(part => [
      part === 1 ? 'hundred' : `hundred-${part}`,
      `A hundred points (${part} of 5)`,
      20,
    ]),
  )
  const divided = tried(packOfHundred(10), partnership({ tier: 'light' }))
  assert.equal(askPages(divided, ['hundred']).length, 10)
})
