import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { Refused } from '#src/errors.ts'
import type { Tables } from './tables.ts'

pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, text => text)

export type Db = Kysely<Tables>
export type DbRole = 'concordat_app' | 'concordat_public' | 'concordat_maintenance' | 'concordat_owner'
/**
 * Whose rows a connection may see: the authority it acts for, the account that acts, the import it prepares; and the day it
 * is there, ISO, by which people hold their posts (London's where none is given).
 */
export type Scope = { authority?: string; account?: string; batch?: string; day?: string }

/** An open database. Every connection takes a role and a scope before it runs anything. */
export type Database = {
  kind: 'embedded' | 'server'
  /** The application's view under row-level security. Without a scope it sees no authority's rows. */
  app(scope?: Scope): Db
  /** What the public site reads through: published copies and nothing else. */
  public(): Db
  /** Policies of its own, all authorities: set-up, backup, restore, verify, jobs. Never for a request's work. */
  maintenance(): Db
  /** The tables' owner: migrations and test resets. @throws Refused where no owner is configured. */
  owner(): Db
  /** The login itself, no role taken: to make the roles. @throws Refused where no owner is configured. */
  bare(): Db
  close(): Promise<void>
}

type Pool = { connect(): Promise<Client> }
type Client = {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  release(discard?: boolean): void
}

/** Opens the embedded database in the folder, or in memory where `dataDir` is 'memory'. */
export async function openEmbedded(dataDir: string): Promise<Database> {
  const { openPglite } = await import('./embedded.ts')
  const pool = await openPglite(dataDir)
  const lastScope = { key: '' }
  const one: Pool = pool
  return {
    kind: 'embedded',
    app: (scope = {}) => connectAs(one, 'concordat_app', scope, () => lastScope),
    public: () => connectAs(one, 'concordat_public', {}, () => lastScope),
    maintenance: () => connectAs(one, 'concordat_maintenance', {}, () => lastScope),
    owner: () => connectAs(one, 'concordat_owner', {}, () => lastScope),
    bare: () => connectAs(one, 'none', {}, () => lastScope),
    close: () => pool.close(),
  }
}

/**
 * Connects to a PostgreSQL server.
 * @param url the login that serves requests, a member of concordat_app and concordat_maintenance only
 * @param ownerUrl the login that changes tables; needed by migrations alone
 */
export function openServer(url: string, ownerUrl: string | undefined, connections = 20): Database {
  const pool = poolOf(url, connections)
  // Finding a session has no scope: on connections of its own it does not take one from those that have.
  const unscoped = poolOf(url, Math.ceil(connections / 4))
  const readers = poolOf(url, Math.ceil(connections / 4))
  const owners = ownerUrl ? poolOf(ownerUrl, 1) : undefined
  const asOwner = (role: DbRole | 'none') => {
    if (!owners) throw new Refused('DATABASE_OWNER_URL is not set: only the owner can change the tables')
    return connectAs(owners as unknown as Pool, role, {}, scopeOf)
  }
  return {
    kind: 'server',
    app: (scope = {}) =>
      connectAs((scope.authority ? pool : unscoped) as unknown as Pool, 'concordat_app', scope, scopeOf),
    public: () => connectAs(readers as unknown as Pool, 'concordat_public', {}, scopeOf),
    maintenance: () => connectAs(pool as unknown as Pool, 'concordat_maintenance', {}, scopeOf),
    owner: () => asOwner('concordat_owner'),
    bare: () => asOwner('none'),
    async close() {
      await Promise.all([pool.end(), unscoped.end(), readers.end(), owners?.end()])
    },
  }
}

function poolOf(connectionString: string, max: number) {
  const options = { connectionString, max, connectionTimeoutMillis: 15_000, pipeline: true }
  const pool = new pg.Pool(options)
  // A connection that dies while idle is replaced by the pool; a query that meets a dead server reports it itself.
  pool.on('error', () => {})
  return pool
}

const scopes = new WeakMap<object, { key: string }>()

function scopeOf(client: object) {
  const known = scopes.get(client) ?? { key: '' }
  scopes.set(client, known)
  return known
}

function connectAs(
  pool: Pool,
  role: DbRole | 'none',
  scope: Scope,
  current: (client: object) => { key: string },
): Db {
  const wanted = [role, scope.authority ?? '', scope.account ?? '', scope.batch ?? '', scope.day ?? '']
  const key = wanted.join('|')
  const connect = async () => {
    const client = await pool.connect()
    const taken = current(client)
    if (taken.key !== key) {
      taken.key = ''
      try {
        await client.query(takeScope, wanted)
      } catch (error) {
        client.release(true)
        throw error
      }
      taken.key = key
    }
    return (pool instanceof pg.Pool ? planning(client) : client) as unknown as PostgresPoolClient
  }
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { connect, end: async () => {}, options: {} } as never }),
  })
}

/**
 * Lets a connection of a server keep the plans of the texts it is asked again and again: under row-level security
 * planning a page's queries costs as much as running them.
 */
function planning(client: Client): Client {
  let outdated = false
  return {
    async query(text: unknown, values?: unknown[]) {
      if (text === 'begin') return begun(client)
      const name = typeof text === 'string' ? planName(text) : undefined
      if (!name) return client.query(text as string, values)
      const planned = { name, text: text as string, values: values ?? [] }
      return (client as unknown as pg.PoolClient).query(planned).catch(error => {
        // A migration of another process changed what the text gives: a new connection plans it anew.
        outdated ||= error.code === resultTypeChanged
        throw error
      })
    },
    release: discard => client.release(discard || outdated),
  }
}

// Sent ahead of the first statement without waiting for an answer: where it fails, so does what follows.
function begun(client: Client) {
  client.query('begin').catch(() => {})
  return { command: 'BEGIN', rowCount: 0, rows: [] }
}

const resultTypeChanged = '0A000'
const planNames = new Map<string, string>()
const plansKept = 300

function planName(text: string): string | undefined {
  if (!/^(select|update|with) /.test(text)) return undefined
  const known = planNames.get(text)
  if (known || planNames.size >= plansKept) return known
  const name = `plan-${planNames.size}`
  planNames.set(text, name)
  return name
}

// Estimates under row-level security are high, and compiling a plan for them costs ten times what running it does: no JIT.
const takeScope = `select set_config('role', $1, false), set_config('concordat.authority', $2, false),
  set_config('concordat.account', $3, false), set_config('concordat.batch', $4, false),
  set_config('concordat.day', $5, false), set_config('jit', 'off', false)`
