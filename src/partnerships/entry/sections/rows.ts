import type { Insertable, Updateable } from 'kysely'
import type { Tables } from '#src/db/tables.ts'
import type { Recorded, Writer } from '#src/trail/change.ts'

type Wanted = { id: string; cells: Record<string, unknown> }

/**
 * Makes the stored rows of a list what the form wants: changes those it names, adds the new, removes the rest.
 * @returns the id of each wanted row, in order
 */
export async function writeRows<T extends Recorded>(
  writer: Writer,
  table: T,
  stored: readonly { id: string }[],
  wanted: readonly Wanted[],
  always: Record<string, unknown>,
): Promise<string[]> {
  const known = new Set(stored.map(row => row.id))
  const kept = new Set(wanted.map(row => row.id))
  for (const { id } of stored) if (!kept.has(id)) await writer.remove(table, id)
  const ids: string[] = []
  for (const { id, cells } of wanted) {
    // Each stored row stands for one row of the form; a second claim to it is a new row.
    if (known.delete(id)) {
      await writer.update(table, id, cells as Updateable<Tables[T]>)
      ids.push(id)
    } else {
      ids.push(
        await writer.insert(table, { ...always, ...cells } as Omit<
          Insertable<Tables[T]>,
          'id' | 'authority_id'
        >),
      )
    }
  }
  return ids
}
