import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'

/** One field of the authority's own. @throws NotFound */
export async function findOwnField(db: Db, id: string) {
  const row = isId(id)
    ? await db.selectFrom('custom_field').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('No such field')
  return row
}

export type OwnField = Awaited<ReturnType<typeof findOwnField>>

/** All fields of the authority's own in their order, with how many entries fill each; those retired last. */
export function listOwnFields(db: Db) {
  return db
    .selectFrom('custom_field')
    .select(['id', 'key', 'heading', 'type', 'help', 'retired', 'position'])
    .select(eb =>
      eb
        .selectFrom('register_entry')
        .select(eb => eb.fn.countAll<number>().as('n'))
        .where(sql<boolean>`register_entry.custom ? custom_field.key`)
        .where('merged', '=', false)
        .where('removed', '=', false)
        .as('entries'),
    )
    .orderBy('retired')
    .orderBy('position')
    .orderBy('id')
    .execute()
}

/** How many entries hold each value of a field. */
export async function countValues(db: Db, key: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ value: string; n: number }>`
    select custom ->> ${key} as value, count(*) as n from involvement
    where custom ? ${key} and removed_at is null and merged_into is null group by 1`.execute(db)
  return new Map(rows.map(row => [row.value, row.n]))
}
