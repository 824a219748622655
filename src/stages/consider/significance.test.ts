import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freeze } from '#src/decide/freeze.ts'
import { submissionOf } from '#src/decide/submission.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { adopt, answer, begun, give, later, oneModel, tiers } from '#test/considered.ts'
import { addTestEntry } from '#test/entries.ts'
import { useWorld } from '#test/world.ts'

const staff = '/wendleshire/staff'
const page = `${staff}/partnerships/WCC-0001/significance`

describe('How significant it is', () => {
  const world = useWorld()

  test('SIG-2: before anyone starts, the page says the tier, why, and what lies ahead in each tier', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 12000, risk: 'low', 'members-on-board': 0 })
    const shown = await keeper.see(page)
    assert.match(
      shown.text,
      /Standard £12,000 a year is over £10,000: 1 of 4 criteria met, and one makes it standard\./,
    )
    assert.match(shown.text, /Tier standard: \d+ of \d+ questions, \d+ approvals?, review every year\./)
    assert.match(shown.text, /Light \d+ of \d+ Head of service every 2 years/)
    assert.match(shown.text, /\d+ of \d+ questions are still open, and some of them could raise the tier/)
    assert.match(shown.text, /The common test of significance, in force from 1 January 2026/)
  })

  test('SIG-1: the working stands criterion by criterion: met, not met or not known', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 12000, statutory: 'no' })
    const { text } = await keeper.see(page)
    assert.match(text, /Significant: if any one of these 5 is met/)
    assert.match(text, /£50,000 or more a year of our own resource Not met £12,000 a year is under £50,000/)
    assert.match(text, /The law requires the partnership Not met/)
    assert.match(text, /A service the public relies on would stop without it Not known/)
    assert.match(text, /£10,000 or more a year of our own resource Met £12,000 a year is over £10,000/)
  })

  test('SIG-3: to continue keeps the assessment once and leads on to the proposal', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 60000 })
    assert.equal((await keeper.fill(page, {})).location, `${staff}/partnerships/WCC-0001/proposal`)
    await keeper.fill(page, {})
    const kept = await tiers(world)
    assert.equal(kept.length, 1)
    assert.deepEqual(
      [kept[0]!.result, kept[0]!.found, kept[0]!.model, kept[0]!.cause, kept[0]!.facts.money_a_year],
      ['significant', 'significant', 'common-2026', 'first', 60000],
    )
    assert.equal(kept[0]!.working.length, 9)
    const entry = await world.county.db.selectFrom('involvement').select('tier').executeTakeFirstOrThrow()
    assert.equal(entry.tier, 'significant')
    assert.match(
      (await keeper.see(page)).text,
      /Assessments so far .*23 November 2026 First assessment Significant/,
    )
  })

  test('SIG-2: a tier can be overridden with a reason, which every reader sees, and the override lifted', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 12000 })
    const blank = await keeper.fill(`${page}/override`, {})
    assert.equal(blank.status, 422)
    assert.match(blank.text, /Choose the tier that shall count Enter the reason/)
    assert.doesNotMatch(blank.body, /value="standard"/)
    const set = await keeper.fill(`${page}/override`, {
      tier: 'significant',
      why: 'The river floods the town.',
    })
    assert.equal(set.location, `${page}?done=kept`)
    const shown = await keeper.see(page)
    assert.match(shown.text, /How significant it is Significant Overridden/)
    assert.match(shown.text, /The reason: The river floods the town\. By the rules it would be standard/)
    assert.match(shown.text, /Tier significant: /)
    const { id, db } = world.county
    const entry = await findEntry(db, id, { reference: 'WCC-0001' })
    const submission = await submissionOf(db, id, entry, [], '2026-11-23')
    const frozen = freeze(entry, submission, {
      offer: await findOffer(db, world.clock.now),
      advice: [],
      before: null,
    })
    assert.equal(frozen.tier, 'significant')
    assert.match(
      frozen.significance.says,
      /^Set by Keeper of the Tests: The river floods the town\. By the rules: £12,000 a year is over £10,000: 1 of 4/,
    )
    later(world)
    await keeper.fill(page, {}, page)
    assert.equal((await tiers(world)).length, 1, 'what someone decided is not set aside by going on')
    const lifted = await keeper.post(`${page}/lift`, {})
    assert.equal(lifted.status, 303)
    assert.doesNotMatch((await keeper.see(page)).text, /How significant it is Significant Overridden/)
    assert.equal((await keeper.post(`${page}/lift`, {})).status, 409)
    assert.deepEqual(
      (await tiers(world)).map(each => [each.cause, each.result]),
      [
        ['again', 'standard'],
        ['override', 'significant'],
      ],
    )
    const trail = await keeper.see(`${staff}/trail`)
    assert.match(trail.text, /overrode the tier/)
    assert.match(trail.text, /The river floods the town/)
  })

  test('SIG-2: only who is entitled overrides a tier', async () => {
    await begun(world)
    for (const role of ['contributor', 'sponsor', 'reader', 'auditor', 'adviser'] as const) {
      const person = await world.signIn(role)
      assert.equal((await person.see(`${page}/override`)).status, 403, role)
      assert.equal((await person.post(`${page}/override`, { tier: 'light', why: 'x' })).status, 403, role)
    }
  })

  test('SIG-2: nobody lowers the tier of their own proposal, by an override or by lifting one', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 12000 })
    const lower = { tier: 'light', why: 'It is small' }
    const refused = await keeper.post(`${page}/override`, lower)
    assert.equal(refused.status, 403)
    assert.match(refused.text, /Nobody lowers the tier of their own proposal/)
    assert.equal((await tiers(world)).length, 0)
    const other = await world.signIn('keeper')
    assert.equal((await other.post(`${page}/override`, { tier: 'significant', why: 'Floods' })).status, 303)
    assert.equal((await keeper.post(`${page}/lift`, {})).status, 403)
    later(world)
    assert.equal((await other.post(`${page}/override`, lower)).status, 303)
  })

  test('SIG-3: while deciders have the proposal, its tier stays as it was submitted', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 60000 })
    await keeper.fill(page, {})
    await world.database.maintenance().updateTable('proposal').set({ state: 'submitted' }).execute()
    assert.match((await keeper.see(page)).text, /with those who decide/)
    for (const act of ['', '/rescore', '/lift'])
      assert.equal((await keeper.post(page + act, {})).status, 409, act)
    assert.equal((await keeper.post(`${page}/override`, { tier: 'light', why: 'x' })).status, 409)
  })

  test('SIG-3: when money moves, the page says what moved and asks to assess again', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 12000 })
    await keeper.fill(page, {})
    await world.database.maintenance().updateTable('proposal').set({ state: 'approved' }).execute()
    await world.database
      .maintenance()
      .updateTable('involvement')
      .set({ stage: 'in-place', registration: 'logged' })
      .execute()
    assert.doesNotMatch((await keeper.see(page)).text, /Assess again/)
    await give(world, 6_000_000)
    later(world)
    const shown = await keeper.see(page)
    assert.match(
      shown.text,
      /Assess again By what the register holds now the rules find it significant, no longer standard/,
    )
    assert.match(shown.text, /Our own money a year: was £12,000 a year, is £60,000 a year/)
    await keeper.fill(page, {})
    const after = await keeper.see(page)
    assert.doesNotMatch(after.text, /Assess again/)
    assert.match(after.text, /Facts had moved Significant/)
    assert.match(after.text, /Next look: by 23 November 2027/)
    const kept = await tiers(world)
    assert.deepEqual(
      kept.map(each => each.cause),
      ['changed', 'first'],
    )
  })

  test('SIG-3: a new model does not touch an old assessment until someone rescores', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 60000 })
    await keeper.fill(page, {})
    await world.database.maintenance().updateTable('proposal').set({ state: 'approved' }).execute()
    await world.database
      .maintenance()
      .updateTable('involvement')
      .set({ stage: 'in-place', registration: 'logged' })
      .execute()
    later(world)
    await adopt(
      world,
      oneModel('dearer', {
        tests: [
          {
            tier: 'significant',
            need: 'any',
            of: [{ id: 'money', says: '£100,000', if: { fact: 'money_a_year', at_least: 100_000 } }],
          },
        ],
      }),
    )
    const before = await keeper.see(page)
    assert.match(before.text, /The rules have changed since/)
    assert.match(before.text, /Significant £60,000 a year is over £50,000: 1 of 5/)
    later(world)
    await keeper.fill(page, {}, `${page}/rescore`)
    const after = await keeper.see(page)
    assert.match(after.text, /No test of a higher tier is met, so it is light/)
    assert.match(after.text, /A test of our own/)
    assert.doesNotMatch(after.text, /The rules have changed since/)
    const [now, then] = await tiers(world)
    assert.deepEqual(
      [now!.model, now!.cause, then!.model, then!.result],
      ['dearer', 'rescored', 'common-2026', 'significant'],
    )
    assert.equal((await keeper.post(`${page}/rescore`, {})).status, 409)
  })

  test('SIG-3: a draft keeps its model until it goes over to the protocol in force as a whole, and is assessed anew by that', async () => {
    const keeper = await begun(world)
    await answer(world, { 'money-a-year': 60000 })
    await keeper.fill(page, {})
    later(world)
    const id = await adopt(
      world,
      oneModel('dearer', {
        tests: [
          {
            tier: 'standard',
            need: 'all',
            of: [{ id: 'money', says: 'Money', if: { fact: 'money_a_year', at_least: 1 } }],
          },
        ],
      }),
    )
    assert.match((await keeper.see(page)).text, /one makes it significant/)
    assert.equal((await keeper.post(`${page}/rescore`, {})).status, 409)
    const rules = page.replace('/significance', '/proposal/protocol')
    assert.match((await keeper.see(page)).body, new RegExp(`href="${rules}"`))
    assert.equal((await keeper.fill(rules, {})).status, 303)
    const after = await keeper.see(page)
    assert.match(after.text, /Standard /)
    assert.doesNotMatch(after.text, /The rules have changed since/)
    const [now, then] = await tiers(world)
    assert.deepEqual(
      [now!.cause, now!.result, now!.protocol_id, then!.cause, then!.result],
      ['rescored', 'standard', id, 'first', 'significant'],
    )
    const proposal = await world.county.db
      .selectFrom('proposal')
      .select('protocol_id')
      .executeTakeFirstOrThrow()
    assert.equal(proposal.protocol_id, id)
  })

  test('SIG-1: what the register holds without an assessment says so and leads to the short door', async () => {
    await addTestEntry(world, { started_on: '2014' })
    const keeper = await world.signIn('keeper')
    const shown = await keeper.see(page)
    assert.match(shown.text, /Nobody has assessed how significant it is/)
    assert.match(shown.body, /partnerships\/WCC-0001\/existing"/)
    await addTestEntry(world, { kind: 'contract' })
    assert.match((await keeper.see(page.replace('0001', '0002'))).text, /asks this of partnerships alone/)
  })
})
