import type { Db } from '#src/db/open.ts'

/** The authority's public register as its settings hold it; undefined until it is opened. */
export function findSite(db: Db, authorityId: string) {
  return db
    .selectFrom('public_site')
    .select([
      'id',
      'version',
      'website',
      'introduction',
      'accessibility',
      'privacy',
      'opened_at',
      'head',
      'chain',
    ])
    .where('authority_id', '=', authorityId)
    .executeTakeFirst()
}
