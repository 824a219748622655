import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileOf } from './built-in.ts'
import { readPack } from './read-pack.ts'

const common = readFileSync(fileOf('common'), 'utf8')
const head = `extends: common
id: saltmere
title: Saltmere's protocol
by: Saltmere
version: '1'
date: 2027-03-04
about: For the tests.
`

/** A slip in the common pack: what is written in place of what, and the line it stands on and what is said. */
const slips: [name: string, written: string, inPlaceOf: string, says: RegExp][] = [
  [
    'YAML that cannot be read',
    'title: The common: protocol',
    'title: The common partnership protocol',
    /^This is not YAML: a colon within a value.+ Put quotation marks around a value/,
  ],
  [
    'a key that does not exist',
    '        txt: Does it only talk?',
    '        text: Does it only talk?',
    /^There is no ‘txt’ in ‘talk-only’\. Did you mean ‘text’\?$/,
  ],
  [
    'a fact that does not exist',
    '              if: { fact: money_a_yaer, at_least: 50000 }',
    '              if: { fact: money_a_year, at_least: 50000 }',
    /^There is no fact ‘money_a_yaer’\. Did you mean ‘money_a_year’\?$/,
  ],
  [
    'money written with a comma',
    "              if: { fact: money_a_year, at_least: '50,000' }",
    '              if: { fact: money_a_year, at_least: 50000 }',
    /^The fact ‘money_a_year’ cannot be "50,000": write pounds as a plain number/,
  ],
  [
    'money that lowers a tier',
    '              if: { not: { fact: money_a_year, at_least: 50000 } }',
    '              if: { fact: money_a_year, at_least: 50000 }',
    /^More money must never lower a tier/,
  ],
  [
    'a value the fact has not',
    '              if: { fact: inherent_risk, is: hihg }',
    '              if: { fact: inherent_risk, is: high }',
    /write one of low, medium, high\.$/,
  ],
  [
    'more and less of what has none',
    '              if: { fact: statutory, more_than: 3 }',
    '              if: { fact: statutory, is: yes }',
    /^‘statutory’ has no more and less\. Use is or one_of\.$/,
  ],
  [
    'two tests in one condition',
    '              if: { fact: statutory, is: yes, known: yes }',
    '              if: { fact: statutory, is: yes }',
    /has exactly one of is, one_of/,
  ],
  [
    'a gate that does not exist',
    '    gate: stop',
    '    gate: block',
    /^‘gate’ must be one of block, advise, off\.$/,
  ],
  [
    'a question asked later',
    '        if: { answer: setup.voting, is: yes }',
    '        if: { answer: setup.board, is: yes }',
    /^‘setup\.voting’ is asked later/,
  ],
  [
    'a question that does not exist',
    '        if: { answer: setup.bord, is: yes }',
    '        if: { answer: setup.board, is: yes }',
    /^There is no question ‘setup\.bord’\. Write it as set\.question\.$/,
  ],
  [
    'a set that does not exist',
    '    met: { complete: cases }',
    '    met: { complete: case }',
    /^There is no question set ‘cases’/,
  ],
  [
    'a term that does not exist',
    '    title: The decision of {cabinett}',
    '    title: The decision of {cabinet}',
    /^There is no term ‘cabinett’\. Did you mean ‘cabinet’\?/,
  ],
  [
    'a term that only the language knows',
    '    title: The decision of {constructor}',
    '    title: The decision of {cabinet}',
    /^There is no term ‘constructor’/,
  ],
  [
    'a role that does not exist',
    '      - id: section-115\n        if:',
    '      - id: section-151\n        if:',
    /^There is no role ‘section-115’/,
  ],
  [
    'a clause of no document',
    '    clause: Northhampton protocol / Register / 1',
    '    clause: Northampton protocol / Register / 1',
    /^There is no source ‘Northhampton protocol’\. Did you mean ‘Northampton protocol’\?$/,
  ],
  [
    'a kind that does not fit the fact',
    '        kind: text\n        fact: single_body',
    '        kind: yes-no\n        fact: single_body',
    /its kind must be yes-no or yes-no-partly/,
  ],
  [
    'a post that decides on itself',
    '    as: post\n    instead: section-151\n    does:\n      - Finds',
    '    as: post\n    instead: chief-executive\n    does:\n      - Finds',
    /^‘section-151’ may have to decide on its own proposal/,
  ],
]

for (const [name, written, inPlaceOf, says] of slips)
  test(`PRO-1: ${name} is told with its line and how to mend it`, () => {
    const at = common.indexOf(inPlaceOf)
    assert.ok(at >= 0, inPlaceOf)
    const broken = common.slice(0, at) + written + common.slice(at + inPlaceOf.length)
    const read = readPack(broken)
    assert.ok('mistakes' in read)
    const [first] = read.mistakes
    assert.match(first!.says, says)
    const line = common.slice(0, at).split('\n').length
    const last = line + written.split('\n').length - 1
    assert.ok(
      first!.line >= line && first!.line <= last,
      `${first!.line}, not ${line} to ${last}: ${first!.says}`,
    )
  })

/** What an overlay may not do, and what is said of it. */
const overlays: [name: string, text: string, line: number, says: RegExp][] = [
  [
    'reword a question',
    'sets:\n  - id: case\n    questions:\n      - id: need\n        text: Why?',
    12,
    /^‘need’ is inherited, and its ‘text’ may not be reworded/,
  ],
  [
    'weaken a gate',
    'requirements:\n  - id: legal-power\n    gate: advise',
    10,
    /^‘legal-power’ is inherited with gate block, and advise would weaken it/,
  ],
  [
    'ask in fewer tiers',
    'sets:\n  - id: case\n    questions:\n      - id: need\n        tiers: [significant]',
    12,
    /^‘need’ is inherited with tiers all, and significant would weaken it/,
  ],
  [
    'lengthen a review cycle',
    'reviews:\n  months: { significant: 36 }',
    9,
    /^‘months’ is inherited with significant 12, and 36 would weaken it/,
  ],
  [
    'change when a step is needed',
    'route:\n  - id: decision\n    if: { fact: statutory, is: yes }',
    10,
    /^‘decision’ is inherited, and its ‘if’ may not be reworded/,
  ],
  [
    'open another way round a decider',
    'route:\n  - id: decision\n    deciders:\n      - id: head-of-service',
    11,
    /^‘decision’ is inherited and needs any one of its deciders/,
  ],
  [
    'change the inherited test of significance',
    'significance:\n  models:\n    - id: common-2026\n      title: Mine\n      from: 2026-01-01\n      otherwise: light\n      tests:\n        - { tier: standard, need: any, of: [{ id: a, says: A, if: { fact: lead, is: yes } }] }',
    11,
    /^‘common-2026’ is inherited, and its ‘title’ may not be reworded/,
  ],
  [
    'leave a step out while a fact is not known',
    'route:\n  - id: panel\n    title: A\n    need: all\n    source: ours\n    if: { not: { fact: in_budget, is: yes } }\n    deciders:\n      - { id: cabinet, why: It must }',
    13,
    /^While ‘in_budget’ is not known, nobody would be called in/,
  ],
  [
    'stand before what is not there',
    'route:\n  - id: panel\n    before: nothing\n    title: A\n    need: all\n    source: ours\n    deciders:\n      - { id: cabinet, why: It must }',
    10,
    /^There is no ‘nothing’ to stand before/,
  ],
  [
    'leave out what a new item needs',
    'requirements:\n  - id: new-one\n    gate: block\n    by: approved\n    met: { fact: lead, is: yes }\n    source: ours',
    9,
    /^‘says’ is missing from ‘new-one’\. Add it\.$/,
  ],
  [
    'give no source',
    'requirements:\n  - id: new-one\n    says: It is new\n    gate: block\n    by: approved\n    met: { fact: lead, is: yes }',
    9,
    /^‘new-one’ gives no clause\. Cite one, or mark it `source: ours`\.$/,
  ],
]

for (const [name, text, line, says] of overlays)
  test(`PRO-4: an overlay may not ${name}`, () => {
    const read = readPack(head + text)
    assert.ok('mistakes' in read)
    assert.match(read.mistakes[0]!.says, says)
    assert.equal(read.mistakes[0]!.line, line)
  })

test('PRO-4: an overlay may add, tighten and substitute, and what it tightens keeps its wording', () => {
  const read = readPack(`${head}terms:
  cabinet: Executive
requirements:
  - id: equality
    gate: block
  - id: equality-published
    says: The assessment is published
    gate: advise
    by: in-place
    met: { fact: equality_assessment, is: done }
    source: ours
reviews:
  months: { light: 18 }
`)
  assert.ok('pack' in read, JSON.stringify(read))
  const before = readPack(common)
  assert.ok('pack' in before)
  const named = (id: string) => read.pack.requirements.find(each => each.id === id)
  assert.equal(named('equality')!.gate, 'block')
  assert.equal(named('equality')!.says, before.pack.requirements.find(each => each.id === 'equality')!.says)
  assert.equal(read.pack.requirements.at(-1)!.id, 'equality-published')
  assert.deepEqual(read.pack.reviews.months, { significant: 12, standard: 12, light: 18 })
  assert.ok(read.pack.route.some(({ title }) => title === 'The decision of Executive'))
})
