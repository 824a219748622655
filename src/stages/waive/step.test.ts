import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { commonProtocol } from '#src/adopted/protocol.ts'
import { progressOf } from '#src/decide/progress.ts'
import { waiveSeat } from '#src/decide/waive.ts'
import { addCast, decideAs, roundOf, submitSignificant } from '#test/decided.ts'
import {
  answerAll,
  asPerson,
  changeAs,
  draftProposal,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
} from '#test/proposals.ts'
import { allowedBy, allowedByCommittee } from '#test/waived.ts'
import { useWorld } from '#test/world.ts'

describe('a step of a route that is waived', () => {
  const world = useWorld()
  const seatOf = async (approvalId: string, role: string) =>
    (await roundOf(world, approvalId)).seats.find(each => each.role === role)!
  const mailsOf = async (subject: RegExp) =>
    (await world.database.app().selectFrom('mail').selectAll().execute()).filter(mail =>
      subject.test(mail.subject),
    )

  /** One that is submitted, with all its money in the budget and by our own procedures. */
  async function submitWithin(money = 120_000) {
    const proposer = await personWith(world, 'Pat Proposer', 'keeper')
    const cast = await addCast(world)
    const head = await personWith(world, 'Hal Head')
    const director = await personWith(world, 'Dee Director')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: null })
    await fillRole(world, 'director', 'Director of Places', [{ person: director }], { limit: null })
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal, {
      'significance.money-a-year': money,
      'significance.money-total': money * 3,
    })
    const approvalId = await submitAs(world, proposer, proposal)
    return { proposer, cast, head, director, proposal, approvalId, page: `${proposal.path}/waivers` }
  }

  test('REV-4: It is waived on the word of someone entitled, and the route goes on, with all of it on record', async () => {
    const { proposal, approvalId, page, cast } = await submitWithin()
    const seat = await seatOf(approvalId, 'legal-services')
    const keeper = await world.signIn('keeper')
    const form = { why: 'Counsel advised', ...(await allowedBy(world, 'Chief Executive', 'Che Chief')) }
    const shown = await keeper.see(`${page}?seat=${seat.id}`)
    assert.match(shown.text, /Lou Law, Head of Law Decides in this step/)
    assert.match(shown.text, /Che Chief, Chief Executive Decides in the later step/)
    assert.match(shown.text, /Mo Officer, Head of Governance Stands in for ‘Legal services’/)
    assert.equal((await keeper.fill(`${page}?seat=${seat.id}`, form)).status, 303)
    const kept = await seatOf(approvalId, 'legal-services')
    const said = 'Che Chief, Chief Executive, 23 November 2026 (Letter 12)'
    assert.deepEqual([kept.waived_by, kept.waived_authority], ['Keeper of the Tests', said])
    const words =
      /Waived, allowed by Che Chief, Chief Executive, 23 November 2026 \(Letter 12\)\. Put on record by Keeper of the Tests on 23 November 2026: Counsel advised/
    for (const address of ['/approval', '/approval/brief', '/report'])
      assert.match((await keeper.see(`${proposal.path}${address}`)).text, words, address)
    const exceptions = await (await world.signIn('auditor')).see('/wendleshire/staff/exceptions')
    assert.match(exceptions.text, /Step waived .* Counsel advised Keeper of the Tests Allowed by Che Chief/)
    const trail = await keeper.see('/wendleshire/staff/trail')
    assert.match(trail.text, /allowed by Che Chief, Chief Executive, 23 November 2026 \(Letter 12\): Counsel/)
    await decideAs(world, cast.monitoring, approvalId)
    assert.ok((await seatOf(approvalId, 'section-151')).opened_at)
    assert.equal((await keeper.post(page, { seat: seat.id, ...form })).status, 409)
  })

  test('REV-4: Those who were asked are told that their step is waived, and whoever allowed it that this is on record', async () => {
    const { approvalId, page, cast } = await submitWithin()
    const seat = await seatOf(approvalId, 'legal-services')
    const keeper = await world.signIn('keeper')
    const form = { why: 'Counsel advised', ...(await allowedBy(world, 'Chief Executive', 'Che Chief')) }
    await keeper.fill(`${page}?seat=${seat.id}`, form)
    const spared = await mailsOf(/No decision is needed now/)
    assert.deepEqual(
      spared.map(mail => mail.recipient),
      [cast.legal.email],
    )
    assert.match(spared[0]!.body, /is waived .* You need no longer decide as Head of Law\..*Counsel advised/s)
    const told = await mailsOf(/Waived on your word/)
    assert.deepEqual(
      told.map(mail => mail.recipient),
      [cast.chief.email],
    )
  })

  test('REV-4: Nobody but the entitled allows it: no typed name, no post beside or before it, not the keeper, nor whoever proposes it', async () => {
    const { proposer, approvalId, page } = await submitWithin()
    const seat = await seatOf(approvalId, 'monitoring-officer')
    const keeper = await asPerson(world, await world.signIn('keeper'), 'Kit Keeper')
    await fillRole(world, 'register-keeper', 'Register Keeper', [{ person: keeper }])
    await fillRole(world, 'chief-executive', 'Interim Chief', [{ person: proposer }])
    const good = await allowedBy(world, 'Chief Executive', 'Che Chief')
    for (const wrong of [
      { allowed_by: 'Me' },
      await allowedBy(world, 'Head of Law', 'Lou Law'),
      await allowedBy(world, 'Register Keeper', 'Kit Keeper'),
      await allowedBy(world, 'Interim Chief', 'Pat Proposer'),
    ]) {
      const refused = await keeper.fill(`${page}?seat=${seat.id}`, { why: 'x', ...good, ...wrong })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /Choose who allowed it/)
    }
    assert.equal((await proposer.post(page, { seat: seat.id, why: 'x', ...good })).status, 403)
    assert.equal((await seatOf(approvalId, 'monitoring-officer')).waived_by, '')
  })

  test('REV-4: The pages aside, the same is refused, and so is a day on which they did not hold the post', async () => {
    const { approvalId, cast } = await submitWithin()
    const seat = await seatOf(approvalId, 'legal-services')
    const waives = (
      person: TestPerson,
      allowed: string,
      allowedOn = '2026-11-23',
      reference = 'L',
      why = 'x',
    ) =>
      changeAs(world, act =>
        waiveSeat(
          act,
          world.county.id,
          { approvalId, seatId: seat.id },
          { why, allowedBy: allowed, allowedOn, reference },
          { accountId: person.accountId, name: person.name, at: world.clock.now, address: 'http://x' },
        ),
      )
    const { allowed_by } = await allowedBy(world, 'Chief Executive', 'Che Chief')
    await assert.rejects(waives(cast.clerk, 'Me'), /may not allow this/)
    await assert.rejects(waives(cast.clerk, allowed_by, '2026-11-24'), /between its submission and today/)
    await assert.rejects(waives(cast.clerk, allowed_by, '2026-11-22'), /between its submission and today/)
    await assert.rejects(waives(cast.clerk, allowed_by, '2026-11-23', ''), /where the word/)
    await assert.rejects(waives(cast.clerk, allowed_by, '2026-11-23', 'L', ' '), /Say why it is waived/)
    await world.county.db.updateTable('post_holding').set({ ends_on: '2026-11-22' }).execute()
    await assert.rejects(waives(cast.clerk, allowed_by), /may not allow this/)
  })

  test('REV-4: Whoever records it allows it only in a post that they hold, and then needs no letter', async () => {
    const { approvalId, page } = await submitWithin()
    const seat = await seatOf(approvalId, 'legal-services')
    const keeper = await asPerson(world, await world.signIn('keeper'), 'Kit Keeper')
    await fillRole(world, 'chief-executive', 'Interim Chief', [{ person: keeper }])
    const own = { ...(await allowedBy(world, 'Interim Chief', 'Kit Keeper')), reference: '' }
    assert.match(
      (await keeper.see(`${page}?seat=${seat.id}`)).text,
      /Kit Keeper, Interim Chief .* This is you/,
    )
    assert.equal((await keeper.fill(`${page}?seat=${seat.id}`, { why: 'x', ...own })).status, 303)
    assert.equal((await mailsOf(/Waived on your word/)).length, 0)
  })

  test('REV-4: A committee allows it with its minute', async () => {
    const { approvalId, page } = await submitWithin()
    const seat = await seatOf(approvalId, 'section-151')
    const keeper = await world.signIn('keeper')
    const form = { why: 'x', ...(await allowedByCommittee(world, 'Cabinet')), reference: 'CAB 12' }
    assert.equal((await keeper.fill(`${page}?seat=${seat.id}`, form)).status, 303)
    const { waived_authority } = await seatOf(approvalId, 'section-151')
    assert.equal(waived_authority, 'Cabinet, 23 November 2026 (CAB 12)')
  })

  test('APP-1, APP-4, ENT-5: A committee’s step, one for unbudgeted money or a partner’s procedures is never waived', async () => {
    const { proposal, approvalId, cast } = await submitSignificant(world)
    const page = `${proposal.path}/waivers`
    const keeper = await world.signIn('keeper')
    const { text } = await keeper.see(page)
    assert.match(text, /What a committee decides is never waived\./)
    assert.match(text, /answers for money outside approved budgets is never waived\./)
    assert.match(text, /answers for a partner’s own procedures is never waived\./)
    const form = { why: 'Not needed', ...(await allowedBy(world, 'Chief Executive', 'Che Chief')) }
    for (const role of ['cabinet', 'section-151', 'monitoring-officer']) {
      const seat = await seatOf(approvalId, role)
      assert.equal((await keeper.see(`${page}?seat=${seat.id}`)).status, 303)
      const refused = await keeper.post(page, { seat: seat.id, ...form })
      assert.equal(refused.status, 409)
      assert.match(refused.text, /is never waived/)
    }
    const legal = await seatOf(approvalId, 'legal-services')
    assert.equal((await keeper.post(page, { seat: legal.id, ...form })).status, 303)
    await decideAs(world, cast.monitoring, approvalId)
    assert.equal((await roundOf(world, approvalId)).state, 'running')
  })

  test('REV-4: The last step is decided: of two who decide there one can be waived, and then not the other', async () => {
    const { approvalId, page, head } = await submitWithin(20_000)
    const [first, last] = [await seatOf(approvalId, 'head-of-service'), await seatOf(approvalId, 'director')]
    const keeper = await world.signIn('keeper')
    const form = { why: 'He is away', ...(await allowedBy(world, 'Chief Executive', 'Che Chief')) }
    assert.equal((await keeper.post(page, { seat: last.id, ...form })).status, 303)
    assert.match((await keeper.see(page)).text, /The last step of a route is never waived: someone decides\./)
    const refused = await keeper.post(page, { seat: first.id, ...form })
    assert.equal(refused.status, 409)
    assert.match(refused.text, /The last step of a route is never waived/)
    await decideAs(world, head, approvalId)
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
  })

  test('REV-4: Where either of two decides, waiving the post leaves the decision to the committee', async () => {
    const { approvalId, page, cast } = await submitWithin()
    const chief = await seatOf(approvalId, 'chief-executive')
    const keeper = await world.signIn('keeper')
    const form = { why: 'Away', ...(await allowedBy(world, 'Chief Executive', 'Che Chief')) }
    assert.equal((await keeper.post(page, { seat: chief.id, ...form })).status, 303)
    for (const person of [cast.legal, cast.monitoring, cast.finance])
      await decideAs(world, person, approvalId)
    assert.equal((await roundOf(world, approvalId)).state, 'running')
  })

  test('REV-4: No new route ends in a step that was waived', async () => {
    const { proposal, approvalId, page } = await submitWithin()
    const seat = await seatOf(approvalId, 'section-151')
    const keeper = await world.signIn('keeper')
    const form = { why: 'x', ...(await allowedBy(world, 'Chief Executive', 'Che Chief')) }
    assert.equal((await keeper.post(page, { seat: seat.id, ...form })).status, 303)
    const { pack } = commonProtocol()
    const route = pack.route.filter(each => each.id === 'law' || each.id === 'finance')
    await changeAs(world, act =>
      act.on('protocol', seat.id, pack.title).insert('protocol', {
        pack_id: pack.id,
        title: pack.title,
        pack_version: '2',
        from_on: '2026-11-23',
        pack: JSON.stringify({ ...pack, route }),
        account_id: null,
        adopted_at: new Date(world.clock.now.getTime() + 1000),
        withdrawn_at: null,
      }),
    )
    const answer = await keeper.fill(`${proposal.path}/approval/re-route`, { why: 'The rules are new' })
    assert.equal(answer.status, 409)
    assert.match(answer.text, /The last step of the route would be one that is waived/)
  })

  test('REV-4: A route whose last step is waived approves nothing, whoever agreed before', async () => {
    const { approvalId, cast } = await submitWithin()
    for (const person of [cast.legal, cast.monitoring, cast.finance])
      await decideAs(world, person, approvalId)
    const round = await roundOf(world, approvalId)
    const last = Math.max(...round.seats.map(each => each.step))
    const seats = round.seats.map(seat => (seat.step === last ? { ...seat, waived_by: 'Kit Keeper' } : seat))
    assert.notEqual(progressOf({ ...round, seats }, '2026-11-23').state, 'approved')
  })
})
