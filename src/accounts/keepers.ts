import type { Kysely } from 'kysely'
import type { Tables } from '#src/db/tables.ts'
import { grantFor, type Place } from './may.ts'

/** Who keeps the register for a place, by address; its administrators where there is no keeper. */
export async function listKeepers(db: Kysely<Tables>, authorityId: string, place: Place) {
  const rows = await db
    .selectFrom('role_grant as g')
    .innerJoin('account as a', 'a.id', 'g.account_id')
    .select(['a.id', 'a.email', 'g.role'])
    .select(['g.directorate_id as directorateId', 'g.involvement_id as involvementId'])
    .where('g.authority_id', '=', authorityId)
    .where('g.role', 'in', ['keeper', 'administrator'])
    .where('a.deactivated_at', 'is', null)
    .orderBy('a.email')
    .execute()
  const here = rows.filter(row => grantFor([row], 'log', place))
  const keepers = here.filter(row => row.role === 'keeper')
  const told = keepers.length > 0 ? keepers : here
  return [...new Map(told.map(row => [row.id, row])).values()]
}
