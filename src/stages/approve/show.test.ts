import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recordDecision } from '#src/decide/decide.ts'
import { findRound } from '#src/decide/round.ts'
import { settle } from '#src/decide/settle.ts'
import { useApproval } from '#test/approval.ts'
import { addTestEntry } from '#test/entries.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const approve = { interest: 'none', outcome: 'approved' }

describe('the page of an approval', () => {
  const world = useWorld()
  const { light, significant } = useApproval(world)
  const roundOf = (id: string) => findRound(world.county.db, world.county.id, id, '2026-11-23')

  test('APP-1: it shows the route with its reasons, who holds each post today and where each step stands', async () => {
    const { proposer, legal, path } = await significant()
    const page = await proposer.see(`${path}/approval`)
    assert.match(page.text, /Being decided/)
    assert.match(
      page.text,
      /Law and conduct Open All of these decide\. Legal services Waiting The tier is significant\./,
    )
    assert.match(page.text, /Head of Law: Lou Law Asked on 23 November 2026, due by 7 December 2026/)
    assert.match(page.text, /Money and accounts Later Section 151 officer £120,000 a year is over £50,000/)
    assert.match(page.text, /Cabinet: recorded by Cle Clerk/)
    assert.match(page.text, /Take the proposal back/)
    await legal.fill(`${path}/approval/decision`, { ...approve, reasons: 'The power is there' })
    const after = await proposer.see(`${path}/approval`)
    assert.match(after.text, /Legal services Approved .* Lou Law approved on 23 November 2026/)
    assert.match(
      after.text,
      /What was decided Lou Law approved 23 November 2026 As Head of Law The power is there/,
    )
  })

  test('APP-1: before it is submitted it shows what the route would be, and names a post that nobody fills', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal)
    const page = await proposer.see(`${proposal.path}/approval`)
    assert.match(page.text, /Not submitted yet Who would decide As the proposal stands today/)
    assert.match(page.text, /Head of service The service answers for its own partnerships/)
    assert.match(page.text, /Nobody can decide No post or committee fills this role\./)
    assert.match(
      page.text,
      /What stands in the way of submitting it No post or committee fills the role ‘Head of service’/,
    )
  })

  test('APP-6: a post that is closed while it runs is shown so, with what to do, until the route is changed', async () => {
    const { path } = await light()
    await world.database
      .maintenance()
      .updateTable('post')
      .set({ closed_on: '2026-11-20' })
      .where('title', '=', 'Head of Places')
      .execute()
    const keeper = await world.signIn('keeper')
    const closed = await keeper.see(`${path}/approval`)
    assert.match(
      closed.text,
      /Head of Places: closed on 20 November 2026 .* Nobody can decide The post was closed\. An administrator says who fills this role now; then the register’s keeper changes the route\./,
    )
    assert.doesNotMatch(closed.text, /vacant/)
    await fillRole(
      world,
      'head-of-service',
      'Head of Coast',
      [{ person: await personWith(world, 'Cy Coast') }],
      {
        limit: 10_000,
      },
    )
    const filled = await keeper.see(`${path}/approval`)
    assert.match(filled.text, /The rules have changed since .* See what would change/)
    await keeper.fill(`${path}/approval/re-route`, { why: 'The post was closed' })
    assert.match((await keeper.see(`${path}/approval`)).text, /Head of Coast: Cy Coast Asked on/)
  })

  test('APP-1: a post that falls vacant while it runs is shown so, and one that waits too long is overdue', async () => {
    const { legal, path } = await significant()
    await world.database
      .maintenance()
      .deleteFrom('post_holding')
      .where('person_id', '=', legal.personId)
      .execute()
    world.clock.now = new Date('2026-12-09T10:00:00Z')
    const reader = await personWith(world, 'Kit Keeper', 'keeper')
    const page = await reader.see(`${path}/approval`)
    assert.match(page.text, /Head of Law: vacant/)
    assert.match(page.text, /Nobody can decide The post is vacant\. Name its holder or a deputy\./)
    assert.match(page.text, /Monitoring officer Overdue .* was due by 7 December 2026/)
  })

  test('APP-6: what was approved is out of date once a material fact moves, and renewal opens it again', async () => {
    const { proposer, head, proposal, path, id } = await light()
    await head.fill(`${path}/approval/decision`, approve)
    const before = await roundOf(id)
    const fresh = await proposer.see(`${path}/approval`)
    assert.doesNotMatch(fresh.text, /Ask for renewal/)
    assert.match(fresh.text, /Register it/)
    await changeAs(world, act =>
      act.on('involvement', proposal.entryId, 'x').insert('commitment', {
        involvement_id: proposal.entryId,
        year: '2027/28',
        type: 'money',
        pence: 700_000,
        form: null,
        budgeted: true,
        days: null,
      }),
    )
    const page = await proposer.see(`${path}/approval`)
    assert.match(
      page.text,
      /Out of date What was approved is no longer what stands here Our own money a year: was £0 a year, is £7,000 a year/,
    )
    assert.match(page.body, new RegExp(`href="${path}/proposal/extend">Ask for renewal`), 'in one place')
    assert.equal(
      (await (await world.signIn('reader')).post(`${path}/proposal/extend`, { renew: 'yes' })).status,
      403,
    )
    const done = await proposer.fill(`${path}/proposal/extend`, { renew: 'yes' })
    assert.equal(done.location, `${path}/proposal?done=reopened`)
    const open = await proposer.see(`${path}/approval`)
    assert.match(
      open.text,
      /Opened again, to be renewed Who would decide .* Earlier submissions 23 November 2026, to enter: approved/,
    )
    const twice = await proposer.post(`${path}/proposal/extend`, { renew: 'yes' })
    assert.equal(twice.status, 409)
    assert.match(twice.text, /There is no approved proposal here that waits to be in place/)
    const second = await submitAs(world, proposer, proposal)
    assert.equal((await roundOf(second)).number, 2)
    const after = await roundOf(id)
    assert.deepEqual(
      [after.content, after.facts],
      [before.content, before.facts],
      'the first stays as it was',
    )
  })

  test('APP-6: a running route stays when the rules change, and the page says that they have', async () => {
    const { proposer, path } = await light()
    assert.doesNotMatch((await proposer.see(`${path}/approval`)).text, /rules have changed/)
    const other = await personWith(world, 'Oz Other')
    await world.database.maintenance().deleteFrom('role_filling').execute()
    await fillRole(world, 'head-of-service', 'Head of People', [{ person: other }], { limit: null })
    const page = await proposer.see(`${path}/approval`)
    assert.match(page.text, /The rules have changed since .* This route stays as it was submitted/)
    assert.match(page.text, /Head of Places: Hal Head/)
    assert.doesNotMatch(page.body, /approval\/re-route/, 'only someone entitled to')
    const keeper = await world.signIn('keeper')
    assert.match((await keeper.see(`${path}/approval`)).body, /approval\/re-route/)
  })

  test('APP-6: a committee’s decision stands with its particulars, and the proposal waits for the call-in', async () => {
    const { proposer, legal, monitoring, finance, clerk, path, id } = await significant()
    for (const who of [legal, monitoring, finance]) await who.fill(`${path}/approval/decision`, approve)
    const asked = await clerk.see(`${path}/approval`)
    const cabinet = (await roundOf(id)).seats.find(each => each.committee)!
    assert.match(asked.body, new RegExp(`approval/committee/${cabinet.id}`))
    assert.doesNotMatch(asked.body, /approval\/decision"/)
    await changeAs(world, act =>
      recordDecision(
        act,
        world.county.id,
        id,
        {
          outcome: 'approved',
          reasons: 'It serves the plan',
          interest: '',
          conditions: [],
          seatId: cabinet.id,
          decidedOn: '2026-11-23',
          minuteReference: 'CAB 12',
          link: '',
          keyDecision: true,
          forwardPlanReference: 'FP 3',
          exemptParagraph: '3',
          callInEndsOn: '2026-11-30',
          urgentReason: '',
        },
        { accountId: clerk.accountId, name: 'Cle Clerk', at: world.clock.now, address: 'http://x' },
      ),
    )
    const page = await proposer.see(`${path}/approval`)
    assert.match(page.text, /Waiting for the call-in/)
    assert.match(
      page.text,
      /Cabinet approved 23 November 2026 Not for publication: It serves the plan Minute reference: CAB 12\. Entered by Cle Clerk on 23 November 2026\. A key decision, forward plan FP 3\. Part of it is exempt: Schedule 12A, paragraph 3\. It can be called in until 30 November 2026\./,
    )
    world.clock.now = new Date('2026-12-01T10:00:00Z')
    await changeAs(world, act => settle(act, world.county.id, id, world.clock.now, 'http://x'))
    const late = await personWith(world, 'Kit Keeper', 'keeper')
    assert.match((await late.see(`${path}/approval`)).text, /Approved Pat Proposer submitted it/)
  })

  test('an entry about which nothing was submitted says so', async () => {
    const { path } = await addTestEntry(world)
    const page = await (await world.signIn('reader')).see(`${path}/approval`)
    assert.match(page.text, /Nothing was submitted No proposal about it was submitted here\./)
    assert.equal(
      (await (await world.signIn('reader')).see(`${path}/approval/brief`)).location,
      `${path}/approval`,
    )
  })

  test('APP-6: taking it back needs a reason, keeps what was decided, and lets it be submitted anew', async () => {
    const { proposer, legal, proposal, path, id } = await significant()
    await legal.fill(`${path}/approval/decision`, approve)
    const page = await proposer.see(`${path}/approval/withdraw`)
    assert.match(page.text, /What was decided so far stays on record, and does not count/)
    const empty = await proposer.fill(`${path}/approval/withdraw`, { why: ' ' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Say why you take it back/)
    const done = await proposer.fill(`${path}/approval/withdraw`, { why: 'A partner left' })
    assert.equal(done.location, `${path}/approval?done=proposal-withdrawn`)
    const after = await proposer.see(done.location!)
    assert.match(after.text, /Taken back .* Earlier submissions .* A partner left Lou Law approved/)
    assert.equal((await proposer.see(`${path}/approval/withdraw`)).location, `${path}/approval`)
    assert.equal(
      (await proposer.post(`${path}/approval/withdraw`, { why: 'Again', approval: id })).status,
      409,
    )
    const late = await legal.post(`${path}/approval/decision`, { ...approve, approval: id })
    assert.match(late.text, /not being decided any more/)
    const second = await submitAs(world, proposer, proposal)
    assert.ok((await roundOf(second)).seats.every(seat => seat.decision_id === null))
    assert.equal(
      (await (await world.signIn('reader')).post(`${path}/approval/withdraw`, { why: 'x' })).status,
      403,
    )
  })

  test('APP-6: the history tells who submitted, decided and took it back, in sentences', async () => {
    const { proposer, head, path } = await light()
    await head.fill(`${path}/approval/decision`, {
      interest: 'part',
      interest_note: 'I live there',
      outcome: 'approved-with-conditions',
      reasons: 'It serves us',
      'conditions-0-what': 'Sign it',
      'conditions-0-owner': 'Pat Proposer',
      'conditions-0-due': '31 March 2027',
    })
    const { text } = await proposer.see(`${path}/history`)
    assert.match(text, /Contributor of the Tests \(Head of Places\) approved the proposal with conditions/)
    assert.match(text, /Reasons: It serves us/)
    assert.match(text, /Interest declared: I live there/)
    assert.match(text, /Set the condition “Sign it”, for Pat Proposer by 31 March 2027/)
    const other = await significant()
    await other.proposer.fill(`${other.path}/approval/withdraw`, { why: 'A partner left' })
    const told = await other.proposer.see(`${other.path}/history`)
    assert.match(told.text, /took the proposal back .* Why: A partner left/)
    assert.match(told.text, /Put ‘Legal services’ on the route/)
    assert.doesNotMatch(told.text, /Decision id|Opened at|Approval seat/)
  })
})
