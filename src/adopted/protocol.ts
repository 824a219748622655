import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import type { Pack } from '#src/protocol/pack.ts'
import type { Act } from '#src/trail/change.ts'
import { openBuiltIn } from './built-in.ts'

/** A protocol in force: its pack as it was adopted. `id` is null for the common pack of an authority that adopted none. */
export type Adopted = { id: string | null; title: string; version: string; fromOn: string | null; pack: Pack }

// An adopted pack never changes, and many authorities adopt the same one: what each holds, and each of them once.
const held = new LRUCache<string, string>({ max: 10_000 })
const packs = new LRUCache<string, Pack>({ max: 30 })

/**
 * The protocol in force on a day (PRO-1): the last adopted whose day has come, or the common one where there is none.
 * @param on the day, ISO
 */
export async function protocolOn(db: Db, authorityId: string, on: string): Promise<Adopted> {
  const row = await adopted(db, authorityId)
    .where('from_on', '<=', on)
    .where('withdrawn_at', 'is', null)
    .orderBy('from_on', 'desc')
    .orderBy('adopted_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? withPack(db, authorityId, row) : commonProtocol()
}

/** A protocol by its id: the one something was decided under. @throws NotFound */
export async function findProtocol(db: Db, authorityId: string, id: string): Promise<Adopted> {
  const row = await adopted(db, authorityId).where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('No such protocol')
  return withPack(db, authorityId, row)
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

const adopted = (db: Db, authorityId: string) =>
  db
    .selectFrom('protocol')
    .select(['id', 'title', 'pack_version as version', 'from_on as fromOn'])
    .where('authority_id', '=', authorityId)

async function withPack<Row extends { id: string }>(
  db: Db,
  authorityId: string,
  row: Row,
): Promise<Row & { pack: Pack }> {
  const key = `${authorityId} ${row.id}`
  const kept = packs.get(held.get(key) ?? '')
  if (kept) return { ...row, pack: kept }
  const { pack } = await db
    .selectFrom('protocol')
    .select('pack')
    .where('authority_id', '=', authorityId)
    .where('id', '=', row.id)
    .executeTakeFirstOrThrow()
  const content = createHash('sha256').update(JSON.stringify(pack)).digest('base64')
  held.set(key, content)
  packs.set(content, packs.get(content) ?? pack)
  return { ...row, pack: packs.get(content)! }
}
