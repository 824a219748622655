import type { Db } from '#src/db/open.ts'
import { NotFound } from '#src/errors.ts'
import type { Site } from '#src/public/site.ts'

/** The published versions of an authority whose day has come, the one in force first. @param today ISO */
export function listPublicProtocols(db: Db, site: Site, today: string) {
  return db
    .selectFrom('public_protocol')
    .select(['protocol_id', 'title', 'pack_version', 'from_on'])
    .where('authority_id', '=', site.authorityId)
    .where('from_on', '<=', today)
    .orderBy('from_on', 'desc')
    .orderBy('protocol_id', 'desc')
    .execute()
}

/** One published version with its pack: the one in force, or another whose day has come. @throws NotFound */
export async function findPublicProtocol(db: Db, site: Site, today: string, id?: string) {
  const row = await db
    .selectFrom('public_protocol')
    .selectAll()
    .where('authority_id', '=', site.authorityId)
    .where('from_on', '<=', today)
    .$if(id !== undefined, query => query.where('protocol_id', '=', id!))
    .orderBy('from_on', 'desc')
    .orderBy('protocol_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw new NotFound('No such protocol')
  return row
}
