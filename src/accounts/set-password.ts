import type { Database, Db } from '#src/db/open.ts'
import { queueMail } from '#src/notify/mail.ts'
import { change } from '#src/trail/change.ts'
import { passwordChangedMail } from './mails.ts'
import { hashPassword } from './passwords.ts'
import { endSessions } from './session.ts'
import { endTokens, useToken } from './tokens.ts'

export type PasswordOwner = { id: string; email: string; name: string }

/**
 * Gives an account its password: every link sent to it and every session of it ends, and it is told by mail.
 * @param how the link that allowed it, used up with it; `first` where the account had no password before
 * @returns false where the link was used meanwhile
 */
export async function setPassword(
  database: Database,
  owner: PasswordOwner,
  password: string,
  how: { token?: string; first?: boolean; publicUrl: string },
  at: Date,
): Promise<boolean> {
  const password_hash = await hashPassword(password)
  const by = { kind: 'person' as const, accountId: owner.id, name: owner.name, capacity: 'Own account' }
  const action = how.first ? 'account.accept' : 'account.change-password'
  return change(database.app(), { authority: null, by, at, action }, async act => {
    if (how.token !== undefined && !(await useToken(act.trx, how.token, at))) return false
    await act.on('account', owner.id, owner.name).update('account', owner.id, { password_hash })
    await endTokens(act.trx, owner.id, at)
    await endSessions(act.trx, { accountId: owner.id }, at)
    if (!how.first) {
      const mail = passwordChangedMail(owner.email, `${how.publicUrl}/forgotten-password`)
      await queueMail(act.trx, mail, at)
    }
    return true
  })
}

/** The names of the authorities an account has a role in: a password may not lean on them. */
export async function listAuthoritiesOf(database: Database, accountId: string) {
  return database
    .app({ account: accountId })
    .selectFrom('role_grant')
    .innerJoin('authority', 'authority.id', 'role_grant.authority_id')
    .select(['authority.id', 'authority.slug', 'authority.name'])
    .where('role_grant.account_id', '=', accountId)
    .distinct()
    .orderBy('authority.name')
    .execute()
}

/** Whether an account must show a second factor: an administrator anywhere, or the operator. */
export async function needsSecondFactor(database: Database, accountId: string): Promise<boolean> {
  const db: Db = database.app({ account: accountId })
  const row = await db
    .selectFrom('account')
    .select(['operator'])
    .select(eb =>
      eb
        .exists(
          eb
            .selectFrom('role_grant')
            .select('role_grant.id')
            .where('role_grant.account_id', '=', accountId)
            .where('role', '=', 'administrator'),
        )
        .as('administers'),
    )
    .where('account.id', '=', accountId)
    .executeTakeFirst()
  return Boolean(row?.operator || row?.administers)
}
