import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { sealHash } from './hash.ts'

/** The chain of what concerns the installation alone. */
export const installationChain = '00000000-0000-0000-0000-000000000000'

export type Head = { seq: number; hash: string }

/**
 * Chains the committed events of one authority that are not chained yet, oldest first.
 * Saves do not wait for it: with one head row to lock they would all queue.
 * @returns how many it sealed
 */
export async function seal(db: Db, authority: string | null): Promise<number> {
  const chain = authority ?? installationChain
  let sealed = 0
  for (;;) {
    const count = await db.transaction().execute(async trx => {
      // Two processes that seal the same chain would both take its next number.
      await sql`select pg_advisory_xact_lock(hashtextextended(${chain}, 0))`.execute(trx)
      const head = await findHead(trx, chain)
      const events = await trx
        .selectFrom('event_unsealed')
        .innerJoin('event', 'event.id', 'event_unsealed.event_id')
        .select([
          'event.id',
          'at',
          'action',
          'subject_type',
          'subject_id',
          'account_id',
          'batch_id',
          'payload_hash',
        ])
        .where('event_unsealed.authority_id', authority === null ? 'is' : '=', authority)
        .orderBy('event.id')
        .limit(500)
        .execute()
      let { seq, hash } = head
      const seals = events.map(event => {
        hash = sealHash(hash, event)
        return { chain, seq: ++seq, event_id: event.id, hash }
      })
      if (seals.length === 0) return 0
      await trx.insertInto('event_seal').values(seals).execute()
      await trx
        .deleteFrom('event_unsealed')
        .where(
          'event_id',
          'in',
          seals.map(each => each.event_id),
        )
        .execute()
      return seals.length
    })
    sealed += count
    if (count < 500) return sealed
  }
}

/** The newest seal of a chain, or the empty beginning. */
export async function findHead(db: Db, chain: string): Promise<Head> {
  const head = await db
    .selectFrom('event_seal')
    .select(['seq', 'hash'])
    .where('chain', '=', chain)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return head ?? { seq: 0, hash: '' }
}
