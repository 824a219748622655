import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { Asked } from '#src/public/asked.ts'
import { copiesFor, orderOf } from '#src/public/queries.ts'
import type { Site } from '#src/public/site.ts'
import type { Published } from './published.ts'

/** The numbers of the copies that fit, all of them, in the order asked for. */
export async function listNumbers(db: Db, site: Site, asked: Asked): Promise<number[]> {
  const rows = await copiesFor(db, site, asked)
    .select('c.number')
    .orderBy(orderOf(asked))
    .orderBy('c.number')
    .execute()
  return rows.map(row => row.number)
}

/**
 * The copies of these numbers in their order, some at a time, so that a large register is never held whole and other
 * pages are answered in between. What is erased meanwhile is left out.
 */
export async function* batchesOf(
  db: Db,
  site: Site,
  numbers: readonly number[],
): AsyncGenerator<Published[]> {
  for (let i = 0; i < numbers.length; i += atOnce) {
    const some = numbers.slice(i, i + atOnce)
    const rows = await db
      .selectFrom('public_copy')
      .select(['number', 'content', 'published_at as publishedAt', 'until_at as untilAt'])
      .where('authority_id', '=', site.authorityId)
      .where(sql<boolean>`number = any(${some}::int[])`)
      .execute()
    const found = new Map(rows.map(row => [row.number, row]))
    yield some.flatMap(number => found.get(number) ?? [])
    await new Promise(setImmediate)
  }
}

const atOnce = 100
