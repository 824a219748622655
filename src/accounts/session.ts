import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { AuthorityHere, User } from './here.ts'
import type { Grant } from './may.ts'

export const cookieName = 'concordat_session'
const absoluteHours = 12
/** How long the second step of signing in may take. */
const halfMinutes = 10

/** Starts a session. @returns the token for the cookie; only its hash is kept */
export async function startSession(
  db: Db,
  accountId: string,
  at: Date,
  secondFactor = false,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('session')
    .values({
      token_hash: hashToken(token),
      account_id: accountId,
      created_at: at,
      seen_at: at,
      second_factor_at: secondFactor ? at : null,
      ended_at: null,
    })
    .execute()
  return token
}

export type Found = {
  state: 'live' | 'half' | 'timed-out'
  user: User
  /** The authority of the address that was asked for, null where there is none of that name. */
  authority: AuthorityHere | null
  /** What the account may do there. */
  grants: Grant[]
}

/**
 * The session of a cookie: live; half, where the account has a second factor and has not shown it yet;
 * or timed out (whose account may come back to what it typed).
 * @param slug the authority in the address, which also says how long its people may be idle
 */
export async function findSession(db: Db, token: string, at: Date, slug = ''): Promise<Found | null> {
  const hash = hashToken(token)
  const { rows } = await sql<Standing>`select * from find_standing(${hash}, ${slug})`.execute(db)
  const row = rows[0]
  if (!row) return null
  const idle = at.getTime() - row.seen_at.getTime() > (row.idle_minutes ?? 30) * 60_000
  const old = at.getTime() - row.created_at.getTime() > absoluteHours * 3_600_000
  // Written at most once a minute: a page view should not cost a write.
  if (!idle && !old && at.getTime() - row.seen_at.getTime() > 60_000) {
    await db.updateTable('session').set({ seen_at: at }).where('token_hash', '=', hash).execute()
  }
  const half = row.totp_confirmed_at !== null && row.second_factor_at === null
  if (half && at.getTime() - row.created_at.getTime() > halfMinutes * 60_000) return null
  return {
    state: half ? 'half' : idle || old ? 'timed-out' : 'live',
    user: {
      accountId: row.account_id,
      email: row.email,
      name: row.account_name,
      operator: row.operator,
      secondFactor: row.second_factor_at !== null,
      sessionHash: hash,
    },
    authority: authorityIn(row),
    grants: row.grants,
  }
}

type Standing = {
  account_id: string
  email: string
  account_name: string
  operator: boolean
  created_at: Date
  seen_at: Date
  second_factor_at: Date | null
  totp_confirmed_at: Date | null
  authority_id: string | null
  slug: string
  authority_name: string
  prefix: string
  colour: string
  idle_minutes: number | null
  has_logo: boolean
  grants: Grant[]
}

function authorityIn(row: Standing): AuthorityHere | null {
  if (row.authority_id === null) return null
  return {
    id: row.authority_id,
    slug: row.slug,
    name: row.authority_name,
    prefix: row.prefix,
    colour: row.colour,
    hasLogo: row.has_logo,
    idleMinutes: row.idle_minutes!,
  }
}

/** Ends one session, or all of an account's. */
export async function endSessions(
  db: Db,
  which: { hash: string } | { accountId: string },
  at: Date,
): Promise<void> {
  const query = db.updateTable('session').set({ ended_at: at }).where('ended_at', 'is', null)
  await ('hash' in which
    ? query.where('token_hash', '=', which.hash)
    : query.where('account_id', '=', which.accountId)
  ).execute()
}

export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')
