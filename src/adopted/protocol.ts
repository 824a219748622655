import { LRUCache } from 'lru-cache'
import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import type { Pack } from '#src/protocol/pack.ts'
import type { Act } from '#src/trail/change.ts'
import { openBuiltIn } from './built-in.ts'

/** A protocol in force: its pack as it was adopted. `id` is null for the common pack of an authority that adopted none. */
export type Adopted = { id: string | null; title: string; version: string; fromOn: string | null; pack: Pack }

// An adopted pack never changes.
const packs = new LRUCache<string, Pack>({ max: 30 })

/**
 * The protocol in force on a day (PRO-1): the last adopted whose day has come, or the common one where there is none.
 * @param on the day, ISO
 */
export async function protocolOn(db: Db, authorityId: string, on: string): Promise<Adopted> {
  const row = await db
    .selectFrom('protocol')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('from_on', '<=', on)
    .where('withdrawn_at', 'is', null)
    .orderBy('from_on', 'desc')
    .orderBy('adopted_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? findProtocol(db, authorityId, row.id) : commonProtocol()
}

/** A protocol by its id: the one something was decided under. @throws NotFound */
export async function findProtocol(db: Db, authorityId: string, id: string): Promise<Adopted> {
  const kept = packs.get(`${authorityId} ${id}`)
  const row = await db
    .selectFrom('protocol')
    .select(['id', 'title', 'pack_version', 'from_on'])
    .$if(kept === undefined, query => query.select('pack'))
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('No such protocol')
  const pack = kept ?? row.pack!
  packs.set(`${authorityId} ${id}`, pack)
  return { id, title: row.title, version: row.pack_version, fromOn: row.from_on, pack }
}

/** The common pack, which holds where an authority has adopted none. */
export function commonProtocol(): Adopted {
  const { pack } = openBuiltIn('common')
  return { id: null, title: pack.title, version: pack.version, fromOn: null, pack }
}

/**
 * The protocol in force, as a row that a record can point at: where none was adopted, the common one is kept from that
 * day, so that a later version of it changes nothing that was decided before (PRO-5).
 * @param on the day, ISO
 */
export async function keepProtocol(
  act: Act,
  authorityId: string,
  on: string,
  at: Date,
): Promise<Adopted & { id: string }> {
  const adopted = await protocolOn(act.trx, authorityId, on)
  if (adopted.id !== null) return { ...adopted, id: adopted.id }
  const { pack } = adopted
  const id = newId(at)
  await act.on('protocol', id, pack.title).insert('protocol', {
    id,
    pack_id: pack.id,
    title: pack.title,
    pack_version: pack.version,
    from_on: on,
    pack: JSON.stringify(pack),
    account_id: null,
    adopted_at: at,
    withdrawn_at: null,
  })
  return { ...adopted, id, fromOn: on }
}
