import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { settleDue } from '#src/decide/due.ts'
import { decideAs, moveTo, recordAs, roundOf, submitSignificant } from '#test/decided.ts'
import { answerAll, changeAs, draftProposal, fillRole, personWith, submitAs } from '#test/proposals.ts'
import { useWorld } from '#test/world.ts'

describe('a route that today’s rules would not give', () => {
  const world = useWorld()

  test('APP-6: A change of who fills a role alters no running route until someone re-routes it, on record', async () => {
    const { proposal, approvalId, cast } = await submitSignificant(world)
    await decideAs(world, cast.legal, approvalId)
    const [law, governance] = [
      await newHolder('legal-services', 'Lex New'),
      await newHolder('monitoring-officer', 'Gov New'),
    ]
    const page = `${proposal.path}/approval/re-route`
    const keeper = await world.signIn('keeper')
    const before = await roundOf(world, approvalId)
    await settleDue(world.database, world.clock.now, 'http://x')
    assert.deepEqual((await roundOf(world, approvalId)).seats, before.seats)
    await assert.rejects(decideAs(world, governance, approvalId), /not yours/)
    const shown = await keeper.see(page)
    assert.match(shown.text, /As it was submitted .* As it would be today/)
    assert.match(shown.text, /What was decided as ‘Legal services’ still counts/)
    assert.match(shown.text, /‘Monitoring officer’ is another post or committee now, which is asked in place/)
    const bare = await keeper.fill(page, { why: '' })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Say why the route is changed/)
    const saved = await keeper.fill(page, { why: 'The monitoring officer left' })
    assert.equal(saved.location, `${proposal.path}/approval?done=re-routed`)
    const after = await roundOf(world, approvalId)
    const seats = after.seats.filter(seat => !seat.dropped_at)
    assert.equal(seats.length, before.seats.length)
    assert.ok(seats.find(seat => seat.role === 'legal-services')!.decision_id)
    assert.equal(after.seats.filter(seat => seat.dropped_at).length, 1)
    await assert.rejects(decideAs(world, law, approvalId), /not yours/)
    await assert.rejects(decideAs(world, cast.monitoring, approvalId), /not yours/)
    await decideAs(world, governance, approvalId)
    const [row] = await world.county.db.selectFrom('re_route').selectAll().execute()
    assert.equal(row!.reason, 'The monitoring officer left')
    assert.match(row!.added.join(), /Monitoring officer/)
    const auditor = await world.signIn('auditor')
    assert.match(
      (await auditor.see('/wendleshire/staff/exceptions')).text,
      /Route changed Added .* The monitoring officer left Keeper of the Tests/,
    )
    assert.match(
      (await keeper.see(`${proposal.path}/approval`)).text,
      /Taken off the route since: Monitoring officer/,
    )
    assert.match((await keeper.see(page)).text, /There is nothing to change/)
  })

  test('APP-6: A route that nobody could decide is not taken, and says what to mend', async () => {
    const { proposal, approvalId } = await submitSignificant(world)
    await changeAs(world, async act => {
      const { id } = await act.trx
        .selectFrom('role_filling')
        .select('id')
        .where('role', '=', 'section-151')
        .executeTakeFirstOrThrow()
      await act.on('post', id, 'x').remove('role_filling', id)
    })
    const keeper = await world.signIn('keeper')
    const page = `${proposal.path}/approval/re-route`
    assert.match((await keeper.see(page)).text, /No post or committee fills the role ‘Section 151 officer’/)
    assert.equal((await keeper.post(page, { why: 'x' })).status, 409)
    assert.equal((await roundOf(world, approvalId)).seats.filter(seat => seat.dropped_at).length, 0)
  })

  test('APP-6: Neither whoever proposes it nor someone without the role re-routes, and twice is once', async () => {
    const { proposal, proposer, cast } = await submitSignificant(world)
    await newHolder('monitoring-officer', 'Gov New')
    const page = `${proposal.path}/approval/re-route`
    assert.equal((await proposer.post(page, { why: 'Mine' })).status, 403)
    assert.equal((await proposer.see(page)).status, 303)
    assert.equal((await cast.finance.post(page, { why: 'Mine' })).status, 403)
    const other = await world.signIn('keeper', 'borough')
    assert.equal((await other.post(page.replace('wendleshire', 'saltmere'), { why: 'x' })).status, 404)
    const keeper = await world.signIn('keeper')
    const form = { why: 'A new officer', form_id: '00000000-0000-4000-8000-000000000005' }
    assert.equal((await keeper.fill(page, form)).status, 303)
    assert.equal((await keeper.post(page, form)).status, 303)
    assert.equal((await keeper.post(page, { why: 'Again' })).status, 409)
    assert.equal((await world.county.db.selectFrom('re_route').select('id').execute()).length, 1)
  })

  test('APP-1: A seat that waits longer than its days is escalated once, to those above and the keepers, and never approved by that', async () => {
    const { approvalId, cast, proposer } = await submitSignificant(world)
    const keeper = await world.signIn('keeper')
    const told = async () => {
      const mails = await world.database.app().selectFrom('mail').select(['recipient', 'subject']).execute()
      return mails.filter(mail => /A decision is overdue/.test(mail.subject)).map(mail => mail.recipient)
    }
    const days = (await roundOf(world, approvalId)).seats[0]!.days
    const at = (n: number) => new Date(world.clock.now.getTime() + n * 86_400_000)
    await settleDue(world.database, at(days), 'http://x')
    assert.deepEqual(await told(), [])
    await settleDue(world.database, at(days + 1), 'http://x')
    const once = await told()
    assert.ok(once.includes(cast.chief.email), 'the chief executive stands above the monitoring officer')
    assert.ok(once.includes(keeper.email) && once.includes(proposer.email), 'the keepers')
    await settleDue(world.database, at(days + 2), 'http://x')
    await settleDue(world.database, at(days + 300), 'http://x')
    assert.equal((await told()).length, once.length)
    const round = await roundOf(world, approvalId)
    assert.equal(round.state, 'running')
    assert.ok(round.seats.filter(seat => seat.step === 1).every(seat => seat.escalated_at))
    assert.equal(round.decisions.length, 0)
  })

  test('APP-1: A committee that is overdue is escalated too, and its decision counts when it comes', async () => {
    const { approvalId, cast, proposal } = await submitSignificant(world)
    for (const person of [cast.legal, cast.monitoring, cast.finance])
      await decideAs(world, person, approvalId)
    const seat = (await roundOf(world, approvalId)).seats.find(each => each.role === 'cabinet')!
    await moveTo(world, '2027-06-01T10:00:00Z', cast.clerk)
    await settleDue(world.database, world.clock.now, 'http://x')
    assert.match(
      (await cast.clerk.see(`${proposal.path}/approval`)).text,
      /Overdue .* those above were told on 1 June 2027/,
    )
    await recordAs(world, cast.clerk, { approvalId, seatId: seat.id })
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
  })

  test('APP-6: A light route re-routed while it waits asks the new head of service by mail', async () => {
    const proposer = await personWith(world, 'Pat Proposer')
    const head = await personWith(world, 'Hal Head')
    await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }], { limit: null })
    const proposal = await draftProposal(world, proposer)
    await answerAll(world, proposal)
    const approvalId = await submitAs(world, proposer, proposal)
    const next = await newHolder('head-of-service', 'Nia Next', true)
    const keeper = await world.signIn('keeper')
    await keeper.fill(`${proposal.path}/approval/re-route`, { why: 'Reorganised' })
    const mails = await world.database.app().selectFrom('mail').select(['recipient', 'subject']).execute()
    assert.ok(
      mails.some(mail => mail.recipient === next.email && /A decision waits for you/.test(mail.subject)),
    )
    await decideAs(world, next, approvalId)
    assert.equal((await roundOf(world, approvalId)).state, 'approved')
  })

  test('APP-6: Whoever falls off a running route is told that they need no longer decide, and why', async () => {
    const { proposal, cast } = await submitSignificant(world)
    const governance = await newHolder('monitoring-officer', 'Gov New')
    await newHolder('section-151', 'Fin New')
    const keeper = await world.signIn('keeper')
    await world.database.maintenance().deleteFrom('mail').execute()
    await keeper.fill(`${proposal.path}/approval/re-route`, { why: 'The posts were merged' })
    const mails = await world.database
      .app()
      .selectFrom('mail')
      .select(['recipient', 'subject', 'body'])
      .execute()
    const spared = mails.filter(mail => /No decision is needed now/.test(mail.subject))
    assert.deepEqual(
      spared.map(mail => mail.recipient),
      [cast.monitoring.email],
      'money comes later, and had not been asked',
    )
    assert.match(
      spared[0]!.body,
      /^Keeper of the Tests changed who decides on Saltmere Flood Partnership \(WCC-0001\)\. You need no longer decide as Head of Governance\.\n\nWhy: The posts were merged\n/,
    )
    assert.deepEqual(
      mails.filter(mail => /A decision waits for you/.test(mail.subject)).map(mail => mail.recipient),
      [governance.email],
    )
  })

  async function newHolder(role: string, name: string, delegated = false) {
    await changeAs(world, async act => {
      const { id } = await act.trx
        .selectFrom('role_filling')
        .select('id')
        .where('role', '=', role)
        .executeTakeFirstOrThrow()
      await act.on('post', id, 'x').remove('role_filling', id)
    })
    const person = await personWith(world, name)
    await fillRole(world, role, `Post of ${name}`, [{ person }], delegated ? { limit: null } : undefined)
    return person
  }
})
