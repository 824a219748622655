import type { Db } from '#src/db/open.ts'
import { NotFound } from '#src/errors.ts'
import type { User } from '../here.ts'

/** An account by its id. @throws NotFound */
export async function findAccount(db: Db, id: string) {
  const account = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  if (!account) throw new NotFound('No such account')
  return account
}

/** The sessions of an account that could still be used, newest first; `key` names one on a page. */
export async function listSessions(db: Db, user: Pick<User, 'accountId' | 'sessionHash'>, at: Date) {
  const rows = await db
    .selectFrom('session')
    .select(['token_hash as hash', 'created_at as startedAt', 'seen_at as seenAt'])
    .where('account_id', '=', user.accountId)
    .where('ended_at', 'is', null)
    .where('created_at', '>', new Date(at.getTime() - 12 * 3_600_000))
    .orderBy('seen_at', 'desc')
    .execute()
  return rows.map(row => ({ ...row, key: row.hash.slice(0, 16), own: row.hash === user.sessionHash }))
}

/** What time-outs interrupted and still waits, newest first. */
export function listKept(db: Db, accountId: string, since: Date) {
  return db
    .selectFrom('interrupted')
    .select(['id', 'at'])
    .where('account_id', '=', accountId)
    .where('at', '>', since)
    .orderBy('at', 'desc')
    .execute()
}
