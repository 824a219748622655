import { Refused } from '#src/errors.ts'
import type { Field } from '#src/partnerships/fields.ts'
import type { RegisterRecord } from '#src/partnerships/record.ts'
import { type Cell, dateCell, longestCell, numberCell, textCell, writeWorkbook } from '#src/web/workbook.ts'
import { writeCell } from './cells.ts'
import type { Source } from './export.ts'

/**
 * The register as a workbook of one sheet.
 * @throws Refused where a text is longer than a spreadsheet's cell can hold
 */
export async function* writeXlsx({ columns, records }: Source): AsyncGenerator<Uint8Array> {
  const headings = columns.map(field => ({ heading: field.heading, width: widthOf(field) }))
  yield await writeWorkbook([{ name: 'Register', headings, rows: rowsOf(records, columns) }])
}

async function* rowsOf(records: Source['records'], columns: readonly Field[]) {
  for await (const some of records) yield some.map(record => columns.map(field => cellOf(record, field)))
}

function cellOf(record: RegisterRecord, field: Field): Cell {
  const value = record.values[field.name]
  if (value === undefined) return null
  if (field.type === 'number' && typeof value === 'number') return numberCell(value)
  const text = textCell(writeCell(field, value))
  if (text.length > longestCell)
    throw new Refused(
      `${record.reference} has more under ‘${field.heading}’ than a spreadsheet’s cell can hold. Export CSV instead.`,
    )
  return field.type === 'partial-date' ? dateCell(text) : text
}

function widthOf({ name, type }: Field): number {
  if (name === 'name' || type === 'long-text') return 45
  return ['organisations', 'holders', 'money', 'effort', 'in-kind', 'priorities'].includes(type) ? 35 : 20
}
