import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useApproval } from '#test/approval.ts'
import { type Client, unescapeHtml } from '#test/client.ts'
import { decideAs, roundOf, submitSignificant, submitToCabinet } from '#test/decided.ts'
import { changeAs, fillRole, personWith } from '#test/proposals.ts'
import { allowedBy } from '#test/waived.ts'
import { useWorld } from '#test/world.ts'

const approve = { interest: 'none', outcome: 'approved' }
const decline = { interest: 'none', outcome: 'declined', reasons: 'It costs too much' }

describe('two acts on one submission at the same moment', () => {
  const world = useWorld()
  const { light } = useApproval(world)

  /** Opens a form and gives what sends it, so that two can be sent at once. */
  async function opened(client: Client, page: string, fields: Record<string, string>) {
    const { body, status } = await client.see(page)
    assert.equal(status, 200, page)
    const form = body
      .match(/<form[^>]*method="post"[\s\S]*?<\/form>/g)!
      .find(each => !each.includes('/sign-out'))!
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(match => [
      match[1]!,
      unescapeHtml(match[2]!),
    ])
    return () => client.post(page.split('?')[0]!, { ...Object.fromEntries(hidden), ...fields })
  }
  const together = async (...sends: (() => ReturnType<Client['post']>)[]) => {
    const answers = await Promise.all(sends.map(send => send()))
    const lost = answers.filter(each => each.status !== 303)
    assert.equal(answers.length - lost.length, 1, answers.map(each => each.text.slice(0, 300)).join('\n'))
    assert.equal(lost[0]!.status, 409)
    return lost[0]!.text
  }
  const events = async (...actions: string[]) =>
    (
      await world.county.db
        .selectFrom('event')
        .select('action')
        .where(
          'action',
          'in',
          actions.map(each => `involvement.${each}`),
        )
        .execute()
    ).length

  test('APP-6: two holders of one seat decide at once, and one of them counts', async () => {
    const other = await personWith(world, 'Ola Other')
    const { head, path, id } = await light([{ person: other }])
    const page = `${path}/approval/decision`
    const told = await together(await opened(head, page, approve), await opened(other, page, decline))
    assert.match(told, /is not being decided any more|decided this meanwhile/)
    const round = await roundOf(world, id)
    assert.equal(round.decisions.length, 1)
    assert.equal(round.state, round.decisions[0]!.outcome)
    assert.equal(await events('decide'), 1)
  })

  test('APP-6: a decision and a withdrawal at once: one counts, the other is told', async () => {
    const { head, proposer, path, id } = await light()
    const told = await together(
      await opened(head, `${path}/approval/decision`, approve),
      await opened(proposer, `${path}/approval/withdraw`, { why: 'The money has changed' }),
    )
    assert.match(told, /is not being decided any more: it was (taken back|approved)\./)
    const round = await roundOf(world, id)
    assert.equal(round.decisions.length, round.state === 'approved' ? 1 : 0)
    assert.ok(['approved', 'withdrawn'].includes(round.state))
    assert.equal(await events('decide', 'withdraw-proposal'), 1)
  })

  test('APP-6: a withdrawal and a decision at once, the withdrawal first', async () => {
    const { head, proposer, path, id } = await light()
    await together(
      await opened(proposer, `${path}/approval/withdraw`, { why: 'The money has changed' }),
      await opened(head, `${path}/approval/decision`, approve),
    )
    const round = await roundOf(world, id)
    assert.equal(round.decisions.length, round.state === 'approved' ? 1 : 0)
    assert.equal(await events('decide', 'withdraw-proposal'), 1)
  })

  test('APP-6: a decision and a re-route at once never leave a seat decided by whom the route no longer asks', async () => {
    const { cast, proposal, approvalId } = await submitSignificant(world)
    const next = await personWith(world, 'Lex New')
    const old = await world.county.db
      .selectFrom('role_filling')
      .select('id')
      .where('role', '=', 'legal-services')
      .executeTakeFirstOrThrow()
    await changeAs(world, act => act.on('authority', world.county.id, 'x').remove('role_filling', old.id))
    await fillRole(world, 'legal-services', 'Head of New Law', [{ person: next }])
    const keeper = await world.signIn('keeper')
    const [decides, routes] = [
      await opened(cast.legal, `${proposal.path}/approval/decision`, approve),
      await opened(keeper, `${proposal.path}/approval/re-route`, { why: 'The post moved' }),
    ]
    const answers = await Promise.all([routes(), decides()])
    const round = await roundOf(world, approvalId)
    const counted = round.seats.filter(seat => seat.role === 'legal-services' && seat.dropped_at === null)
    assert.equal(counted.length, 1)
    const decided = answers[1]!.status === 303
    assert.equal(counted[0]!.decision_id !== null, decided)
    assert.equal(round.decisions.length, decided ? 1 : 0)
    if (!decided) assert.match(answers[1]!.text, /The route changed meanwhile/)
    else assert.match(answers[0]!.text, /The route is the one today|is not the one you looked at/)
  })

  test('APP-6: submitted twice from two windows, it is submitted once and the other is told', async () => {
    const { proposer, path } = await light()
    await changeAs(world, async act => {
      const { id } = await act.trx.selectFrom('approval').select('id').executeTakeFirstOrThrow()
      const { withdrawSubmission } = await import('#src/decide/take-back.ts')
      await withdrawSubmission(act, world.county.id, id, 'Once more', {
        ...proposer,
        at: world.clock.now,
        address: 'http://x',
      })
    })
    const page = `${path}/proposal`
    const about = { name: 'Saltmere Flood Partnership', purpose: 'Dry houses', lead: 'Saltmere Water' }
    const priorities = await world.county.db.selectFrom('priority').select('id').execute()
    const typed = { ...about, priorities: priorities.map(each => each.id) }
    const asked = await proposer.fill(`${page}/partnership`, typed)
    await proposer.fill(`${page}/partnership`, {
      ...typed,
      [/name="(name-organisation-\w+)"/.exec(asked.body)![1]!]: 'new',
    })
    await proposer.fill(`${page}/resources`, {})
    const told = await together(
      await opened(proposer, `${page}/check`, {}),
      await opened(proposer, `${page}/check`, {}),
    )
    assert.match(told, /This proposal is not a draft any more/)
    const all = await world.county.db.selectFrom('approval').select(['number', 'state']).execute()
    assert.deepEqual(all.map(each => `${each.number} ${each.state}`).sort(), ['1 withdrawn', '2 running'])
    assert.equal(await events('submit-proposal'), 1)
  })

  test('REV-4: a step is waived and decided at once: one of them stands', async () => {
    const { proposal, approvalId, cast } = await submitSignificant(world)
    const seatId = (await roundOf(world, approvalId)).seats.find(each => each.role === 'legal-services')!.id
    const keeper = await world.signIn('keeper')
    const form = { why: 'Counsel advised', ...(await allowedBy(world, 'Chief Executive', 'Che Chief')) }
    const answers = await Promise.all(
      [
        await opened(keeper, `${proposal.path}/waivers?seat=${seatId}`, form),
        await opened(cast.legal, `${proposal.path}/approval/decision`, decline),
      ].map(send => send()),
    )
    assert.deepEqual(answers.map(each => each.status).sort(), [303, 409])
    const { state, seats } = await roundOf(world, approvalId)
    const seat = seats.find(each => each.id === seatId)!
    assert.ok((seat.waived_by !== '') !== (seat.decision_id !== null))
    assert.equal(state, seat.waived_by !== '' ? 'running' : 'declined')
    assert.equal(await events('waive', 'decide'), 1)
  })

  test('APP-6: the last two of a step decide at once, and the next step is opened and told once', async () => {
    const { cast, proposal, approvalId } = await submitSignificant(world)
    const page = `${proposal.path}/approval/decision`
    const answers = await Promise.all(
      [await opened(cast.legal, page, approve), await opened(cast.monitoring, page, approve)].map(send =>
        send(),
      ),
    )
    assert.deepEqual(
      answers.map(each => each.status),
      [303, 303],
    )
    const mails = await world.database.app().selectFrom('mail').select(['recipient', 'subject']).execute()
    assert.equal(mails.filter(mail => mail.recipient === cast.finance.email).length, 1)
    await decideAs(world, cast.finance, approvalId)
  })

  test('APP-6: two recorders enter what one committee decided at once, and one of them counts', async () => {
    const { page, approvalId, cast } = await submitToCabinet(world)
    const second = await personWith(world, 'Sec Second', 'reader')
    const { id } = await world.county.db.selectFrom('committee').select('id').executeTakeFirstOrThrow()
    await changeAs(world, act =>
      act.on('committee', id, 'Cabinet').insert('committee_recorder', {
        committee_id: id,
        person_id: second.personId,
        starts_on: '2020-01-01',
        ends_on: null,
      }),
    )
    const form = {
      outcome: 'approved',
      minute_reference: 'CAB 1',
      key_decision: 'no',
      call_in: 'none',
      'decided_on-day': '23',
      'decided_on-month': '11',
      'decided_on-year': '2026',
    }
    const told = await together(await opened(cast.clerk, page, form), await opened(second, page, form))
    assert.match(told, /is not being decided any more|Cabinet decided this meanwhile/)
    assert.equal((await roundOf(world, approvalId)).decisions.filter(each => each.committee_id).length, 1)
  })

  test('APP-6: an urgent decision is reported once', async () => {
    const { page, proposal, approvalId, cast } = await submitToCabinet(world)
    await cast.clerk.fill(page, {
      outcome: 'approved',
      minute_reference: 'CAB 1',
      key_decision: 'no',
      call_in: 'urgent',
      urgent_reason: 'The grant closes on Friday',
      'decided_on-day': '23',
      'decided_on-month': '11',
      'decided_on-year': '2026',
    })
    const decision = (await roundOf(world, approvalId)).decisions.find(each => each.urgent_reason)!
    const report = `${proposal.path}/approval/call-in/${decision.id}`
    const day = { 'reported_on-day': '23', 'reported_on-month': '11', 'reported_on-year': '2026' }
    const keeper = await world.signIn('keeper')
    const told = await together(await opened(cast.clerk, report, day), await opened(keeper, report, day))
    assert.match(told, /does not wait to be reported/)
    assert.equal(await events('report-urgent'), 1)
  })
})
