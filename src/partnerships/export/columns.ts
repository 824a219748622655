import { escapeCell } from '#src/domain/spreadsheet.ts'
import { type Field, fields } from '#src/partnerships/fields.ts'
import type { Value } from '#src/partnerships/import/values.ts'
import type { RegisterRecord } from '#src/partnerships/record.ts'
import { writeCell } from './cells.ts'

/** Every column of an export, in the dictionary's order, the authority's own fields last. */
export function columnsOf(customFields: readonly Field[]): readonly Field[] {
  return [...fields, ...customFields]
}

/** The row of an entry as spreadsheets take it, safe to open; reading it again gives exactly its values (REG-7). */
export function cellsOf(
  { values }: RegisterRecord,
  columns: readonly Field[],
  write: typeof writeCell = writeCell,
): string[] {
  return columns.map(field => escapeCell(write(field, values[field.name])))
}

/** The values of an entry by field name, as structure; null where there is nothing. */
export function objectOf(
  { values }: RegisterRecord,
  columns: readonly Field[],
): Record<string, Value | null> {
  return Object.fromEntries(columns.map(({ name }) => [name, values[name] ?? null]))
}
