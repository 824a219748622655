import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { seatsOfAccount } from '#src/decide/acting.ts'
import { progressOf } from '#src/decide/progress.ts'
import { findRound } from '#src/decide/round.ts'
import { findDecisions } from '#src/decide/waiting.ts'
import { useApproval } from '#test/approval.ts'
import { changeAs, personWith, type TestPerson } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const home = '/wendleshire/staff'
const decisions = `${home}/decisions`
const approve = { interest: 'none', outcome: 'approved' }

describe('decisions that wait', () => {
  const world = useWorld()
  const { light, significant } = useApproval(world)

  test('APP-1: each reads what waits for them, and Home counts it', async () => {
    const { proposer, legal, monitoring, finance, clerk, path, id } = await significant()
    const page = await legal.see(decisions)
    assert.match(
      page.text,
      /Waiting for you .* Saltmere Flood Partnership WCC-0001 Decide on Saltmere Flood Partnership for Head of Law Pat Proposer 7 December 2026/,
    )
    assert.match(page.body, new RegExp(`href="${path}/approval/decision"`))
    assert.match((await legal.see(home)).text, /1 decision waits for you/)
    assert.match((await finance.see(decisions)).text, /No decision waits for you/)
    assert.doesNotMatch((await finance.see(home)).text, /decision waits for you/)
    const own = await proposer.see(decisions)
    assert.match(
      own.text,
      /Your proposals that wait for others .* Being decided Head of Governance, Head of Law 7 December 2026/,
    )
    for (const who of [legal, monitoring, finance]) await who.fill(`${path}/approval/decision`, approve)
    const asked = await clerk.see(decisions)
    const seat = (await findRound(world.county.db, world.county.id, id, '2026-11-23')).seats.find(
      each => each.committee,
    )!
    assert.match(asked.body, new RegExp(`href="${path}/approval/committee/${seat.id}"`))
    assert.match((await clerk.see(home)).text, /1 decision waits for you/)
    const done = await legal.see(decisions)
    assert.match(done.text, /What you decided .* Approved Head of Law 23 November 2026 Being decided/)
  })

  test('APP-6: what waits is what one can act on, for every account and whatever happened to the posts', async () => {
    const deputy = await personWith(world, 'Dee Deputy')
    const { proposer, head, id } = await light([
      { person: deputy, deputy: true, from: '2026-11-20', to: '2026-11-27' },
    ])
    const stranger = await personWith(world, 'Oz Other')
    const all = [proposer, head, deputy, stranger]
    const post = (
      await world.county.db
        .selectFrom('post')
        .select('id')
        .where('title', '=', 'Head of Places')
        .executeTakeFirstOrThrow()
    ).id
    const hold = (person: TestPerson, isDeputy: boolean) =>
      changeAs(world, act =>
        act.on('post', post, 'x').insert('post_holding', {
          post_id: post,
          person_id: person.personId,
          deputy: isDeputy,
          starts_on: '2026-11-01',
          ends_on: null,
        }),
      )
    await agrees(all, id, [false, true, true, false])
    await hold(stranger, true)
    await agrees(all, id, [false, true, true, true])
    await hold(proposer, true)
    await agrees(all, id, [false, true, true, true])
    await hold(proposer, false)
    // The proposer holds the post now: it is nobody's, and no deputy's.
    await agrees(all, id, [false, false, false, false])
  })

  test('APP-6: what someone decided is read page by page, back to the first', async () => {
    const { head, path } = await light()
    await head.fill(`${path}/approval/decision`, approve)
    const {
      id: _,
      version: __,
      ...made
    } = await world.county.db.selectFrom('decision').selectAll().executeTakeFirstOrThrow()
    const more = Array.from({ length: 34 }, (_, i) => ({ ...made, capacity: `Capacity ${i + 1}` }))
    await changeAs(world, act => act.on('involvement', made.involvement_id, 'x').insertMany('decision', more))
    const first = await head.see(decisions)
    assert.match(first.text, /What you decided \(35\)/)
    assert.match(first.body, /href="\?page=2"/)
    const rows = (body: string) => body.match(/data-heading="What was decided"/g)?.length
    assert.equal(rows(first.body), 30)
    assert.equal(rows((await head.see(`${decisions}?page=2`)).body), 5)
    assert.equal((await head.see(`${decisions}?page=3`)).location, decisions)
  })

  test('APP-6: whoever takes no part is asked no more', async () => {
    const { head, path, id } = await light()
    await agrees([head], id, [true])
    await head.fill(`${path}/approval/decision`, {
      interest: 'no-part',
      interest_note: 'My brother chairs it',
    })
    await agrees([head], id, [false])
  })

  test('another authority’s reader finds nothing', async () => {
    const { head } = await light()
    const found = await findDecisions(world.borough.db, {
      authorityId: world.county.id,
      accountId: head.accountId,
      on: '2026-11-23',
    })
    assert.deepEqual(found, { waiting: [], decided: [], decidedInAll: 0, withOthers: [] })
  })

  async function agrees(people: TestPerson[], id: string, expected: boolean[]) {
    const on = '2026-11-23'
    const round = await findRound(world.county.db, world.county.id, id, on)
    const open = progressOf(round, on).steps.flatMap(step => (step.state === 'open' ? step.seats : []))
    const asked = { authorityId: world.county.id, on }
    const byRule = people.map(({ accountId }) =>
      seatsOfAccount(round, accountId).some(each => open.includes(each.seat)),
    )
    const byList: boolean[] = []
    for (const { accountId } of people)
      byList.push((await findDecisions(world.county.db, { ...asked, accountId })).waiting.length === 1)
    assert.deepEqual([byRule, byList], [expected, expected])
  }
})
