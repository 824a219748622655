import type { Database } from '#src/db/open.ts'
import { change } from '#src/trail/change.ts'
import type { User } from '../here.ts'
import { roleNames } from '../may.ts'

/** Notes in each authority that invited the account that it has signed in now. */
export async function acceptInvitations(
  database: Database,
  user: Pick<User, 'accountId' | 'name'>,
  at: Date,
): Promise<void> {
  const own = database.app({ account: user.accountId })
  const grants = await own
    .selectFrom('role_grant')
    .select(['authority_id', 'role'])
    .distinctOn('authority_id')
    .where('account_id', '=', user.accountId)
    .execute()
  for (const { authority_id, role } of grants) {
    const db = database.app({ authority: authority_id, account: user.accountId })
    const open = await db
      .selectFrom('invitation')
      .select('id')
      .where('authority_id', '=', authority_id)
      .where('account_id', '=', user.accountId)
      .where('accepted_at', 'is', null)
      .executeTakeFirst()
    if (!open) continue
    const by = {
      kind: 'person' as const,
      accountId: user.accountId,
      name: user.name,
      capacity: roleNames[role],
    }
    await change(db, { authority: authority_id, by, at, action: 'account.accept' }, act =>
      act.on('account', user.accountId, user.name).update('invitation', open.id, { accepted_at: at }),
    )
  }
}
