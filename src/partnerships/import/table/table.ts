import type { Row } from '../read/sheets.ts'
import type { Headings } from './headings.ts'

/** Where a cell of a form stands in the file: its row counted from 1, and its label as it stands. */
export type Place = { row: number; column: string }

/**
 * One record's cells in the order of the table's headings. `row` is the file's row counted from 1 (a form's first row).
 * `places` is there when the cells come from a form, `sheet` when they come from several sheets.
 */
export type TableRow = {
  row: number
  cells: string[]
  filled?: number[]
  links?: Record<number, string>
  title?: true
  places?: (Place | undefined)[]
  sheet?: string
}

/** A table in memory: what a form-shaped sheet is turned into. */
export type Table = { headings: string[]; rows: TableRow[] }

/** The rows below the headings, as they stand in the file. */
export async function* rowsBelow(rows: AsyncIterable<Row>, headings: Headings): AsyncGenerator<TableRow> {
  for await (const row of rows) if (row.number > headings.lastRow) yield tableRow(row)
}

/** One row of a sheet as a row of the table. */
export function tableRow({ number, ...rest }: Row): TableRow {
  return { row: number, ...rest }
}

/** The name of a column without a heading, as spreadsheets count: 'Column C'. */
export function columnName(headings: readonly string[], column: number): string {
  return headings[column] || `Column ${letters(column)}`
}

function letters(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? letters(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}
