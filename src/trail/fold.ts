import type { FieldChange } from '#src/db/tables.ts'
import { sorted } from './diff.ts'

/** What happened to one row in one event: field by field from what it held to what it holds. */
export type RowChange = {
  table: string
  id: string
  fields: Map<string, { before: unknown; after: unknown }>
}

/** The changes of an event by row, in the order they were made; what came back to where it was is left out. */
export function foldRows(changes: FieldChange[]): RowChange[] {
  const rows = new Map<string, RowChange>()
  for (const { table, id, field, before, after } of changes) {
    const key = `${table} ${id}`
    const row = rows.get(key) ?? { table, id, fields: new Map() }
    rows.set(key, row)
    const earlier = row.fields.get(field)
    row.fields.set(field, { before: earlier ? earlier.before : before, after })
  }
  for (const row of rows.values())
    for (const [field, { before, after }] of row.fields)
      if (sorted(before ?? null) === sorted(after ?? null)) row.fields.delete(field)
  return [...rows.values()].filter(row => row.fields.size > 0)
}
