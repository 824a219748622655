import type { Database } from '#src/db/open.ts'
import type { Role } from '#src/db/tables.ts'
import { NotFound, Refused } from '#src/errors.ts'
import { change, type What } from '#src/trail/change.ts'
import type { GrantScope } from '../roles.ts'
import { isLastAdministrator } from './queries.ts'

type Whom = { id: string; name: string }

export const lastAdministrator =
  'This is the only administrator who has signed in. Make someone else an administrator first'

/** Gives an account of the authority one more role. @returns false where it has that role already */
export async function giveRole(
  database: Database,
  what: What,
  whom: Whom,
  role: Role,
  scope: GrantScope,
): Promise<boolean> {
  return change(database.app({ authority: what.authority! }), what, async act => {
    const held = await act.trx
      .selectFrom('role_grant')
      .select(['directorate_id', 'involvement_id'])
      .where('account_id', '=', whom.id)
      .where('authority_id', '=', what.authority)
      .where('role', '=', role)
      .execute()
    const same = held.some(
      each => each.directorate_id === scope.directorateId && each.involvement_id === scope.involvementId,
    )
    if (same) return false
    await act.on('account', whom.id, whom.name).insert('role_grant', {
      account_id: whom.id,
      role,
      directorate_id: scope.directorateId,
      involvement_id: scope.involvementId,
    })
    return true
  })
}

/** Takes one role away. @throws Refused where nobody would administer the authority any more */
export function takeRole(database: Database, what: What, whom: Whom, grantId: string): Promise<void> {
  return change(database.app({ authority: what.authority! }), what, async act => {
    const grant = await act.trx
      .selectFrom('role_grant')
      .select(['id', 'role'])
      .where('id', '=', grantId)
      .where('authority_id', '=', what.authority)
      .where('account_id', '=', whom.id)
      .executeTakeFirst()
    if (!grant) throw new NotFound('No such role')
    if (grant.role === 'administrator' && (await isLastAdministrator(act.trx, what.authority!, whom.id)))
      throw new Refused(lastAdministrator)
    await act.on('account', whom.id, whom.name).remove('role_grant', grant.id)
  })
}
