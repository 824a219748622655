import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { verify as passwordMatches } from '@node-rs/argon2'
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

before(async () => {
  database = await openEmbedded('memory')
  await migrate(database)
  all = database.maintenance()
  await database.app().insertInto('account').values(someone).execute()
  await assert.rejects(loadSample(database, { now }), Refused)
  made = await loadSample(database, { now, yes: true })
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

test('an installation in use takes the county only when told yes, and only once', async () => {
  await assert.rejects(loadSample(database, { now, yes: true }), Refused)
})

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
