import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Holder } from '#src/adopted/fillings.ts'
import { actingOn, seatsOfAccount } from './acting.ts'
import type { Round, RoundSeat } from './round.ts'

const people = ['Ada', 'Ben', 'Cyd', 'Dee']
const holder = (name: string, deputy = false, accountId: string | null = `${name}’s account`): Holder => ({
  personId: name,
  name,
  accountId,
  deputy,
  from: '2020-01-01',
  to: null,
})
type Held = { title: string; holders: Holder[] }
const seat = (posts: Held[], recorders: Holder[] | null, rest: Partial<RoundSeat> = {}) =>
  ({
    id: posts.map(post => post.title).join(),
    decision_id: null,
    dropped_at: null,
    waived_by: '',
    posts: posts.map(post => ({ ...post, id: post.title })),
    committee: recorders && { id: 'cabinet', name: 'Cabinet', recorders },
    ...rest,
  }) as RoundSeat
const round = (seats: RoundSeat[], proposers: string[], aside: string[] = []) =>
  ({
    seats,
    proposers: { people: proposers, accounts: proposers.map(name => `${name}’s account`) },
    decisions: aside.map(personId => ({ outcome: 'no-part', person_id: personId })),
  }) as unknown as Round

const anyHolder = fc
  .tuple(fc.constantFrom(...people), fc.boolean(), fc.boolean())
  .map(([name, deputy, account]) => holder(name, deputy, account ? `${name}’s account` : null))
const anySeat = fc
  .record({
    posts: fc.uniqueArray(fc.record({ title: fc.string(), holders: fc.array(anyHolder, { maxLength: 4 }) }), {
      selector: post => post.title,
      maxLength: 3,
    }),
    recorders: fc.option(
      fc.array(
        anyHolder.map(each => ({ ...each, deputy: false })),
        { maxLength: 3 },
      ),
    ),
    done: fc.boolean(),
  })
  .map(({ posts, recorders, done }) => seat(posts, recorders, { decision_id: done ? 'decided' : null }))
const anyRound = fc
  .record({
    seats: fc.array(anySeat, { minLength: 1, maxLength: 5 }),
    proposers: fc.subarray(people, { minLength: 1 }),
    aside: fc.subarray(people),
  })
  .map(each => ({ ...each, round: round(each.seats, each.proposers, each.aside) }))

test('APP-1: the proposer can act on no seat, whatever they hold, deputise for or record', () => {
  fc.assert(
    fc.property(anyRound, ({ round, seats, proposers, aside }) => {
      for (const name of proposers) assert.deepEqual(seatsOfAccount(round, `${name}’s account`), [])
      for (const each of seats)
        for (const { holder, post } of actingOn(round, each)) {
          assert.ok(!proposers.includes(holder.name), 'a proposer acts')
          assert.ok(!aside.includes(holder.name), 'someone acts who takes no part')
          const held = each.posts.find(one => one.id === post?.id)
          const own = held?.holders.some(one => !one.deputy && proposers.includes(one.name))
          assert.ok(!post || !own, 'a deputy acts for a proposer')
        }
    }),
  )
})

test('APP-1: whoever else holds an open seat that day can act on it, and on each seat once', () => {
  fc.assert(
    fc.property(anyRound, ({ round, seats, proposers, aside }) => {
      const free = people.filter(name => !proposers.includes(name) && !aside.includes(name))
      for (const name of free) {
        const mine = seatsOfAccount(round, `${name}’s account`).map(each => each.seat)
        const expected = seats.filter(
          each =>
            each.decision_id === null &&
            [
              ...each.posts
                .filter(post => !post.holders.some(one => !one.deputy && proposers.includes(one.name)))
                .flatMap(post => post.holders),
              ...(each.committee?.recorders ?? []),
            ].some(one => one.accountId === `${name}’s account`),
        )
        assert.deepEqual(mine, expected)
      }
    }),
  )
})

test('APP-1: one person with two posts on a route acts on both, as holder before deputy', () => {
  const law = seat([{ title: 'Head of Law', holders: [holder('Ada')] }], null)
  const money = seat(
    [
      { title: 'Deputy Director', holders: [holder('Ada', true)] },
      { title: 'Director', holders: [holder('Ada')] },
    ],
    null,
  )
  assert.deepEqual(
    seatsOfAccount(round([law, money], ['Ben']), 'Ada’s account').map(each => each.capacity),
    ['Head of Law', 'Director'],
  )
})
