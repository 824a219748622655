import { sql } from 'kysely'
import type { Database } from '#src/db/open.ts'

/** Every authority with the number of accounts that have a role in it, by name. */
export function listAuthorities(database: Database) {
  return database
    .maintenance()
    .selectFrom('authority')
    .select(['id', 'slug', 'name', 'prefix', 'created_at as createdAt'])
    .select(eb =>
      eb
        .selectFrom('role_grant')
        .select(sql<number>`count(distinct account_id)::int`.as('accounts'))
        .whereRef('role_grant.authority_id', '=', 'authority.id')
        .as('accounts'),
    )
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
}

const most = 200

/** Accounts whose name or address holds these words, by name, at most 200. */
export function listAccounts(database: Database, words: string) {
  const like = `%${words.trim().replace(/[\\%_]/g, '\\$&')}%`
  return database
    .app()
    .selectFrom('account')
    .select(['id', 'email', 'name', 'operator', 'deactivated_at as deactivatedAt'])
    .select(['totp_confirmed_at as secondFactorAt', 'password_hash as passwordHash'])
    .where(eb =>
      eb.or([eb('email', 'ilike', like), eb(sql`plain(name)`, 'like', sql<string>`plain(${like})`)]),
    )
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .limit(most)
    .execute()
    .then(rows => rows.map(({ passwordHash, ...row }) => ({ ...row, hasPassword: passwordHash !== null })))
}
