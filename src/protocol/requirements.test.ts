import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBuiltIn } from '#src/adopted/built-in.ts'
import { common, commonWith, partnership, tried } from '#test/packs.ts'
import type { Facts } from './facts.ts'
import { reviewMonths } from './known.ts'
import type { Pack } from './pack.ts'
import type { Answers } from './questions.ts'
import { inTheWayOf, requirementsOf } from './requirements.ts'
import { riskLevel } from './risk.ts'

const stateOf = (id: string, facts: Facts, waivers = {}, pack: Pack = common, answers: Answers = {}) => {
  const found = requirementsOf(tried(pack, partnership(facts), answers), waivers).find(each => each.id === id)
  return found && [found.state, found.because]
}

const states: [name: string, id: string, facts: Facts, wanted: [string, string] | undefined][] = [
  [
    'due before the stage that needs it',
    'legal-power',
    { stage: 'proposed' },
    ['due', 'Not known yet: whether we have the legal power'],
  ],
  [
    'missing from that stage on',
    'legal-power',
    { stage: 'in-place', legal_power: false },
    ['missing', 'Our legal power is not confirmed'],
  ],
  ['met', 'legal-power', { stage: 'in-place', legal_power: true }, ['met', 'We have the legal power']],
  ['not in force where its condition does not hold', 'budget', { in_budget: true }, undefined],
  [
    'in force where it does',
    'budget',
    { in_budget: false },
    ['due', 'Not known yet: whether the money outside budgets has been approved'],
  ],
  ['not in force in a tier it leaves out', 'manager', { tier: 'light' }, undefined],
  [
    'met by either of two',
    'risk-register',
    { risk_register: false, risk_register_reason: true, stage: 'in-place' },
    ['met', 'The reason for having no risk register is on record'],
  ],
  [
    'missing where a review is overdue',
    'review',
    { tier: 'light', months_since_review: 25, stage: 'in-place' },
    ['missing', 'A review is overdue'],
  ],
  [
    'met where it is not',
    'review',
    { tier: 'light', months_since_review: 24, stage: 'in-place' },
    ['met', 'No review is overdue'],
  ],
  [
    'asked sooner after a weak review',
    'review',
    { tier: 'light', months_since_review: 7, last_review_weak: true, stage: 'in-place' },
    ['missing', 'A review is overdue'],
  ],
  [
    'called up by leaving',
    'exit-strategy',
    { stage: 'leaving' },
    ['missing', 'Not known yet: whether it has an exit strategy'],
  ],
  ['not asked before', 'exit-strategy', { stage: 'in-place' }, undefined],
  ['over once it has ended', 'legal-power', { stage: 'ended' }, undefined],
]

for (const [name, id, facts, wanted] of states)
  test(`APP-2, REV-1: a requirement is ${name}`, () => {
    assert.deepEqual(stateOf(id, facts), wanted)
  })

test('REV-4: a waiver gives its reason, and what is met needs none', () => {
  assert.deepEqual(stateOf('sponsor', { stage: 'in-place' }, { sponsor: 'The post is vacant until June' }), [
    'waived',
    'The post is vacant until June',
  ])
  assert.equal(stateOf('sponsor', { sponsor_named: true }, { sponsor: 'x' })![0], 'met')
})

test('APP-2, ENT-5: what blocks stands in the way of the next stage until it is met or waived; what advises does not', () => {
  const facts: Facts = { stage: 'proposed', tier: 'light', in_budget: false }
  const ids = (waivers = {}) =>
    inTheWayOf('approved', requirementsOf(tried(common, partnership(facts)), waivers)).map(({ id }) => id)
  assert.deepEqual(ids(), [
    'resources',
    'budget',
    'legal-power',
    'no-legal-bar',
    'exposure',
    'case',
    'evaluation',
    'approval',
  ])
  assert.ok(!ids({ budget: 'Approved at the last meeting' }).includes('budget'))
  assert.ok(!ids().includes('equality') && !ids().includes('agreement'))
})

test('REV-4: a gate that is off asks nothing', () => {
  const requirements = common.requirements.map(each =>
    each.id === 'sponsor' ? { ...each, gate: 'off' as const } : each,
  )
  assert.equal(stateOf('sponsor', {}, {}, commonWith({ requirements })), undefined)
})

test('ENT-9: a missing equality assessment reaches Harborough’s Management Board, which may refuse for it', () => {
  const { pack } = openBuiltIn('harborough')
  const made = tried(pack, partnership({ stage: 'considered', equality_assessment: 'not-planned' }))
  const required = requirementsOf(made)
  assert.deepEqual(
    inTheWayOf('approved', required).filter(({ id }) => id.startsWith('equality')),
    [],
  )
  // It stands before the board as a gap, and bars the way to being in place where the board let it pass.
  const gap = required.find(({ id }) => id === 'equality')
  assert.deepEqual([gap?.gate, gap?.state], ['advise', 'due'])
  assert.ok(inTheWayOf('in-place', required).some(({ id }) => id === 'equality-settled'))
  const [board] = pack.route.filter(({ deciders }) => deciders.some(({ id }) => id === 'management-team'))
  assert.match(board!.deciders[0]!.why ?? '', /may refuse/)
})

test('ENT-9: a checklist is met when everything asked in it is answered', () => {
  const { pack } = openBuiltIn('northamptonshire')
  const set = pack.sets.find(({ id }) => id === 'checklist')!
  const answers: Answers = Object.fromEntries(
    set.questions.map(({ id }) => [`checklist.${id}`, { value: 'yes', note: 'So' }]),
  )
  assert.deepEqual(stateOf('checklist', {}, {}, pack, answers), ['met', '‘The checklist’ is complete'])
  const { 'checklist.time': _, ...rest } = answers
  assert.deepEqual(stateOf('checklist', {}, {}, pack, rest), [
    'due',
    '‘The checklist’ has 1 of 6 questions left',
  ])
})

test('REV-1: the cycle of reviews follows the tier, and Northampton reviews even light ones each year', () => {
  const months = (tier: string, weak = false, pack = common) =>
    reviewMonths(pack, tried(pack, partnership({ tier, last_review_weak: weak })))
  assert.deepEqual(
    [months('significant'), months('standard'), months('light'), months('light', true)],
    [12, 12, 24, 6],
  )
  assert.equal(months('light', false, openBuiltIn('northampton').pack), 12)
})

test('ENT-8: the risk matrix gives a level and how soon to look again', () => {
  assert.deepEqual(riskLevel(common, 1, 4), { score: 4, level: 'low', months: 12 })
  assert.deepEqual(riskLevel(common, 5, 1), { score: 5, level: 'medium', months: 6 })
  assert.deepEqual(riskLevel(common, 3, 4), { score: 12, level: 'high', months: 3 })
  assert.throws(() => riskLevel(common, 6, 1), RangeError)
})
