import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { NotFound, Refused } from '#src/errors.ts'
import { localsOf } from '#src/protocol/entries.ts'
import type { Opened } from '#src/protocol/open-pack.ts'
import { modelOn } from '#src/protocol/significance.ts'
import type { Act, What } from '#src/trail/change.ts'
import { isBuiltIn, openBuiltIn } from './built-in.ts'

/** A pack an authority adopts, from a day on. `file` is the YAML of one of its own, '' for one that ships. */
export type Adoption = { opened: Opened; file: string; from: string; reference: string }

/**
 * Adopts a pack as it stands now: the row keeps it whole, whatever becomes of its file (PRO-1, PRO-5).
 * @returns the id of the adopted protocol
 */
export async function adoptProtocol(act: Act, what: What, adoption: Adoption): Promise<string> {
  const { opened, file, from, reference } = adoption
  const { pack } = opened
  const id = newId(what.at)
  await act.on('protocol', id, pack.title).insert('protocol', {
    id,
    pack_id: pack.id,
    title: pack.title,
    pack_version: pack.version,
    from_on: from,
    pack: JSON.stringify(pack),
    file,
    local: localOf(opened),
    reference,
    account_id: what.by.accountId,
    adopted_by: what.by.name,
    adopted_at: what.at,
    withdrawn_at: null,
  })
  return id
}

/** What a pack says beside the one it extends. */
export function localOf({ pack, file }: Opened): string[] {
  return pack.extends && isBuiltIn(pack.extends) ? localsOf(openBuiltIn(pack.extends).file, file) : []
}

/** Why a pack cannot be in force from a day, or undefined. @param today ISO */
export function whyNotFrom({ pack }: Opened, from: string, today: string): string | undefined {
  if (from < today) return 'The day must be today or later: what was decided before stays under the old one'
  if (modelOn(pack, from)) return undefined
  return `Its first test of significance starts on ${pack.significance.models[0]!.from}: choose that day or later`
}

/**
 * Takes an adoption back before its day has come. The row stays, as what was once meant.
 * @throws NotFound; Refused once it is in force, or was taken back already
 */
export async function takeBackProtocol(act: Act, id: string, today: string, at: Date): Promise<void> {
  const row = await findAdoption(act.trx, id)
  if (row.withdrawn_at) throw new Refused('This adoption was taken back already.')
  if (row.from_on <= today)
    throw new Refused(
      'It is in force. Adopt another version: what was decided under this one stays as it is.',
    )
  await act.on('protocol', id, row.title).update('protocol', id, { withdrawn_at: at })
}

/** One adoption without its pack. @throws NotFound */
export async function findAdoption(db: Db, id: string) {
  const row = await db
    .selectFrom('protocol')
    .select([...adoptionColumns, 'file', 'local'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('No such protocol')
  return row
}

/** Every adoption, the one whose day is last first. */
export function listAdoptions(db: Db) {
  return db
    .selectFrom('protocol')
    .select(adoptionColumns)
    .select(eb => eb('file', '!=', '').as('own'))
    .orderBy('from_on', 'desc')
    .orderBy('adopted_at', 'desc')
    .execute()
}

const adoptionColumns = [
  'id',
  'pack_id',
  'title',
  'pack_version',
  'from_on',
  'reference',
  'adopted_by',
  'adopted_at',
  'withdrawn_at',
] as const
