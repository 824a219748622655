import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  answerAll,
  changeAs,
  draftProposal,
  fillCommittee,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
} from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'
import { decide, recordDecision, type Verdict } from './decide.ts'
import { progressOf } from './progress.ts'
import { findRound } from './round.ts'
import { withdrawSubmission } from './take-back.ts'

const yes: Verdict = { outcome: 'approved', reasons: '', interest: '', conditions: [] }

describe('who is told of a proposal that is decided', () => {
  const world = useWorld()
  const address = 'http://localhost:3000/wendleshire/staff/partnerships/WCC-0001'
  const by = (person: TestPerson) => ({
    accountId: person.accountId,
    name: person.name,
    at: world.clock.now,
    address,
  })
  const roundOf = (id: string) => findRound(world.county.db, world.county.id, id, '2026-11-23')
  const decides = (person: TestPerson, id: string, verdict: Verdict = yes, seen?: string[]) =>
    changeAs(world, act => decide(act, world.county.id, id, verdict, by(person), seen))

  async function mails() {
    const rows = await world.database
      .maintenance()
      .selectFrom('mail')
      .selectAll()
      .orderBy('subject')
      .execute()
    await world.database.maintenance().deleteFrom('mail').execute()
    return rows.map(({ recipient, subject, body }) => ({ recipient, subject, body }))
  }

  async function significant() {
    const proposer = await personWith(world, 'Pat Proposer')
    const legal = await personWith(world, 'Lou Law')
    const deputy = await personWith(world, 'Dee Deputy')
    const both = await personWith(world, 'Bo Both')
    const clerk = await personWith(world, 'Cle Clerk')
    await fillRole(world, 'legal-services', 'Head of Law', [
      { person: legal },
      { person: deputy, deputy: true, from: '2026-11-20', to: '2026-11-27' },
    ])
    await fillRole(world, 'monitoring-officer', 'Head of Governance', [
      { person: both },
      { person: deputy, deputy: true, from: '2026-11-20', to: '2026-11-27' },
    ])
    await fillRole(world, 'section-151', 'Director of Finance', [{ person: both }])
    await fillRole(world, 'chief-executive', 'Chief Executive', [], { limit: null })
    await fillCommittee(world, 'cabinet', 'Cabinet', [clerk])
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, {
      'significance.money-a-year': 120_000,
      'significance.money-total': 360_000,
      'case.in-budget': 'no',
    })
    const id = await submitAs(world, proposer, proposal)
    return { proposer, legal, deputy, both, clerk, id }
  }

  test('APP-1: holders and deputies of the open step are told, each in one mail, and nobody of a later one', async () => {
    const { legal, deputy, both, clerk, id } = await significant()
    const told = await mails()
    assert.deepEqual(told.map(each => each.recipient).sort(), [legal.email, deputy.email, both.email].sort())
    const mine = told.find(each => each.recipient === deputy.email)!
    assert.equal(mine.subject, 'A decision waits for you: Saltmere Flood Partnership')
    assert.match(mine.body, /as Deputy for the Head of Law and Deputy for the Head of Governance\./)
    assert.match(mine.body, /^http:\/\/localhost:3000\/\S+\/approval\/brief$/m)
    assert.match(mine.body, /^http:\/\/localhost:3000\/\S+\/approval\/decision$/m)
    await decides(legal, id)
    assert.deepEqual(await mails(), [], 'the step is not done yet')
    // Both posts of hers, on this step and the next, in one decision: the next waits for Cabinet.
    await decides(both, id)
    const next = await mails()
    assert.deepEqual(
      next.map(each => each.subject),
      [
        'A decision of Cabinet waits: Saltmere Flood Partnership',
        'Saltmere Flood Partnership: the next step',
      ],
    )
    assert.equal(next[0]!.recipient, clerk.email)
    const cabinet = (await roundOf(id)).seats.find(each => each.committee)!
    assert.match(next[0]!.body, new RegExp(`/approval/committee/${cabinet.id}$`, 'm'))
    assert.doesNotMatch(next[0]!.body, /approval\/decision/)
    assert.match(
      next[1]!.body,
      /the step ‘Money and accounts’ is done\. Now it waits for ‘The decision[^’]*’: Cabinet\./,
    )
  })

  test('APP-6: whoever proposed is told of a deferral, of the call-in and of the end', async () => {
    const { proposer, legal, both, clerk, id } = await significant()
    await mails()
    await decides(legal, id, { ...yes, outcome: 'deferred', reasons: 'Wait for counsel' })
    const [put] = await mails()
    assert.deepEqual(
      [put!.recipient, put!.subject],
      [proposer.email, 'Saltmere Flood Partnership: Lou Law put the decision off'],
    )
    await decides(legal, id)
    await decides(both, id)
    await mails()
    const cabinet = (await roundOf(id)).seats.find(each => each.committee)!
    await changeAs(world, act =>
      recordDecision(
        act,
        world.county.id,
        id,
        {
          ...yes,
          seatId: cabinet.id,
          decidedOn: '2026-11-23',
          minuteReference: 'CAB 12',
          link: '',
          keyDecision: true,
          forwardPlanReference: '',
          exemptParagraph: '',
          callInEndsOn: '2026-11-30',
          urgentReason: '',
        },
        by(clerk),
      ),
    )
    const waits = await mails()
    assert.deepEqual(
      waits.map(each => each.subject),
      ['Saltmere Flood Partnership: agreed, and waiting until the call-in period ends on 30 November 2026'],
    )
  })

  test('APP-6: those for whom it waited are told when it is taken back, and why', async () => {
    const { proposer, legal, deputy, both, id } = await significant()
    await decides(legal, id)
    await mails()
    await changeAs(world, act => withdrawSubmission(act, world.county.id, id, 'A partner left', by(proposer)))
    const told = await mails()
    assert.deepEqual(told.map(each => each.recipient).sort(), [deputy.email, both.email].sort())
    assert.match(told[0]!.body, /Pat Proposer took back [\s\S]*\n\nWhy: A partner left/)
  })

  test('APP-6: whoever proposed is told that it is declined, and by whom', async () => {
    const { proposer, legal, id } = await significant()
    await mails()
    await decides(legal, id, { ...yes, outcome: 'declined', reasons: 'No power' })
    const told = await mails()
    assert.deepEqual(
      told.map(each => [each.recipient, each.subject]),
      [[proposer.email, 'Saltmere Flood Partnership: Lou Law declined']],
    )
  })

  test('APP-6: a decision on a seat that someone else took meanwhile is refused and says who', async () => {
    const { legal, deputy, id } = await significant()
    const law = (await roundOf(id)).seats.filter(each => each.role === 'legal-services').map(each => each.id)
    await decides(legal, id, yes, law)
    await assert.rejects(decides(deputy, id, yes, law), /Lou Law decided this meanwhile/)
    assert.equal((await roundOf(id)).decisions.length, 1)
  })

  test('APP-1: a deputy decides early for nobody: a later step waits until it is open', async () => {
    const { legal, deputy, both, id } = await significant()
    const finance = (await roundOf(id)).seats.find(each => each.role === 'section-151')!.posts[0]!.id
    await changeAs(world, act =>
      act.on('post', finance, 'x').insert('post_holding', {
        post_id: finance,
        person_id: deputy.personId,
        deputy: true,
        starts_on: '2026-11-20',
        ends_on: null,
      }),
    )
    await decides(deputy, id)
    const seats = (await roundOf(id)).seats
    assert.deepEqual(
      seats.filter(each => each.decision_id !== null).map(each => each.role),
      ['legal-services', 'monitoring-officer'],
    )
    assert.ok(legal && both)
  })

  test('APP-6: what was called in and sent back has to be decided again', async () => {
    const { id } = await significant()
    const round = await roundOf(id)
    const seat = round.seats[0]!
    const decision = {
      id: 'd',
      outcome: 'approved',
      called_in_on: '2026-11-20',
      call_in_outcome: 'reconsider',
    }
    const again = {
      ...round,
      seats: [{ ...seat, decision_id: 'd' }],
      decisions: [decision],
    } as unknown as typeof round
    const { state, steps } = progressOf(again, '2026-11-23')
    assert.deepEqual([state, steps[0]!.state], ['running', 'open'])
  })
})
