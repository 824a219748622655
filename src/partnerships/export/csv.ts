import { stringify } from 'csv-stringify/sync'
import { escapeCell } from '#src/domain/spreadsheet.ts'
import { rememberingCells } from './cells.ts'
import { cellsOf } from './columns.ts'
import type { Source } from './export.ts'

/** The register as CSV in UTF-8, with the mark that Excel needs to read it so. */
export async function* writeCsv({ columns, records }: Source): AsyncGenerator<string> {
  yield `\ufeff${stringify([columns.map(field => escapeCell(field.heading))], windows)}`
  const write = rememberingCells()
  for await (const some of records) {
    yield stringify(
      some.map(record => cellsOf(record, columns, write)),
      windows,
    )
  }
}

const windows = { record_delimiter: 'windows' } as const
