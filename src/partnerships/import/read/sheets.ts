import { cellTooLong, limits, tooManyColumns, tooManyRows } from './unreadable.ts'

/**
 * One row as it stands in the file. `number` counts from 1; blank rows are left out, so numbers may jump.
 * `filled` lists the columns (from 0) whose text was copied from a merged cell above or to the left.
 * `links` holds the web addresses behind cells, by column (from 0).
 * `title` says that the row is one merged cell over several columns with nothing beside it.
 */
export type Row = {
  number: number
  cells: string[]
  filled?: number[]
  links?: Record<number, string>
  title?: true
}

/** One sheet of a file; `rows()` reads it afresh each time. `hidden` sheets are hidden in the spreadsheet. */
export type Sheet = { name: string; hidden: boolean; rows: () => AsyncIterable<Row> }

/** A row in the shape every reader gives: trimmed at the right, within the limits; undefined when blank. */
export function row(number: number, cells: string[]): Row | undefined {
  let width = cells.length
  while (width > 0 && !cells[width - 1]?.trim()) width -= 1
  if (width === 0) return undefined
  if (number > limits.rows) throw tooManyRows()
  if (width > limits.columns) throw tooManyColumns(number)
  const kept = cells.length === width ? cells : cells.slice(0, width)
  for (const cell of kept) if (cell.length > limits.cellLength) throw cellTooLong(number)
  return { number, cells: kept }
}
