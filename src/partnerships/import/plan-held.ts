import type { ProposedRecord, ToSettle } from './plan.ts'
import type { MappedColumn } from './table/mapping.ts'

/**
 * What a file may not change on an entry, asked about as its cell stands.
 * @param held why, by field
 */
export function heldCells(
  mapping: readonly MappedColumn[],
  { row, originals }: ProposedRecord,
  held: ReadonlyMap<string, string>,
): ToSettle[] {
  return [...held].flatMap(([field, message]) => {
    const column = mapping.find(each => each.field === field)?.heading
    const value = column === undefined ? undefined : originals[column]
    return column === undefined || !value ? [] : [{ row, column, field, value, message }]
  })
}
