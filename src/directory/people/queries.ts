import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { standing } from '../entries.ts'

/** Which people a list shows: those of one kind who are here, those who left, or all who are here. */
export const groups = [
  { value: '', label: 'Everyone here' },
  { value: 'councillor', label: 'Councillors' },
  { value: 'officer', label: 'Officers' },
  { value: 'external', label: 'From other bodies' },
  { value: 'left', label: 'Left' },
] as const
export type Search = { q: string; group: (typeof groups)[number]['value'] }

/** One person. @throws NotFound */
export async function findPerson(db: Db, id: string) {
  const row = isId(id)
    ? await db
        .selectFrom('person')
        .leftJoin('organisation', 'organisation.id', 'person.organisation_id')
        .selectAll('person')
        .select('organisation.name as organisation')
        .where('person.id', '=', id)
        .executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('No such person')
  return row
}

export type Person = Awaited<ReturnType<typeof findPerson>>

/** One page of the people that match, with the posts they hold on that day. */
export function listPeople(db: Db, search: Search, today: string, page: { limit: number; offset: number }) {
  return matching(db, search)
    .leftJoin('organisation', 'organisation.id', 'person.organisation_id')
    .select(['person.id', 'person.name', 'honorific', 'kind', 'job_title', 'ward', 'party', 'left_on'])
    .select(['person.email', 'organisation.name as organisation'])
    .select(eb =>
      eb
        .selectFrom('post_holding')
        .innerJoin('post', 'post.id', 'post_holding.post_id')
        .select(
          sql<string>`string_agg(post.title || case when deputy then ' (deputy)' else '' end, '; ' order by post.title)`.as(
            'titles',
          ),
        )
        .whereRef('post_holding.person_id', '=', 'person.id')
        .where('post_holding.starts_on', '<=', today)
        .where(({ or, eb }) =>
          or([eb('post_holding.ends_on', 'is', null), eb('post_holding.ends_on', '>=', today)]),
        )
        .as('posts'),
    )
    .orderBy(sql`plain(person.name) collate "und-x-icu"`)
    .orderBy('person.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** How many people match. */
export async function countPeople(db: Db, search: Search): Promise<number> {
  const row = await matching(db, search)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

function matching(db: Db, { q, group }: Search) {
  const within = sql<string>`plain(concat_ws(' ', person.honorific, person.name, person.job_title, person.ward, person.party, person.email))`
  return db
    .selectFrom('person')
    .where('person.merged_into', 'is', null)
    .where('person.left_on', group === 'left' ? 'is not' : 'is', null)
    .$if(group !== '' && group !== 'left', query => query.where('person.kind', '=', group as 'officer'))
    .$if(q !== '', query =>
      query.where(
        sql<boolean>`(position(plain(${q}) in ${within}) > 0 or word_similarity(plain(${q}), plain(person.name)) > 0.6)`,
      ),
    )
}

/** The posts a person holds and held, latest first. */
export function listPostsOf(db: Db, personId: string) {
  return db
    .selectFrom('post_holding')
    .innerJoin('post', 'post.id', 'post_holding.post_id')
    .select(['post_holding.id', 'post.id as post_id', 'post.title', 'deputy', 'starts_on', 'ends_on'])
    .where('person_id', '=', personId)
    .orderBy('starts_on', 'desc')
    .execute()
}

/** The committees for which a person records that day or later, by id. */
export async function listRecordedBy(db: Db, personId: string, today: string): Promise<string[]> {
  const rows = await db
    .selectFrom('committee_recorder')
    .select('committee_id')
    .where('person_id', '=', personId)
    .where(({ or, eb }) => or([eb('ends_on', 'is', null), eb('ends_on', '>=', today)]))
    .execute()
  return rows.map(row => row.committee_id)
}

/** What a person sits on, by name or by a post they hold that day; only entries the reader may see. */
export function listSeatsOf(here: Here, personId: string, today: string) {
  return here.db
    .selectFrom('appointment')
    .innerJoin('register_entry', 'register_entry.involvement_id', 'appointment.involvement_id')
    .leftJoin('post', 'post.id', 'appointment.post_id')
    .select([
      'register_entry.reference',
      'register_entry.name',
      'register_entry.kind',
      'register_entry.stage',
    ])
    .select(['appointment.role', 'appointment.is_substitute', 'appointment.starts_on', 'appointment.ends_on'])
    .select([
      'post.title as post',
      sql<boolean>`appointment.person_id is not distinct from ${personId}`.as('by_name'),
    ])
    .where(standing(here))
    .where(({ or, and, eb, exists, selectFrom }) =>
      or([
        eb('appointment.person_id', '=', personId),
        and([
          eb('appointment.person_id', 'is', null),
          exists(
            selectFrom('post_holding')
              .select('post_holding.id')
              .whereRef('post_holding.post_id', '=', 'appointment.post_id')
              .where('post_holding.person_id', '=', personId)
              .where('post_holding.deputy', '=', false)
              .where('post_holding.starts_on', '<=', today)
              .where(({ or, eb }) =>
                or([eb('post_holding.ends_on', 'is', null), eb('post_holding.ends_on', '>=', today)]),
              ),
          ),
        ]),
      ]),
    )
    .orderBy(sql`appointment.ends_on is not null and appointment.ends_on < ${today}`)
    .orderBy(sql`plain(register_entry.name) collate "und-x-icu"`)
    .execute()
}

/** Records merged into this person. */
export function listMergedInto(db: Db, personId: string) {
  return db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('merged_into', '=', personId)
    .orderBy('name')
    .execute()
}

/** People who share a name and are likely one. */
export function listNamesakes(db: Db, most = 10) {
  return db
    .selectFrom('person as a')
    .innerJoin('person as b', join => join.on(sql<boolean>`plain(a.name) = plain(b.name) and a.id < b.id`))
    .select(['a.id', 'a.name', 'b.id as other', 'a.job_title', 'b.job_title as other_title'])
    .where('a.merged_into', 'is', null)
    .where('b.merged_into', 'is', null)
    .orderBy('a.name')
    .limit(most)
    .execute()
}
