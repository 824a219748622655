import { type ExpressionBuilder, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Tables } from '#src/db/tables.ts'

/** The lists of ids a register entry carries, by which it is found from a body, a person, a post or a priority. */
export type Named = 'organisation_ids' | 'person_ids' | 'post_ids' | 'priority_ids'

/** The condition 'an entry that stands on the register and that the reader may see'. */
export function standing(here: Here) {
  return ({ eb, and, or, val }: ExpressionBuilder<Tables, 'register_entry'>) => {
    const { sight } = here
    const seen =
      sight === 'all'
        ? val(true)
        : or([
            eb('register_entry.directorate_id', '=', sql<string>`any(${sight.directorateIds}::uuid[])`),
            eb('register_entry.involvement_id', '=', sql<string>`any(${sight.involvementIds}::uuid[])`),
          ])
    return and([eb('register_entry.merged', '=', false), eb('register_entry.removed', '=', false), seen])
  }
}

/** Entries that name this one, by name. */
export function listEntriesNaming(here: Here, by: Named, id: string) {
  return here.db
    .selectFrom('register_entry')
    .select(['involvement_id', 'reference', 'name', 'kind', 'stage', 'sponsor'])
    .where(standing(here))
    .where(sql<boolean>`register_entry.${sql.ref(by)} @> array[${id}]::uuid[]`)
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
}

/** How many entries name each of these; those that none names are left out. */
export async function countEntriesNaming(here: Here, by: Named, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await here.db
    .selectFrom('register_entry')
    .innerJoinLateral(
      sql<{ id: string }>`unnest(register_entry.${sql.ref(by)})`.as<'named'>(sql`named(id)`),
      join => join.onTrue(),
    )
    .select(['named.id', eb => eb.fn.count<number>('involvement_id').distinct().as('entries')])
    .where(standing(here))
    .where(sql<boolean>`register_entry.${sql.ref(by)} && ${ids}::uuid[]`)
    .where('named.id', '=', sql<string>`any(${ids}::uuid[])`)
    .groupBy('named.id')
    .execute()
  return new Map(rows.map(row => [row.id, row.entries]))
}
