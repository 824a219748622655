import type { Database } from '#src/db/open.ts'
import { leave as leavePosts } from '#src/directory/people/leave.ts'
import { Refused } from '#src/errors.ts'
import { change, type What } from '#src/trail/change.ts'
import { endSessions } from '../session.ts'
import { endTokens } from '../tokens.ts'
import { isLastAdministrator, listGrantIds } from './queries.ts'
import { lastAdministrator } from './roles.ts'

/**
 * Ends every role of an account here and records that its person left, so that their posts fall vacant. An account
 * without a role anywhere is shut; that stands on the installation's trail, so that no authority learns of others.
 * @param leftOn the day, as '2027-03-31'
 * @throws Refused where nobody would administer the authority any more
 */
export async function endAccountHere(
  database: Database,
  what: What,
  whom: { id: string; name: string; person: { id: string; name: string } | null },
  leftOn: string,
): Promise<void> {
  const db = database.app({ authority: what.authority!, account: whom.id })
  await change(db, what, async act => {
    if (await isLastAdministrator(act.trx, what.authority!, whom.id)) throw new Refused(lastAdministrator)
    const writer = act.on('account', whom.id, whom.name)
    for (const id of await listGrantIds(act.trx, what.authority!, whom.id))
      await writer.remove('role_grant', id)
    const invitations = await act.trx
      .selectFrom('invitation')
      .select('id')
      .where('authority_id', '=', what.authority)
      .where('account_id', '=', whom.id)
      .execute()
    for (const { id } of invitations) await writer.remove('invitation', id)
    if (whom.person) await leavePosts(act, whom.person, leftOn)
  })
  await shutIfUnused(database, what, whom)
}

async function shutIfUnused(database: Database, what: What, whom: { id: string; name: string }) {
  const own = database.app({ account: whom.id })
  const left = await own
    .selectFrom('role_grant')
    .select('id')
    .where('account_id', '=', whom.id)
    .limit(1)
    .executeTakeFirst()
  const account = await own
    .selectFrom('account')
    .select('operator')
    .where('id', '=', whom.id)
    .executeTakeFirst()
  if (left || account?.operator) return
  const { by, at } = what
  await change(database.app(), { authority: null, by, at, action: 'account.deactivate' }, async act => {
    const nothing = { totp_secret: null, totp_confirmed_at: null, totp_last_step: null }
    await act
      .on('account', whom.id, whom.name)
      .update('account', whom.id, { deactivated_at: at, password_hash: null, ...nothing })
    await endSessions(act.trx, { accountId: whom.id }, at)
    await endTokens(act.trx, whom.id, at)
  })
}
