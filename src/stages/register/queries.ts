import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#src/db/tables.ts'

/** One filling-in of the form. */
export type Registration = Selectable<Tables['registration']>
/** One signature with what was signed and what became of it. */
export type Signing = Selectable<Tables['registration_signing']>

/** The newest filling-in of an entry's form that was not dropped, if there is any. */
export function findRegistration(
  db: Kysely<Tables>,
  involvementId: string,
): Promise<Registration | undefined> {
  return db
    .selectFrom('registration')
    .selectAll()
    .where('involvement_id', '=', involvementId)
    .where('state', '!=', 'dropped')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
