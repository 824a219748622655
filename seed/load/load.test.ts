import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { verify as passwordMatches } from '@node-rs/argon2'
import { listFillings } from '#src/adopted/fillings.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import { migrate } from '#src/db/migrate.ts'
import { type Database, type Db, openEmbedded } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { Refused } from '#src/errors.ts'
import { payloadHash, sealHash } from '#src/trail/hash.ts'
import { authorities } from '../county.ts'
import { loadSample, type SampleAccount } from './sample.ts'

const now = new Date('2026-11-22T12:00:00Z')
const someone = {
  id: newId(),
  email: 'someone@example.example',
  name: 'Someone',
  password_hash: null,
  totp_secret: null,
  totp_confirmed_at: null,
  totp_last_step: null,
  deactivated_at: null,
  created_at: now,
}
let database: Database
let all: Db
let made: SampleAccount[]
let found: { id: string; slug: string }[]

before(async () => {
  database = await openEmbedded('memory')
  await migrate(database)
  all = database.maintenance()
  await database.app().insertInto('account').values(someone).execute()
  await assert.rejects(loadSample(database, { now }), Refused)
  made = await loadSample(database, { now, yes: true })
  found = await all.selectFrom('authority').select(['id', 'slug']).execute()
})
after(() => database.close())

test('each authority has its own register, numbered from 1', async () => {
  const entries = await all
    .selectFrom('register_entry')
    .innerJoin('authority', 'authority.id', 'register_entry.authority_id')
    .select(['slug', 'reference', 'register_entry.name'])
    .orderBy('reference')
    .execute()
  for (const { slug } of authorities)
    assert.ok(
      entries.some(entry => entry.slug === slug),
      slug,
    )
  const county = entries.filter(entry => entry.slug === 'wendleshire')
  assert.equal(county[0]!.reference, 'WCC-0001')
  assert.equal(county.at(-1)!.reference, `WCC-${String(county.length).padStart(4, '0')}`)
})

test('every change stands on its authority’s trail on the day it happened, chained in that order', async () => {
  const rows = await all
    .selectFrom('event')
    .leftJoin('event_seal', 'event_seal.event_id', 'event.id')
    .selectAll('event')
    .select(['chain', 'seq', 'hash'])
    .orderBy('chain')
    .orderBy('seq')
    .execute()
  assert.ok(rows.length > 400)
  let last = rows[0]!
  for (const [index, row] of rows.entries()) {
    const first = index === 0 || row.chain !== last.chain
    assert.equal(row.hash, sealHash(first ? '' : last.hash!, row), `${row.action} on ${row.at.toISOString()}`)
    assert.equal(row.payload_hash, payloadHash(row.payload!))
    assert.ok(first || row.at >= last.at)
    assert.ok(row.at >= new Date('2024-11-04') && row.at <= now)
    last = row
  }
})

test('a history tells who renamed a partnership, when and why', async () => {
  const { id } = await findEntry('Wendleshire Safeguarding Children Partnership')
  const events = await all
    .selectFrom('event')
    .selectAll()
    .where('subject_id', '=', id)
    .orderBy('at')
    .execute()
  assert.equal(events[0]!.action, 'involvement.add')
  const renaming = events.find(event =>
    event.payload!.changes.some(change => change.field === 'name' && change.before),
  )
  assert.equal(renaming?.at.toISOString().slice(0, 10), '2025-05-19')
  assert.equal(renaming.payload!.actor.name, 'Imogen Sallow')
  assert.match(renaming.payload!.why, /guidance/)
})

test('a sponsor who left leaves a vacant post that the register names', async () => {
  const safer = await findEntry('Safer Wendleshire Board')
  assert.equal(safer.sponsor, 'Head of Community Safety')
  assert.ok(safer.gaps.includes('sponsor_vacant'))
})

test('a body that merged is found under the one it joined', async () => {
  const { partners } = await findEntry('Wendleshire Domestic Abuse Partnership Board')
  assert.match(partners, /Emberlight Wendleshire/)
  assert.doesNotMatch(partners, /Refuge Society/)
})

test('money is in pence for its year, and a later pledge replaces an earlier one', async () => {
  const { id } = await findEntry('Wendleshire Waste Partnership')
  const money = await all
    .selectFrom('commitment')
    .select(['year', 'pence'])
    .where('involvement_id', '=', id)
    .where('form', '=', 'pooled')
    .orderBy('year')
    .execute()
  assert.deepEqual(money, [
    { year: '2024/25', pence: 22_800_000 },
    { year: '2025/26', pence: 23_400_000 },
    { year: '2026/27', pence: 25_012_000 },
  ])
})

test('each account has its own password and its role, and belongs to its person', async () => {
  assert.equal(new Set(made.map(account => account.password)).size, made.length)
  for (const { email, password } of made) {
    const row = await all
      .selectFrom('account')
      .selectAll()
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    assert.ok(await passwordMatches(row.password_hash!, password), email)
  }
  const grants = await all
    .selectFrom('role_grant')
    .innerJoin('person', 'person.account_id', 'role_grant.account_id')
    .select(['role', 'person.name', 'directorate_id', 'involvement_id'])
    .execute()
  const roles = made.filter(account => account.role !== 'operator').map(account => account.role)
  assert.deepEqual(grants.map(grant => grant.role as string).sort(), roles.sort())
  assert.ok(grants.find(grant => grant.name === 'Rosalind Keane')?.involvement_id)
  assert.ok(grants.find(grant => grant.name === 'Verity Clough')?.directorate_id)
})

test('the county has a protocol in force, and every role that decides or advises under it is filled', async () => {
  for (const slug of ['wendleshire', 'marlbeck']) {
    const { id } = authorityWith(slug)
    const { pack } = await protocolOn(all, id, '2026-11-22')
    assert.equal(pack.id, slug === 'wendleshire' ? 'common' : 'harborough')
    const filled = new Set((await listFillings(all, id, 'every', '2026-11-22')).map(each => each.role))
    const deciding = pack.route.flatMap(group => group.deciders.map(each => each.id))
    const advising = pack.roles.filter(role => role.as === 'team').map(role => role.id)
    for (const role of [...deciding, ...advising]) assert.ok(filled.has(role), `${slug}: ${role}`)
  }
})

test('whoever decides can sign in, and a deputy acts today in an absence', async () => {
  const { id } = authorityWith('wendleshire')
  const fillings = await listFillings(all, id, 'every', '2026-11-22')
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
  assert.ok(lines.some(line => line.ends_on !== null && line.ends_on < '2026-11-22'))
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

test('an installation in use takes the county only when told yes, and only once', async () => {
  await assert.rejects(loadSample(database, { now, yes: true }), Refused)
})

function authorityWith(slug: string) {
  return found.find(authority => authority.slug === slug)!
}

function findEntry(name: string) {
  return all
    .selectFrom('register_entry')
    .innerJoin('authority', 'authority.id', 'register_entry.authority_id')
    .selectAll('register_entry')
    .select('involvement_id as id')
    .where('slug', '=', 'wendleshire')
    .where('register_entry.name', '=', name)
    .executeTakeFirstOrThrow()
}
