import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { listFillings } from '#src/adopted/fillings.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { submissionOf } from '#src/decide/submission.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { takeSample } from '#test/sample.ts'
import { emptyDatabase, testDatabase } from '#test/world.ts'
import { authorities } from '../county.ts'
import { proposals } from '../protocol/proposals.ts'

describe('the protocol of the sample county', () => {
  let all: Db
  let found: { id: string; slug: string }[]

  before(async () => {
    const database = await testDatabase()
    await emptyDatabase(database)
    await takeSample(database)
    all = database.maintenance()
    found = await all.selectFrom('authority').select(['id', 'slug']).execute()
  })

  test('the county has a protocol in force, and every role that decides or advises under it is filled', async () => {
    for (const slug of ['wendleshire', 'marlbeck']) {
      const { id } = authorityWith(slug)
      const { pack } = await protocolOn(all, id, '2026-11-23')
      assert.equal(pack.id, slug === 'wendleshire' ? 'common' : 'harborough')
      const filled = new Set((await listFillings(all, id, 'every', '2026-11-23')).map(each => each.role))
      const deciding = pack.route.flatMap(group => group.deciders.map(each => each.id))
      const advising = pack.roles.filter(role => role.as === 'team').map(role => role.id)
      for (const role of [...deciding, ...advising]) assert.ok(filled.has(role), `${slug}: ${role}`)
    }
  })

  test('whoever decides can sign in, and a deputy acts today in an absence', async () => {
    const { id } = authorityWith('wendleshire')
    const fillings = await listFillings(all, id, 'every', '2026-11-23')
    const acting = (role: string) =>
      fillings
        .filter(each => each.role === role)
        .flatMap(each => [...(each.post?.holders ?? []), ...(each.committee?.recorders ?? [])])
    for (const role of ['section-151', 'monitoring-officer', 'legal-services', 'chief-executive', 'cabinet'])
      assert.ok(
        acting(role).some(each => each.accountId),
        role,
      )
    assert.ok(acting('head-of-service').some(each => each.deputy && each.to !== null && each.accountId))
  })

  test('the scheme of delegation has a line that ended and a limit that bites', async () => {
    const lines = await all.selectFrom('delegation').selectAll().execute()
    assert.ok(lines.some(line => line.ends_on !== null && line.ends_on < '2026-11-23'))
    assert.ok(lines.some(line => line.limit_pence !== null && line.limit_pence < 1_000_000))
  })

  test('entries of before have an assessment whose working is the rules’ own', async () => {
    const found = await all
      .selectFrom('assessment as a')
      .innerJoin('involvement as i', 'i.id', 'a.involvement_id')
      .selectAll('a')
      .select('i.tier')
      .where('about', '=', 'tier')
      .orderBy('made_at')
      .execute()
    const results = new Set(found.map(each => each.result))
    assert.deepEqual([...results].sort(), ['light', 'significant', 'standard'])
    for (const each of found) assert.ok(each.working.length > 0 && each.says, each.id)
    const last = new Map(found.map(each => [each.involvement_id, each]))
    for (const each of last.values()) assert.equal(each.result, each.tier)
    const overridden = found.find(each => each.cause === 'override')!
    assert.notEqual(overridden.result, overridden.found)
    assert.ok(overridden.why)
    const old = [...last.values()].filter(each => each.model === 'wendleshire-2025')
    assert.ok(old.length >= 1, 'one waits to be assessed under the new test')
    assert.ok(found.some(each => each.cause === 'rescored'))
  })

  test('some approvals of before are evidenced and most are not', async () => {
    const { id } = authorityWith('wendleshire')
    const recorded = await all
      .selectFrom('proposal as p')
      .innerJoin('involvement as i', 'i.id', 'p.involvement_id')
      .select(['p.evidence', 'i.approval_evidenced'])
      .where('p.authority_id', '=', id)
      .where('p.purpose', '=', 'existing')
      .execute()
    for (const each of recorded) assert.equal(each.approval_evidenced, each.evidence !== '')
    assert.ok(recorded.some(each => each.evidence) && recorded.some(each => !each.evidence))
  })

  test('every proposal has come to what it was to come to', async () => {
    const rows = await all
      .selectFrom('involvement as i')
      .innerJoin('partnership as p', 'p.id', 'i.partnership_id')
      .innerJoin('authority as a', 'a.id', 'i.authority_id')
      .leftJoin('proposal as q', join =>
        join.onRef('q.involvement_id', '=', 'i.id').on('q.purpose', '=', 'enter'),
      )
      .select(['a.slug', 'p.name', 'i.stage', 'i.tier', 'q.state'])
      .select(eb =>
        eb
          .selectFrom('approval')
          .select('approval.state')
          .whereRef('approval.proposal_id', '=', 'q.id')
          .orderBy('number', 'desc')
          .limit(1)
          .as('approval'),
      )
      .execute()
    for (const { authority, name, comes } of proposals) {
      const { slug } = authorities.find(each => each.key === authority)!
      const row = rows.find(each => each.slug === slug && each.name === name)!
      const { stage, state, approval, tier } = row
      assert.deepEqual(
        { stage, proposal: state, approval, ...(comes.tier ? { tier } : {}) },
        { proposal: null, approval: null, ...comes },
        name,
      )
    }
  })

  test('what is only considered stands on no list of the register', async () => {
    const considered = proposals.filter(each => !each.entry).map(each => each.name)
    const listed = await all
      .selectFrom('register_entry')
      .select('name')
      .where('name', 'in', considered)
      .execute()
    assert.deepEqual(listed, [])
  })

  test('the light draft can be submitted today, and the half filled one cannot', async () => {
    const hindrances = async (name: string) => {
      const { authority_id, id } = await findInvolvement(name)
      const entry = await findEntry(all, authority_id, id)
      const verity = await all
        .selectFrom('account')
        .select('id')
        .where('name', '=', 'Verity Clough')
        .executeTakeFirstOrThrow()
      return (await submissionOf(all, authority_id, entry, [verity.id], '2026-11-23')).hindrances
    }
    assert.deepEqual(await hindrances('Brackwater Memory Café'), [])
    assert.notDeepEqual(await hindrances('Wendleshire Dementia Care Partnership'), [])
  })

  test('one approval is out of date, and one has a condition open', async () => {
    const pool = await findInvolvement('Wendle Valley Respite Pool')
    const entry = await findEntry(all, pool.authority_id, pool.id)
    const { approval } = await findCase(all, pool.authority_id, entry, '2026-11-23')
    assert.match(approval!.moved[0]!.says, /£18,000 a year, is £27,500 a year/)
    const conditions = await all.selectFrom('action').select(['what', 'state', 'owner']).execute()
    assert.deepEqual(
      conditions.map(each => [each.owner, each.state]),
      [['Ottilie Brand', 'open']],
    )
  })

  test('advice is open and answered, a step is waived, and nobody is written to about the past', async () => {
    const advice = await all.selectFrom('advice').select('state').orderBy('asked_at').execute()
    assert.deepEqual(
      advice.map(each => each.state),
      ['answered', 'open'],
    )
    assert.equal((await all.selectFrom('waiver').selectAll().execute()).length, 1)
    assert.deepEqual(await all.selectFrom('mail').selectAll().execute(), [])
  })

  function authorityWith(slug: string) {
    return found.find(authority => authority.slug === slug)!
  }

  function findInvolvement(name: string) {
    return all
      .selectFrom('involvement as i')
      .innerJoin('partnership as p', 'p.id', 'i.partnership_id')
      .select(['i.id', 'i.authority_id'])
      .where('p.name', '=', name)
      .executeTakeFirstOrThrow()
  }
})
