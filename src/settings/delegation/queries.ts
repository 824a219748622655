import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'

/** Every line of the scheme of delegation, by post (APP-5). */
export function listDelegations(db: Db) {
  return db
    .selectFrom('delegation as d')
    .innerJoin('post', 'post.id', 'd.post_id')
    .selectAll('d')
    .select(['post.title as post', 'post.closed_on as post_closed_on'])
    .orderBy(sql`plain(post.title) collate "und-x-icu"`)
    .orderBy('d.what')
    .orderBy('d.starts_on')
    .execute()
}

export type Delegation = Awaited<ReturnType<typeof listDelegations>>[number]

/** One line of the scheme. @throws NotFound */
export async function findDelegation(db: Db, id: string): Promise<Delegation> {
  const row = isId(id) ? (await listDelegations(db)).find(each => each.id === id) : undefined
  if (!row) throw new NotFound('No such line of the scheme')
  return row
}
