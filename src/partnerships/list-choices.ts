import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'

/** What an authority's list can be filtered by, besides the closed lists of words. */
export type Choices = {
  directorates: Named[]
  /** The people and posts that sponsor something. */
  sponsors: Named[]
  priorities: (Named & { plan: string })[]
  /** Names to suggest; any part of a name may be typed. */
  leads: string[]
  partners: string[]
  people: string[]
}
type Named = { id: string; name: string }

/** Reads the choices of the filter panel in one query. */
export async function listChoices(db: Db, authorityId: string): Promise<Choices> {
  const row = await db
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
      jsonArrayFrom(
        eb
          .selectFrom('organisation as o')
          .select(['o.name'])
          .where('o.authority_id', '=', authorityId)
          .where(
            'o.id',
            'in',
            eb
              .selectFrom('register_entry')
              .select(sql<string>`lead_organisation_id`.as('id'))
              .where('authority_id', '=', authorityId)
              .where('lead_organisation_id', 'is not', null),
          )
          .orderBy(alphabetical('o.name'))
          .limit(most),
      ).as('leads'),
      jsonArrayFrom(
        eb
          .selectFrom('organisation as o')
          .select(['o.name'])
          .where('o.authority_id', '=', authorityId)
          .where('o.merged_into', 'is', null)
          .orderBy(alphabetical('o.name'))
          .limit(most),
      ).as('partners'),
      jsonArrayFrom(
        eb
          .selectFrom(
            sql<{
              name: string
            }>`(select p.name from person p where p.authority_id = ${authorityId} and p.merged_into is null
              union select t.title from post t where t.authority_id = ${authorityId})`.as('n'),
          )
          .select(['n.name'])
          .orderBy(alphabetical('n.name'))
          .limit(most),
      ).as('people'),
    ])
    .executeTakeFirstOrThrow()
  return {
    ...row,
    leads: row.leads.map(each => each.name),
    partners: row.partners.map(each => each.name),
    people: row.people.map(each => each.name),
  }
}

// A box that suggests more names than this helps nobody; the rest can still be typed.
const most = 300

function alphabetical(column: string) {
  return sql`plain(${sql.ref(column)}) collate "und-x-icu"`
}
