import { type Kysely, sql } from 'kysely'
import type { Tables } from '#src/db/tables.ts'
import { NotFound } from '#src/errors.ts'

/**
 * Takes the next numbers of an authority's register, in order: 'WCC-0001'. Two who ask at once get different ones;
 * numbers of a save that fails are given again.
 * @param trx the transaction that writes the entries
 * @throws NotFound where there is no such authority
 */
export async function nextReferences(
  trx: Kysely<Tables>,
  authorityId: string,
  count: number,
): Promise<string[]> {
  const taken = await trx
    .updateTable('authority')
    .set({ next_reference: sql`next_reference + ${count}` })
    .where('id', '=', authorityId)
    .returning(['prefix', 'next_reference'])
    .executeTakeFirst()
  if (!taken) throw new NotFound('No such authority')
  const first = taken.next_reference - count
  return Array.from({ length: count }, (_, i) => writeReference(taken.prefix, first + i))
}

function writeReference(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(4, '0')}`
}
