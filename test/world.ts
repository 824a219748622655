import { after, before, beforeEach } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { startSession } from '#src/accounts/session.ts'
import { buildApp } from '#src/app.ts'
import { readConfig } from '#src/config.ts'
import { migrate } from '#src/db/migrate.ts'
import { type Database, type Db, openEmbedded, openServer } from '#src/db/open.ts'
import type { Role } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { type Client, clientOf } from './client.ts'

/** One day everything in the tests happens on. */
export const today = new Date('2026-11-23T10:00:00Z')

let shared: Promise<Database> | undefined

// One database for all test files of a process: opening one costs seconds.
export function testDatabase(): Promise<Database> {
  shared ??= (async () => {
    const { DATABASE_URL, DATABASE_OWNER_URL } = process.env
    const database = DATABASE_URL
      ? openServer(DATABASE_URL, DATABASE_OWNER_URL)
      : await openEmbedded('memory')
    await migrate(database, DATABASE_URL)
    return database
  })()
  return shared
}

/** Empties every table. Only the owner may, and only where a session says it is a test. */
export async function emptyDatabase(database: Database): Promise<void> {
  const owner = database.owner()
  await owner.transaction().execute(async trx => {
    await sql`select set_config('concordat.test_reset', 'yes', true)`.execute(trx)
    const { rows } = await sql<{ tablename: string }>`
      select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(
      trx,
    )
    await sql.raw(`truncate ${rows.map(row => `"${row.tablename}"`).join(', ')} cascade`).execute(trx)
  })
}

export type World = {
  database: Database
  app: FastifyInstance
  /** The clock; move it by assigning. */
  clock: { now: Date }
  /** Two authorities that must never see each other. */
  county: { id: string; slug: string; db: Db }
  borough: { id: string; slug: string; db: Db }
  /** Adds an account with these roles in an authority and signs it in. */
  signIn(
    role: Role,
    where?: 'county' | 'borough',
    scope?: { directorateId?: string; involvementId?: string },
  ): Promise<Client & { accountId: string; email: string }>
  /** A visitor without an account. */
  visitor(): Client
}

/**
 * Gives the tests of a `describe` a fresh world each. Call it inside one: all files share a process, and a hook
 * outside would run for every file. The database stays open; the runner ends the process.
 * @param filled fills the world once for tests that only read: they then share it
 */
export function useWorld(filled?: (world: World) => Promise<void>): World {
  const world = { clock: { now: today } } as World
  before(async () => {
    world.database = await testDatabase()
    const config = readConfig({ LOG_LEVEL: 'error', SESSION_SECRET: 'x'.repeat(40) })
    world.app = await buildApp({
      config,
      database: world.database,
      now: () => world.clock.now,
      setupToken: 'set-up-token-of-the-tests',
    })
    world.visitor = () => clientOf(world.app)
    world.signIn = (role, where = 'county', scope = {}) => signIn(world, role, where, scope)
    if (filled) {
      await startAfresh(world)
      await filled(world)
    }
  })
  beforeEach(async () => {
    world.clock.now = today
    if (!filled) await startAfresh(world)
  })
  after(async () => {
    await world.app.close()
  })
  return world
}

async function startAfresh(world: World) {
  await emptyDatabase(world.database)
  world.county = await addAuthority(world.database, 'wendleshire', 'Wendleshire County Council', 'WCC')
  world.borough = await addAuthority(world.database, 'saltmere', 'Saltmere Borough Council', 'SBC')
}

async function addAuthority(database: Database, slug: string, name: string, prefix: string) {
  const id = newId()
  await database
    .maintenance()
    .insertInto('authority')
    .values({ id, slug, name, prefix, logo: null, logo_type: null, created_at: today })
    .execute()
  return { id, slug, db: database.app({ authority: id }) }
}

let count = 0

function signIn(
  world: World,
  role: Role,
  where: 'county' | 'borough',
  scope: { directorateId?: string; involvementId?: string },
) {
  return signInWith(world, [{ authorityId: world[where].id, role, ...scope }], world[where].slug)
}

type Granted = { authorityId: string; role: Role; directorateId?: string; involvementId?: string }

/** Adds an account with these roles, an operator where asked, and signs it in with its second factor. */
export async function signInWith(
  world: Pick<World, 'app' | 'database' | 'clock'>,
  grants: Granted[],
  domain = 'tests',
  operator = false,
) {
  const db = world.database.maintenance()
  const accountId = newId()
  const role = operator ? 'operator' : (grants[0]?.role ?? 'nobody')
  const email = `${role}-${++count}@${domain}.example`
  await db
    .insertInto('account')
    .values({
      id: accountId,
      email,
      name: `${role[0]!.toUpperCase()}${role.slice(1)} of the Tests`,
      password_hash: null,
      totp_secret: null,
      totp_confirmed_at: null,
      totp_last_step: null,
      operator,
      deactivated_at: null,
      created_at: today,
    })
    .execute()
  for (const grant of grants)
    await db
      .insertInto('role_grant')
      .values({
        authority_id: grant.authorityId,
        id: newId(),
        account_id: accountId,
        role: grant.role,
        directorate_id: grant.directorateId ?? null,
        involvement_id: grant.involvementId ?? null,
      })
      .execute()
  const token = await startSession(world.database.app(), accountId, world.clock.now, true)
  return { ...clientOf(world.app, { concordat_session: token }), accountId, email }
}
