import { createHash, randomBytes } from 'node:crypto'
import type { Db } from '#src/db/open.ts'
import type { AuthorityHere, User } from './here.ts'

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
}

/**
 * The session of a cookie: live; half, where the account has a second factor and has not shown it yet;
 * or timed out (whose account may come back to what it typed).
 * @param slug the authority in the address, which also says how long its people may be idle
 */
export async function findSession(db: Db, token: string, at: Date, slug = ''): Promise<Found | null> {
  const hash = hashToken(token)
  const row = await db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .leftJoin('authority as a', join => join.on('a.slug', '=', slug))
    .select(['account.id', 'email', 'account.name', 'operator', 'session.created_at', 'seen_at'])
    .select(['second_factor_at', 'totp_confirmed_at'])
    .select(['a.id as authorityId', 'a.slug', 'a.name as authorityName', 'a.prefix', 'a.colour'])
    .select(['a.idle_minutes as idleMinutes', eb => eb('a.logo_type', 'is not', null).as('hasLogo')])
    .where('token_hash', '=', hash)
    .where('ended_at', 'is', null)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const idle = at.getTime() - row.seen_at.getTime() > (row.idleMinutes ?? 30) * 60_000
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
      accountId: row.id,
      email: row.email,
      name: row.name,
      operator: row.operator,
      secondFactor: row.second_factor_at !== null,
      sessionHash: hash,
    },
    authority: authorityIn(row),
  }
}

type AuthorityColumns = {
  authorityId: string | null
  authorityName: string | null
  slug: string | null
  prefix: string | null
  colour: string | null
  idleMinutes: number | null
  hasLogo: unknown
}

function authorityIn({
  authorityId,
  authorityName,
  hasLogo,
  ...row
}: AuthorityColumns): AuthorityHere | null {
  if (authorityId === null) return null
  const { slug, prefix, colour, idleMinutes } = row
  return {
    id: authorityId,
    slug: slug!,
    name: authorityName!,
    prefix: prefix!,
    colour: colour!,
    hasLogo: hasLogo === true,
    idleMinutes: idleMinutes!,
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
