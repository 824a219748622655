import type { Db } from '#src/db/open.ts'
import type { Logged } from '#src/public/queries.ts'
import type { Site } from '#src/public/site.ts'

/** Lines of the log below a number, newest first, with the entry's name where any copy of it is kept. */
export function listNamedLog(
  db: Db,
  site: Site,
  before: number | null,
  limit: number,
): Promise<(Logged & { name: string | null })[]> {
  return db
    .selectFrom('publication as p')
    .select(eb =>
      eb
        .selectFrom('public_copy as c')
        .select('c.name')
        .whereRef('c.authority_id', '=', 'p.authority_id')
        .whereRef('c.reference', '=', 'p.reference')
        .orderBy('c.number', 'desc')
        .limit(1)
        .as('name'),
    )
    .select(['p.number', 'p.act', 'p.reference', 'p.at', 'p.content_hash as contentHash', 'p.reason'])
    .where('p.authority_id', '=', site.authorityId)
    .$if(before !== null, query => query.where('p.number', '<', before!))
    .orderBy('p.number', 'desc')
    .limit(limit)
    .execute()
}

/** One line with its code, or undefined. */
export function findLine(db: Db, site: Site, number: number) {
  return db
    .selectFrom('publication')
    .select(['number', 'act', 'reference', 'at', 'chain'])
    .where('authority_id', '=', site.authorityId)
    .where('number', '=', number)
    .executeTakeFirst()
}

/** How many lines the log has. */
export async function countLog(db: Db, site: Site): Promise<number> {
  const { lines } = await db
    .selectFrom('publication')
    .select(eb => eb.fn.countAll<number>().as('lines'))
    .where('authority_id', '=', site.authorityId)
    .executeTakeFirstOrThrow()
  return lines
}
