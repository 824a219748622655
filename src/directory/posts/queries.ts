import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'

export type Search = { q: string; show: '' | 'vacant' | 'closed' }

/** One post. @throws NotFound */
export async function findPost(db: Db, id: string) {
  const row = isId(id)
    ? await db
        .selectFrom('post')
        .leftJoin('directorate', 'directorate.id', 'post.directorate_id')
        .selectAll('post')
        .select('directorate.name as directorate')
        .where('post.id', '=', id)
        .executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('No such post')
  return row
}

export type Post = Awaited<ReturnType<typeof findPost>>

/** One page of the posts that match, with whoever holds each that day, deputies after. */
export function listPosts(db: Db, search: Search, today: string, page: { limit: number; offset: number }) {
  return matching(db, search, today)
    .leftJoin('directorate', 'directorate.id', 'post.directorate_id')
    .select(['post.id', 'post.title', 'post.closed_on', 'post.senior', 'directorate.name as directorate'])
    .select(eb => [
      jsonArrayFrom(
        eb
          .selectFrom('post_holding')
          .innerJoin('person', 'person.id', 'post_holding.person_id')
          .select(['person.id', 'person.honorific', 'person.name', 'post_holding.deputy'])
          .whereRef('post_holding.post_id', '=', 'post.id')
          .where('post_holding.starts_on', '<=', today)
          .where(({ or, eb }) =>
            or([eb('post_holding.ends_on', 'is', null), eb('post_holding.ends_on', '>=', today)]),
          )
          .orderBy('post_holding.deputy')
          .orderBy('person.name'),
      ).as('holders'),
    ])
    .orderBy(sql`plain(post.title) collate "und-x-icu"`)
    .orderBy('post.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** How many posts match. */
export async function countPosts(db: Db, search: Search, today: string): Promise<number> {
  const row = await matching(db, search, today)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

function matching(db: Db, { q, show }: Search, today: string) {
  return db
    .selectFrom('post')
    .where('post.closed_on', show === 'closed' ? 'is not' : 'is', null)
    .$if(q !== '', query => query.where(sql<boolean>`position(plain(${q}) in plain(post.title)) > 0`))
    .$if(show === 'vacant', query =>
      query.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('post_holding')
              .select('post_holding.id')
              .whereRef('post_holding.post_id', '=', 'post.id')
              .where('post_holding.deputy', '=', false)
              .where('post_holding.starts_on', '<=', today)
              .where(({ or, eb }) =>
                or([eb('post_holding.ends_on', 'is', null), eb('post_holding.ends_on', '>=', today)]),
              ),
          ),
        ),
      ),
    )
}

/** Whoever holds and held a post, latest first. */
export function listHolders(db: Db, postId: string) {
  return db
    .selectFrom('post_holding')
    .innerJoin('person', 'person.id', 'post_holding.person_id')
    .select(['post_holding.id', 'post_holding.version', 'deputy', 'starts_on', 'ends_on'])
    .select(['person.id as person_id', 'person.name', 'person.honorific', 'person.left_on'])
    .where('post_id', '=', postId)
    .orderBy('starts_on', 'desc')
    .orderBy('deputy')
    .execute()
}

/** The directorates one can choose: those open, and the one that stands. */
export async function listDirectoratesToPick(db: Db, standing?: string | null) {
  const rows = await db
    .selectFrom('directorate')
    .select(['id', 'name', 'closed_on'])
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
  return rows
    .filter(row => !row.closed_on || row.id === standing)
    .map(row => ({ value: row.id, label: row.closed_on ? `${row.name} (closed)` : row.name }))
}
