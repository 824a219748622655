import {
  type Cell,
  dateCell,
  longestCell,
  numberCell,
  type Sheet,
  textCell,
  writeWorkbook,
} from '#src/web/workbook.ts'
import type { Addresses } from './addresses.ts'
import { cellOf } from './cells.ts'
import type { Column } from './columns.ts'
import type { Batches } from './csv.ts'
import type { Published } from './published.ts'
import { oneByOne } from './turns.ts'

/**
 * The register as a workbook (REG-5): the CSV's table, and a second sheet that says what each column means. One is
 * made at a time, since each is held whole and anyone may ask. @throws Busy where many wait already
 */
export async function* xlsxOf(
  columns: Column[],
  batches: Batches,
  addresses: Addresses,
): AsyncGenerator<Uint8Array> {
  const headings = columns.map(column => ({ heading: column.name, width: widthOf(column) }))
  const sheets = [
    { name: 'Register', headings, rows: rowsOf(columns, batches, addresses) },
    fieldsSheet(columns),
  ]
  const done = await turn()
  // The turn ends before anything is sent: who reads slowly, or not at all, holds up nobody.
  yield await writeWorkbook(sheets).finally(done)
}

const turn = oneByOne(10)

async function* rowsOf(columns: Column[], batches: Batches, addresses: Addresses) {
  for await (const batch of batches)
    yield batch.map(entry => columns.map(column => xlsxCell(column, entry, addresses)))
}

function xlsxCell(column: Column, entry: Published, addresses: Addresses): Cell {
  const cell = cellOf(column, entry, addresses)
  if (cell === '') return null
  if (column.type === 'number' || column.type === 'count') return numberCell(Number(cell))
  if (column.type === 'partial-date') return dateCell(cell)
  const text = textCell(cell)
  return text.length > longestCell ? text.slice(0, longestCell - cut.length) + cut : text
}

const cut = '… (the rest is in the CSV)'

function fieldsSheet(columns: Column[]): Sheet {
  const headings = [
    { heading: 'Column', width: 24 },
    { heading: 'Heading', width: 30 },
    { heading: 'What it is', width: 80 },
    { heading: 'Values', width: 60 },
  ]
  const rows = columns.map(({ name, heading, help, choices }) =>
    [name, heading, help, (choices ?? []).map(({ value, label }) => `${value}: ${label}`).join('; ')].map(
      textCell,
    ),
  )
  return { name: 'Fields', headings, rows: [rows] }
}

function widthOf({ name, type }: Column): number {
  if (name === 'name' || type === 'long-text') return 45
  return /^(organisations|holders|money|effort|in-kind|priorities)$/.test(type) ? 35 : 20
}
