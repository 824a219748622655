import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { common, day, partnership, tried } from '#test/packs.ts'
import { aheadOf } from './ahead.ts'
import { type Delegation, withinScheme } from './delegation.ts'
import { type Holding, rolesOf, seatsFor, seatsOf } from './holders.ts'
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
})

test('APP-1: a deputy acts within the dates of the absence, and not outside them', () => {
  const route = routeOf(light)
  const people = (from: string, to: string) =>
    seatsOf(
      route,
      [holds('head-of-service', 'Ada'), holds('head-of-service', 'Ben', { deputy: true, from, to })],
      'Cyd',
      day,
    )[0]!.people
  assert.deepEqual(people('2027-03-01', '2027-03-04'), ['Ada', 'Ben'])
  assert.deepEqual(people('2027-03-05', '2027-03-31'), ['Ada'])
  assert.deepEqual(people('2027-02-01', '2027-03-03'), ['Ada'])
})

test('APP-1: nobody decides on their own proposal, also not as a deputy', () => {
  const route = routeOf(light)
  const seats = seatsOf(
    route,
    [holds('head-of-service', 'Ada'), holds('head-of-service', 'Ben', { deputy: true })],
    'Ben',
    day,
  )
  assert.deepEqual(seats[0]!.people, ['Ada'])
  assert.deepEqual(rolesOf('Ben', [holds('head-of-service', 'Ben', { deputy: true })], day), [])
  const own = [holds('head-of-service', 'Ada'), holds('director', 'Dee')]
  const instead = routeOf(light, rolesOf('Ada', own, day))
  assert.deepEqual(
    seatsOf(instead, own, 'Ada', day).map(({ decider, people }) => [decider.id, people]),
    [['director', ['Dee']]],
  )
})

test('APP-1: a vacant post is named, and a committee is never vacant', () => {
  const seats = seatsOf(routeOf(significant), [holds('section-151', 'Ada', { to: '2027-03-03' })], 'Ben', day)
  assert.deepEqual(
    seats.filter(seat => seat.vacant).map(({ decider }) => decider.title),
    ['Legal services', 'Monitoring officer', 'Section 151 officer', 'Chief executive'],
  )
})

test('APP-1: one person with two posts on a route decides once for both', () => {
  const seats = seatsOf(
    routeOf(significant),
    [holds('monitoring-officer', 'Ada'), holds('legal-services', 'Ada')],
    'Ben',
    day,
  )
  assert.deepEqual(
    seatsFor('Ada', seats).map(({ decider }) => decider.id),
    ['legal-services', 'monitoring-officer'],
  )
})

test('APP-1: the proposer can act on no step, whatever they hold and however', () => {
  const holding = fc.record({
    role: fc.constantFrom(
      'head-of-service',
      'director',
      'section-151',
      'chief-executive',
      'legal-services',
      'monitoring-officer',
    ),
    person: fc.constantFrom('Ada', 'Ben', 'Cyd'),
    deputy: fc.boolean(),
    from: fc.constantFrom('2020-01-01', '2027-03-04', '2027-03-05'),
    to: fc.constantFrom(null, '2027-03-03', '2027-03-04'),
  })
  fc.assert(
    fc.property(
      fc.array(holding, { maxLength: 10 }),
      fc.constantFrom(light, significant),
      (holdings, made) => {
        const route = routeOf(made, rolesOf('Ada', holdings, day))
        assert.deepEqual(seatsFor('Ada', seatsOf(route, holdings, 'Ada', day)), [])
      },
    ),
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
