import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findRound } from '#src/decide/round.ts'
import { useApproval } from '#test/approval.ts'
import { addTestDirectorate } from '#test/entries.ts'
import { answerAll, asPerson, draftProposal, fillRole, personWith, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

const approve = { interest: 'none', outcome: 'approved' }

describe('deciding on a proposal', () => {
  const world = useWorld()
  const { light, significant } = useApproval(world)
  const roundOf = (id: string) => findRound(world.county.db, world.county.id, id, '2026-11-23')

  test('APP-1: the holder of the post reads what is asked and approves, once', async () => {
    const { head, path, id } = await light()
    const page = await head.see(`${path}/approval/decision`)
    assert.match(page.text, /You are asked to agree that Wendleshire County Council enters Saltmere Flood/)
    assert.match(page.text, /You decide as Head of Places \./)
    assert.match(page.text, /Your power to decide this: D1, delegated by Cabinet, up to £10,000 a year\./)
    const frozen = (await roundOf(id)).content_hash
    const done = await head.fill(`${path}/approval/decision`, approve)
    assert.equal(done.location, `${path}/approval?done=decided`)
    const round = await roundOf(id)
    assert.deepEqual(
      [round.state, round.content_hash, round.decisions.length],
      ['approved', frozen, 1],
      'what was submitted stays as it was',
    )
    const after = await head.see(done.location!)
    assert.match(after.text, /Your decision is on record\. .* Approved/)
    assert.match(after.text, /Hal Head approved 23 November 2026 As Head of Places/)
    const again = await head.see(`${path}/approval/decision`)
    assert.equal(again.location, `${path}/approval`, 'nothing waits for them any more')
  })

  test('APP-6: the same form sent twice decides once and is answered alike', async () => {
    const { head, path, id } = await light()
    const page = await head.see(`${path}/approval/decision`)
    const hidden = Object.fromEntries(
      [...page.body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name, value]) => [name!, value!],
      ),
    )
    const fields = { ...hidden, ...approve }
    const [first, second] = [
      await head.post(`${path}/approval/decision`, fields),
      await head.post(`${path}/approval/decision`, fields),
    ]
    assert.deepEqual([first.status, second.status], [303, 303])
    assert.equal(second.location, first.location)
    assert.equal((await roundOf(id)).decisions.length, 1)
  })

  test('APP-6: someone who decides meanwhile is named to whoever comes second', async () => {
    const deputy = await personWith(world, 'Dee Deputy', 'reader')
    const { head, path, id } = await light([
      { person: deputy, deputy: true, from: '2026-11-20', to: '2026-11-27' },
    ])
    const page = await deputy.see(`${path}/approval/decision`)
    assert.match(page.text, /You decide as Deputy for the Head of Places/)
    const seat = /name="seat" value="([^"]+)"/.exec(page.body)![1]!
    await head.fill(`${path}/approval/decision`, approve)
    const late = await deputy.post(`${path}/approval/decision`, { ...approve, seat, approval: id })
    assert.equal(late.status, 409)
    assert.match(late.body, /href="\/wendleshire\/staff\/partnerships\/[^"/]+\/approval">Open it again/)
    assert.match(late.text, /This proposal is not being decided any more/)
    const { finance, legal, monitoring, path: other, id: running } = await significant()
    const asked = await legal.see(`${other}/approval/decision`)
    const own = /name="seat" value="([^"]+)"/.exec(asked.body)![1]!
    await legal.fill(`${other}/approval/decision`, approve)
    const twice = await legal.post(`${other}/approval/decision`, { ...approve, seat: own, approval: running })
    assert.equal(twice.status, 409)
    assert.match(twice.text, /Lou Law decided this meanwhile/)
    assert.ok(finance && monitoring)
  })

  test('APP-6: each thing that is missing is asked for, and what was typed stays', async () => {
    const { head, path, id } = await light()
    const page = `${path}/approval/decision`
    const empty = await head.fill(page, {})
    assert.equal(empty.status, 422)
    assert.match(
      empty.text,
      /There is a problem .*Say whether you have an interest to declare .*Choose what you decide/,
    )
    for (const [outcome, message] of [
      ['changes', 'Say what should change'],
      ['deferred', 'Say why you put the decision off'],
      ['declined', 'Say why you decline'],
    ] as const) {
      const bad = await head.fill(page, { interest: 'none', outcome })
      assert.equal(bad.status, 422)
      assert.match(bad.text, new RegExp(message))
    }
    const unsaid = await head.fill(page, { interest: 'part', outcome: 'approved', reasons: 'It serves us' })
    assert.match(unsaid.text, /Say what your interest is/)
    assert.match(unsaid.body, />It serves us<\/textarea>/)
    const undecided = await head.fill(page, { interest: 'none' })
    assert.match(undecided.text, /Choose what you decide/)
    assert.equal((await roundOf(id)).decisions.length, 0)
  })

  test('APP-6: conditions need what, who and by when; a person or the holder of a post is found', async () => {
    const { head, proposer, path, id } = await light()
    const page = `${path}/approval/decision`
    const form = { interest: 'none', outcome: 'approved-with-conditions' }
    assert.match((await head.fill(page, form)).text, /Enter at least one condition/)
    const more = await head.fill(page, { ...form, 'conditions-0-what': 'Sign it', add: 'conditions' })
    assert.equal(more.status, 200)
    assert.match(more.body, /name="conditions-1-what"/)
    assert.match(more.body, />Sign it<\/textarea>/)
    const half = await head.fill(page, {
      ...form,
      'conditions-0-what': 'Report to Cabinet',
      'conditions-0-due': '1 March 2020',
      'conditions-0-owner': 'Pat Proposer',
      'conditions-1-what': 'Sign it',
    })
    assert.equal(half.status, 422)
    assert.match(half.text, /The day must be 23 November 2026 or later/)
    assert.match(half.text, /Enter who does it/)
    assert.match(half.text, /Enter the day by which it has to be done/)
    const done = await head.fill(page, {
      ...form,
      'conditions-0-what': 'Report to Cabinet',
      'conditions-0-owner': 'pat proposer',
      'conditions-0-due': '31 March 2027',
      'conditions-1-what': 'Watch the money',
      'conditions-1-owner': 'Head of Places',
      'conditions-1-due': 'April 2027',
    })
    assert.equal(done.status, 303)
    const { conditions, outcome } = (await roundOf(id)).decisions[0]!
    assert.equal(outcome, 'approved-with-conditions')
    assert.deepEqual(
      conditions.map(each => [each.what, each.owner, each.due_on, each.owner_id]),
      [
        ['Report to Cabinet', 'pat proposer', '2027-03-31', proposer.personId],
        ['Watch the money', 'Head of Places', '2027-04-30', head.personId],
      ],
    )
    assert.match((await head.see(done.location!)).text, /Approved, 2 conditions open/)
  })

  test('APP-6: a refusal ends it and asks for changes sends it back, each with its reasons', async () => {
    const { head, proposer, path } = await light()
    await head.fill(`${path}/approval/decision`, {
      interest: 'none',
      outcome: 'changes',
      reasons: 'Say who pays',
    })
    const back = await proposer.see(`${path}/approval`)
    assert.match(back.text, /Changes asked for/)
    assert.match(back.text, /Hal Head: Say who pays/)
    assert.match(back.text, /Who would decide/)
    const other = await light()
    await other.head.fill(`${other.path}/approval/decision`, {
      interest: 'none',
      outcome: 'declined',
      reasons: 'It costs too much',
    })
    const ended = await other.proposer.see(`${other.path}/approval`)
    assert.match(ended.text, /Declined/)
    assert.match(ended.text, /It costs too much/)
  })

  test('APP-6: whoever declares an interest and takes no part leaves it to others, and the page says that nobody can', async () => {
    const { head, proposer, path, id } = await light()
    const done = await head.fill(`${path}/approval/decision`, {
      interest: 'no-part',
      interest_note: 'My brother chairs it',
    })
    assert.equal(done.status, 303)
    assert.equal((await roundOf(id)).state, 'running')
    const page = await proposer.see(`${path}/approval`)
    assert.match(page.text, /Hal Head declared an interest and takes no part/)
    assert.match(page.text, /Interest declared: My brother chairs it/)
    assert.match(page.text, /Nobody can decide/)
    assert.equal((await head.see(`${path}/approval/decision`)).location, `${path}/approval`)
  })

  test('APP-6: an interest declared by someone who takes part stands with the decision', async () => {
    const { head, path, id } = await light()
    await head.fill(`${path}/approval/decision`, {
      ...approve,
      interest: 'part',
      interest_note: 'I live there',
    })
    const [decision] = (await roundOf(id)).decisions
    assert.deepEqual([decision!.outcome, decision!.interest], ['approved', 'I live there'])
  })

  test('APP-5: a decision beyond the scheme of delegation is refused with the reason, on the page and when it is sent', async () => {
    const { head, path, id } = await light()
    await world.database.maintenance().updateTable('delegation').set({ ends_on: '2026-11-01' }).execute()
    assert.equal((await head.see(`${path}/approval/decision`)).location, `${path}/approval`)
    const page = await head.see(`${path}/approval`)
    assert.match(
      page.text,
      /This waits for your post, but you cannot decide it\. What is delegated to the Head of Places ended on 1 November 2026\./,
    )
    assert.doesNotMatch(page.body, /approval\/decision/)
    const sent = await head.post(`${path}/approval/decision`, approve)
    assert.equal(sent.status, 403)
    assert.match(sent.text, /ended on 1 November 2026/)
    assert.equal((await roundOf(id)).decisions.length, 0)
  })

  test('APP-1: with two posts on the route one decides once for both, and the page says so', async () => {
    const both = await personWith(world, 'Bo Both')
    const { path, id } = await significant(both)
    const page = await both.see(`${path}/approval/decision`)
    assert.match(page.text, /You decide as Head of Law and Head of Governance \. You decide once for both\./)
    await both.fill(`${path}/approval/decision`, approve)
    const { decisions, seats } = await roundOf(id)
    assert.equal(decisions.length, 1)
    assert.equal(seats.filter(seat => seat.decision_id === decisions[0]!.id).length, 2)
  })

  test('APP-6: neither the proposer nor a passer-by decides', async () => {
    const { proposer, path, id } = await light()
    for (const who of [proposer, await world.signIn('keeper'), await world.signIn('administrator')]) {
      assert.equal((await who.see(`${path}/approval/decision`)).location, `${path}/approval`)
      assert.equal((await who.post(`${path}/approval/decision`, approve)).status, 403)
    }
    assert.equal((await (await world.signIn('auditor')).see(`${path}/approval/decision`)).status, 403)
    assert.equal(
      (await (await world.signIn('reader')).see(`${path}/approval`)).status,
      404,
      'it is only considered',
    )
    assert.equal((await roundOf(id)).decisions.length, 0)
  })

  test('APP-1: whoever is asked decides even where they may read nothing else of it', async () => {
    const directorateId = await addTestDirectorate(world, 'Resources')
    const head = await asPerson(world, await world.signIn('reader', 'county', { directorateId }), 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: null })
    const proposer = await personWith(world, 'Pat Proposer')
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal)
    const id = await submitAs(world, proposer, proposal)
    assert.equal((await head.see(`${proposal.path}/approval/brief`)).status, 200)
    assert.equal((await head.fill(`${proposal.path}/approval/decision`, approve)).status, 303)
    assert.equal((await roundOf(id)).state, 'approved')
    const event = await world.county.db
      .selectFrom('event')
      .select('payload')
      .where('action', '=', 'involvement.decide')
      .executeTakeFirstOrThrow()
    assert.equal(event.payload!.capacity, 'Head of Places', 'the trail says in which post')
  })
})
