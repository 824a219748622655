import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import { standing } from '#src/directory/entries.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'

// Entries in these stages need nobody to answer for them any more.
const over = ['ended', 'declined', 'not-a-partnership'] as const

/** One directorate. @throws NotFound */
export async function findDirectorate(db: Db, id: string) {
  const row = isId(id)
    ? await db.selectFrom('directorate').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('No such directorate')
  return row
}

/** All directorates with how many entries and posts each has, those closed last. */
export function listDirectorates(db: Db) {
  return db
    .selectFrom('directorate')
    .select(['id', 'name', 'closed_on'])
    .select(eb => [
      eb
        .selectFrom('register_entry')
        .select(eb => eb.fn.countAll<number>().as('n'))
        .whereRef('register_entry.directorate_id', '=', 'directorate.id')
        .where('merged', '=', false)
        .where('removed', '=', false)
        .as('entries'),
      eb
        .selectFrom('post')
        .select(eb => eb.fn.countAll<number>().as('n'))
        .whereRef('post.directorate_id', '=', 'directorate.id')
        .where('post.closed_on', 'is', null)
        .as('posts'),
    ])
    .orderBy(sql`closed_on is not null`)
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
}

/** The entries that answer to a directorate. */
export function listEntriesOf(here: Here, id: string) {
  return here.db
    .selectFrom('register_entry')
    .select(['reference', 'name', 'kind', 'stage'])
    .where(standing(here))
    .where('directorate_id', '=', id)
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
}

/** How many entries still need this directorate. */
export async function countLiveEntries(db: Db, id: string): Promise<number> {
  const row = await db
    .selectFrom('register_entry')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('directorate_id', '=', id)
    .where('merged', '=', false)
    .where('removed', '=', false)
    .where('stage', 'not in', over)
    .executeTakeFirstOrThrow()
  return row.n
}

/** Whether another open directorate has this name. */
export async function isNameTaken(db: Db, name: string, self?: string): Promise<boolean> {
  const row = await db
    .selectFrom('directorate')
    .select('id')
    .where(sql<boolean>`plain(name) = plain(${name})`)
    .where('closed_on', 'is', null)
    .$if(self !== undefined, query => query.where('id', '!=', self!))
    .executeTakeFirst()
  return row !== undefined
}
