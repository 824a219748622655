import { after, before } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { startSession } from '#src/accounts/session.ts'
import { buildApp } from '#src/app.ts'
import { readConfig } from '#src/config.ts'
import type { Database, Db } from '#src/db/open.ts'
import type { Role } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { type Client, clientOf } from './client.ts'
import { addProtocolRows } from './protocol-rows.ts'
import { contentOf } from './published.ts'
import { takeSample } from './sample.ts'
import { emptyDatabase, signInWith, testDatabase, today } from './world.ts'

type Authority = { id: string; slug: string; db: Db }
export type SignedIn = Client & { accountId: string; email: string }

/** The sample county as the tests of every page see it: loaded once, rows in every table of two authorities. */
export type County = {
  database: Database
  app: FastifyInstance
  clock: { now: Date }
  /** The authority whose people the tests are, and another they must never see into. */
  own: Authority
  other: Authority
  signIn(role: Role): Promise<SignedIn>
  operator(): Promise<SignedIn>
  /** Someone with this role in both authorities. */
  inBoth(role: Role): Promise<SignedIn>
  /** Someone with this role in the other authority alone. */
  inOther(role: Role): Promise<SignedIn>
  /** Someone who signed in with a password alone. */
  withoutSecondFactor(role: Role): Promise<SignedIn>
  visitor(): Client
}

/** Loads the sample county for a `describe`; its tests share what they change. */
export function useCounty(): County {
  const county = { clock: { now: today } } as County
  before(async () => {
    const database = await testDatabase()
    await emptyDatabase(database)
    await takeSample(database)
    const rows = await database.maintenance().selectFrom('authority').select(['id', 'slug']).execute()
    const authority = (slug: string) => {
      const { id } = rows.find(row => row.slug === slug)!
      return { id, slug, db: database.app({ authority: id }) }
    }
    const config = readConfig({ LOG_LEVEL: 'error', SESSION_SECRET: 'x'.repeat(40) })
    const now = () => county.clock.now
    Object.assign(county, {
      database,
      app: await buildApp({ config, database, now, setupToken: 'set-up-token-of-the-tests' }),
      own: authority('wendleshire'),
      other: authority('marlbeck'),
    })
    for (const { id, db } of [county.own, county.other]) await addTheRest(id, db)
  })
  after(() => county.app?.close())
  county.signIn = role => signInWith(county, [{ authorityId: county.own.id, role }])
  county.operator = () => signInWith(county, [], 'tests', true)
  county.inBoth = role =>
    signInWith(
      county,
      [county.own, county.other].map(({ id }) => ({ authorityId: id, role })),
    )
  county.inOther = role => signInWith(county, [{ authorityId: county.other.id, role }])
  county.withoutSecondFactor = async role => {
    const client = await county.signIn(role)
    const token = await startSession(county.database.app(), client.accountId, today, false)
    return { ...client, ...clientOf(county.app, { concordat_session: token }) }
  }
  county.visitor = () => clientOf(county.app)
  return county
}

/** What the sample leaves out: an import with a thing to settle a likely duplicate, a saved view, an invitation. */
async function addTheRest(authority_id: string, db: Db) {
  const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
  const entries = await db.selectFrom('involvement').select('id').orderBy('reference').limit(2).execute()
  const [first, second] = entries.map(entry => entry.id) as [string, string]
  const account = await db.selectFrom('role_grant').select('account_id').executeTakeFirstOrThrow()
  const batch_id = newId()
  await change(db, { authority: authority_id, by, at: today, action: 'import.commit' }, async act => {
    await act.on('import', batch_id, 'register.csv').insert('import_batch', {
      id: batch_id,
      file_name: 'register.csv',
      file_bytes: Buffer.from('Name\nSomething\n'),
      state: 'committed',
      account_id: account.account_id,
      created_at: today,
      committed_at: today,
      undone_at: null,
    })
    const entry = act.on('involvement', first, 'An entry')
    await entry.insert('settlement', {
      involvement_id: first,
      batch_id,
      row: 2,
      heading: 'Budget',
      field: 'money',
      original: 'about ten thousand',
      message: 'This is not an amount.',
      settled_at: null,
      settled_by: null,
    })
    await entry.insert('duplicate', { involvement_id: first, candidate_id: second, batch_id, score: 0.9 })
    await act
      .on('saved-view', batch_id, 'Mine')
      .insert('saved_view', { account_id: account.account_id, name: 'Mine', query: 'q=waste' })
    await act.on('account', account.account_id, 'Someone new').insert('invitation', {
      account_id: account.account_id,
      name: 'Someone New',
      sent_at: today,
      accepted_at: null,
    })
  })
  await db
    .insertInto('import_row')
    .values({ authority_id, batch_id, sheet: 0, row: 2, cells: JSON.stringify(['Something']) })
    .execute()
  await db.insertInto('import_mapping').values({ authority_id, heading: 'budget', field: 'money' }).execute()
  await addPublished(authority_id, db, first)
  await addProtocolRows(authority_id, db, first)
}

async function addPublished(authority_id: string, db: Db, involvement_id: string) {
  const published = { authority_id, number: 9_000, involvement_id, reference: 'TEST-1' }
  await sql`insert into public_site (authority_id, id, opened_at) values (${authority_id}, ${newId()}, ${today})
    on conflict do nothing`.execute(db)
  await sql`insert into publication ${sql`(authority_id, number, involvement_id, reference, act, at, chain)`}
    values (${sql.join(Object.values(published))}, 'published', ${today}, 'x')`.execute(db)
  await sql`insert into public_copy (authority_id, number, involvement_id, reference, name, kind, stage, theme, area,
    directorate, lead, partners, our_role, content, names_text, search_text, search_vector, published_at, until_at)
    values (${sql.join(Object.values(published))}, 'Once', 'partnership', 'in-place', '', '', '', '', '', '',
    ${JSON.stringify(contentOf({ name: 'Once', reference: published.reference }))}, '', '', '', ${today}, ${today})`.execute(
    db,
  )
  await sql`insert into public_mention (authority_id, number, type, key, name, role)
    values (${authority_id}, 9000, 'body', 'x-1', 'X', 'lead')`.execute(db)
  await sql`insert into publication_rule (authority_id, id, field, rule)
    values (${authority_id}, ${newId()}, 'notes', 'never')`.execute(db)
  await sql`insert into publication_choice (authority_id, id, involvement_id, field, show, reason)
    values (${authority_id}, ${newId()}, ${involvement_id}, 'risk_register_reason', false, 'safety')`.execute(
    db,
  )
  const signed = {
    form: 1,
    title: 'X',
    authority: 'X',
    reference: 'X-0001',
    sections: [],
    declaration: 'X',
    signedName: 'X',
  }
  const registration = newId()
  await sql`insert into registration (authority_id, id, involvement_id, purpose, started_at)
    values (${authority_id}, ${registration}, ${involvement_id}, 'confirmation', ${today})`.execute(db)
  await sql`insert into registration_signing (authority_id, id, registration_id, involvement_id, number, signed_name,
    signed_at, content, content_hash) values (${authority_id}, ${newId()}, ${registration}, ${involvement_id}, 1, 'X',
    ${today}, ${JSON.stringify({ ...signed, signedAt: today, account: 'X' })}, '')`.execute(db)
}
