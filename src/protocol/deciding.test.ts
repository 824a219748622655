import assert from 'node:assert/strict'
import { test } from 'node:test'
import { common, day, partnership, tried } from '#test/packs.ts'
import { aheadOf } from './ahead.ts'
import { type Delegation, withinScheme } from './delegation.ts'
import { type Holding, rolesOf } from './holders.ts'
import { movedSince } from './moved.ts'
import { routeOf } from './route.ts'

const holds = (role: string, person: string, rest: Partial<Holding> = {}): Holding => ({
  role,
  person,
  deputy: false,
  from: '2020-01-01',
  to: null,
  ...rest,
})
const light = tried(common, partnership({ tier: 'light', in_budget: true }))
const significant = tried(common, partnership({ tier: 'significant' }))

test('SIG-2: before one starts, a line says what lies ahead', () => {
  assert.equal(aheadOf(light).says, 'Tier light: 23 of 68 questions, 1 approval, review every 2 years')
  const standard = tried(common, partnership({ tier: 'standard', money_a_year: 12000 }))
  assert.match(aheadOf(standard).says, /^Tier standard: \d+ of 68 questions, 2 approvals, review every year$/)
  assert.match(aheadOf(significant).says, / 4 approvals, /)
  assert.match(aheadOf(significant).deciders.at(-1)!, /^Cabinet or Chief executive$/i)
})

test('APP-1: a role is held within its dates, by the holder and not by a deputy; who holds it proposes to another', () => {
  const held = (rest: Partial<Holding>) => rolesOf('Ada', [holds('head-of-service', 'Ada', rest)], day)
  assert.deepEqual(held({}), ['head-of-service'])
  assert.deepEqual(held({ from: day, to: day }), ['head-of-service'])
  assert.deepEqual(held({ to: '2027-03-03' }), [])
  assert.deepEqual(held({ from: '2027-03-05' }), [])
  assert.deepEqual(held({ deputy: true }), [])
  const { steps } = routeOf(light, held({}))
  assert.deepEqual(
    steps.flatMap(step => step.deciders.map(decider => decider.id)),
    ['director'],
  )
})

test('APP-5: a decision beyond the scheme of delegation is refused with the reason', () => {
  const line = (rest: Partial<Delegation>): Delegation => ({
    role: 'head-of-service',
    what: 'enter',
    limit: 25000,
    from: '2027-01-01',
    to: null,
    reference: 'D12',
    by: 'Cabinet',
    ...rest,
  })
  const asked = (pounds: number, scheme: Delegation[]) => {
    const within = withinScheme(scheme, {
      role: 'head-of-service',
      title: 'Head of service',
      what: 'enter',
      pounds,
      on: day,
    })
    return within.may ? within.under.reference : within.because
  }
  assert.equal(asked(25000, [line({})]), 'D12')
  assert.equal(
    asked(25001, [line({})]),
    '£25,001 a year is over the £25,000 delegated to the Head of service (D12)',
  )
  assert.equal(asked(9e6, [line({}), line({ limit: null, reference: 'D13' })]), 'D13')
  assert.equal(asked(0, []), 'No power to decide this is delegated to the Head of service')
  assert.equal(
    asked(0, [line({ what: 'withdraw' })]),
    'No power to decide this is delegated to the Head of service',
  )
  assert.equal(
    asked(0, [line({ to: '2027-03-03' })]),
    'What is delegated to the Head of service ended on 3 March 2027',
  )
  assert.equal(asked(0, [line({ to: day })]), 'D12')
  assert.equal(asked(0, [line({ from: day })]), 'D12')
  assert.equal(
    asked(0, [line({ from: '2027-03-05' })]),
    'What is delegated to the Head of service starts on 5 March 2027',
  )
})

test('APP-6, SIG-3: an approval is out of date once money, partners, powers or tier move, and says what moved', () => {
  const covered = {
    money_a_year: 50000,
    partners: ['Trust'],
    lead: false,
    tier: 'standard',
    people_affected: 5,
  }
  const says = (now: object) => movedSince(common, covered, { ...covered, ...now }).map(each => each.says)
  assert.deepEqual(says({}), [])
  assert.deepEqual(says({ money_a_year: 54999, people_affected: 9 }), [])
  assert.deepEqual(says({ money_a_year: 55000 }), [
    'Our own money a year: was £50,000 a year, is £55,000 a year',
  ])
  assert.deepEqual(says({ money_a_year: 45000 }), [
    'Our own money a year: was £50,000 a year, is £45,000 a year',
  ])
  assert.deepEqual(movedSince(common, { partners: ['A', 'B'] }, { partners: ['B', 'A'] }), [])
  assert.deepEqual(says({ partners: ['Trust', 'Forum'] }), ['The partners: was Trust, is Trust, Forum'])
  assert.deepEqual(says({ tier: 'significant' }), ['The tier: was standard, is significant'])
  assert.deepEqual(says({ functions_delegated: true }), [
    'It will decide or act in our name: was not known, is yes',
  ])
})
