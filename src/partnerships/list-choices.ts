import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'

/** What an authority's list can be filtered by, besides the closed lists of words. */
export type Choices = {
  directorates: Named[]
  /** The people and posts that sponsor something. */
  sponsors: Named[]
  priorities: (Named & { plan: string })[]
}
type Named = { id: string; name: string }

/** Reads the choices of the filter panel in one query. */
export async function listChoices(db: Db, authorityId: string): Promise<Choices> {
  return db
    .selectNoFrom(eb => [
      jsonArrayFrom(
        eb
          .selectFrom('directorate')
          .select(['id', 'name'])
          .where('authority_id', '=', authorityId)
          .orderBy(alphabetical('name')),
      ).as('directorates'),
      jsonArrayFrom(
        eb
          .selectFrom(
            sql<Named>`(select p.id, p.name from person p where p.authority_id = ${authorityId} and p.id in (
                select a.person_id from appointment a where a.authority_id = ${authorityId} and a.role = 'sponsor')
              union all select t.id, t.title from post t where t.authority_id = ${authorityId} and t.id in (
                select a.post_id from appointment a where a.authority_id = ${authorityId} and a.role = 'sponsor'))`.as(
              's',
            ),
          )
          .select(['s.id', 's.name'])
          .orderBy(alphabetical('s.name'))
          .limit(most),
      ).as('sponsors'),
      jsonArrayFrom(
        eb
          .selectFrom('priority as r')
          .innerJoin('plan', join =>
            join.onRef('plan.authority_id', '=', 'r.authority_id').onRef('plan.id', '=', 'r.plan_id'),
          )
          .select(['r.id', 'r.title as name', 'plan.name as plan'])
          .where('r.authority_id', '=', authorityId)
          .where(
            'r.id',
            'in',
            eb
              .selectFrom('involvement_priority')
              .select('priority_id')
              .where('authority_id', '=', authorityId),
          )
          .orderBy('plan.starts_on', 'desc')
          .orderBy('r.position')
          .orderBy('r.id')
          .limit(most),
      ).as('priorities'),
    ])
    .executeTakeFirstOrThrow()
}

// A longer list to choose from helps nobody; what it leaves out is found by searching.
const most = 300

function alphabetical(column: string) {
  return sql`plain(${sql.ref(column)}) collate "und-x-icu"`
}
