import { stringify } from 'csv-stringify/sync'
import { escapeCell } from '#src/domain/spreadsheet.ts'
import type { Addresses } from './addresses.ts'
import { cellOf } from './cells.ts'
import type { Column } from './columns.ts'
import type { Published } from './published.ts'

/** Entries a few at a time, in the order they are to stand. */
export type Batches = AsyncIterable<readonly Published[]> | Iterable<readonly Published[]>

/**
 * The register as CSV (RFC 4180) in UTF-8 with the mark that Excel needs to read it so; its headings are the names of
 * the fields. No cell runs as a formula (REG-5).
 */
export async function* csvOf(columns: Column[], batches: Batches, addresses: Addresses) {
  yield `\ufeff${stringify([columns.map(column => column.name)], windows)}`
  for await (const batch of batches)
    yield stringify(
      batch.map(entry => columns.map(column => csvCell(column, entry, addresses))),
      windows,
    )
}

function csvCell(column: Column, entry: Published, addresses: Addresses): string {
  const cell = cellOf(column, entry, addresses)
  // A number below nought is no formula.
  return column.type === 'number' ? cell : escapeCell(cell)
}

const windows = { record_delimiter: 'windows' } as const
