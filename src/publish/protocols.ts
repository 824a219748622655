import { keepProtocol } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'

/**
 * Brings what the public may read of an authority's protocols to what it adopted, where it has a public site. One that
 * is still to come is among them: its day is looked at when it is read.
 */
export async function publishProtocols(trx: Db, authorityId: string): Promise<void> {
  const site = await trx
    .selectFrom('public_site')
    .select('id')
    .where('authority_id', '=', authorityId)
    .executeTakeFirst()
  if (!site) return
  const adopted = trx
    .selectFrom('protocol')
    .where('authority_id', '=', authorityId)
    .where('withdrawn_at', 'is', null)
  await trx
    .deleteFrom('public_protocol')
    .where('authority_id', '=', authorityId)
    .where('protocol_id', 'not in', adopted.select('id'))
    .execute()
  await trx
    .insertInto('public_protocol')
    .columns(['authority_id', 'protocol_id', 'title', 'pack_version', 'from_on', 'pack', 'local'])
    .expression(adopted.select(['authority_id', 'id', 'title', 'pack_version', 'from_on', 'pack', 'local']))
    .onConflict(conflict => conflict.columns(['authority_id', 'protocol_id']).doNothing())
    .execute()
}

/** Puts the protocol in force on a site that opens: the common one, where none was adopted. */
export async function openProtocols(act: Act, authorityId: string, at: Date): Promise<void> {
  await keepProtocol(act, authorityId, londonDay(at), at)
  await publishProtocols(act.trx, authorityId)
}
