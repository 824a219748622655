import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'

/** One committee. @throws NotFound */
export async function findCommittee(db: Db, id: string) {
  const row = isId(id)
    ? await db.selectFrom('committee').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('No such committee')
  return row
}

/** All committees, those closed last, with whoever records for each that day. */
export function listCommittees(db: Db, today: string) {
  return db
    .selectFrom('committee')
    .select(['id', 'name', 'closed_on'])
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('committee_recorder as r')
          .innerJoin('person as p', 'p.id', 'r.person_id')
          .select(['p.id', 'p.name'])
          .whereRef('r.committee_id', '=', 'committee.id')
          .where('r.starts_on', '<=', today)
          .where(({ or, eb }) => or([eb('r.ends_on', 'is', null), eb('r.ends_on', '>=', today)]))
          .orderBy('p.name'),
      ).as('recorders'),
    )
    .orderBy(sql`closed_on is not null`)
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
}

/** Whoever records and recorded for a committee, latest first. */
export function listRecorders(db: Db, committeeId: string) {
  return db
    .selectFrom('committee_recorder as r')
    .innerJoin('person as p', 'p.id', 'r.person_id')
    .select(['r.id', 'r.starts_on', 'r.ends_on', 'r.person_id', 'p.name', 'p.account_id', 'p.left_on'])
    .where('r.committee_id', '=', committeeId)
    .orderBy('r.starts_on', 'desc')
    .orderBy('p.name')
    .execute()
}

/** Whether an open committee other than this one is called so. */
export async function isNameTaken(db: Db, name: string, but?: string): Promise<boolean> {
  const row = await db
    .selectFrom('committee')
    .select('id')
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('closed_on', 'is', null)
    .$if(but !== undefined, query => query.where('id', '!=', but!))
    .executeTakeFirst()
  return row !== undefined
}
