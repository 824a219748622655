import type { Db } from '#src/db/open.ts'

/** The waivers of an involvement that stand, the newest first. */
export function listWaivers(db: Db, authorityId: string, involvementId: string) {
  return db
    .selectFrom('waiver')
    .select(['id', 'requirement', 'reason', 'waived_by', 'capacity', 'allowed_by', 'waived_at'])
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', involvementId)
    .where('withdrawn_at', 'is', null)
    .orderBy('waived_at', 'desc')
    .execute()
}
