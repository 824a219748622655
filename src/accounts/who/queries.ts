import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { NotFound } from '#src/errors.ts'
import { grantFor, type Place, roleNames, type Verb } from '../may.ts'

export type WhoMay = { name: string; role: string; scope: string }

/** Who may do this to a record: every account with a role that allows it, by name (from the table in may.ts). */
export async function listWhoMay(db: Db, authorityId: string, verb: Verb, place: Place): Promise<WhoMay[]> {
  const rows = await db
    .selectFrom('role_grant')
    .innerJoin('account', 'account.id', 'role_grant.account_id')
    .leftJoin('invitation', join =>
      join
        .onRef('invitation.account_id', '=', 'account.id')
        .on('invitation.authority_id', '=', authorityId)
        .on('invitation.accepted_at', 'is', null),
    )
    .leftJoin('directorate', join =>
      join
        .onRef('directorate.id', '=', 'role_grant.directorate_id')
        .on('directorate.authority_id', '=', authorityId),
    )
    .where('role_grant.authority_id', '=', authorityId)
    .where('deactivated_at', 'is', null)
    .select(['role', 'directorate_id as directorateId', 'involvement_id as involvementId'])
    .select(['directorate.name as directorate'])
    .select(sql<string>`coalesce(invitation.name, account.name)`.as('name'))
    .orderBy(sql`plain(coalesce(invitation.name, account.name)) collate "und-x-icu"`)
    .orderBy('role')
    .execute()
  return rows
    .filter(row => grantFor([row], verb, place))
    .map(row => ({
      name: row.name,
      role: roleNames[row.role],
      scope: row.directorate ?? (row.involvementId ? 'This entry' : 'The whole authority'),
    }))
}

/** An entry's place, name and reference. @throws NotFound */
export async function findPlace(db: Db, reference: string) {
  const row = await db
    .selectFrom('involvement')
    .innerJoin('partnership', join =>
      join
        .onRef('partnership.authority_id', '=', 'involvement.authority_id')
        .onRef('partnership.id', '=', 'involvement.partnership_id'),
    )
    .select(['involvement.id as involvementId', 'directorate_id as directorateId', 'reference', 'name'])
    .select('registration')
    .where('reference', '=', reference)
    .executeTakeFirst()
  if (!row) throw new NotFound('No such record')
  return row
}
