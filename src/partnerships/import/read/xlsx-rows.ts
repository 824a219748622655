import { type Row, row } from './sheets.ts'
import { limits, tooManyColumns } from './unreadable.ts'
import { numberText } from './xlsx-cell.ts'
import type { CellFormat } from './xlsx-formats.ts'
import { unescapeControls } from './xlsx-strings.ts'
import { walkXml } from './xml.ts'

type Book = { strings: string[]; formats: CellFormat[]; date1904: boolean }

type Cell = { column: number; type: string; style: number; value: string; formula: string }

/** The rows of one sheet's XML in order, as text. A formula gives its stored result, or itself where none is stored. */
export async function* readSheetRows(chunks: AsyncIterable<Buffer>, book: Book): AsyncGenerator<Row> {
  const ready: Row[] = []
  let number = 0
  let cells: string[] = []
  let cell: Cell | undefined
  let into: 'value' | 'formula' | undefined

  const walk = walkXml(chunks, {
    open: (name, attributes) => {
      if (name === 'row') {
        number = Math.max(Number.parseInt(attributes.r ?? '', 10) || 0, number + 1)
        cells = []
      } else if (name === 'c') {
        cell = {
          column: attributes.r ? columnOf(attributes.r) : cells.length,
          type: attributes.t ?? 'n',
          style: Number(attributes.s ?? 0),
          value: '',
          formula: '',
        }
        into = undefined
      } else if (cell) {
        if (name === 'v' || name === 't') into = 'value'
        if (name === 'f') into = 'formula'
      }
    },
    text: text => {
      if (cell && into) cell[into] += text
    },
    close: name => {
      if (name === 'c' && cell) {
        const text = cellText(cell, book)
        if (text) place(cells, cell.column, text, number)
        cell = undefined
      }
      if (name === 'row') {
        const found = row(number, cells)
        if (found) ready.push(found)
      }
      if (name === 'v' || name === 't' || name === 'f') into = undefined
    },
  })
  for await (const _ of walk) yield* ready.splice(0)
  yield* ready
}

function place(cells: string[], column: number, text: string, row: number): void {
  if (column >= limits.columns) {
    if (text.trim()) throw tooManyColumns(row)
    return
  }
  while (cells.length < column) cells.push('')
  cells[column] = text
}

function cellText(cell: Cell, book: Book): string {
  if (!cell.value) return cell.formula ? `=${cell.formula}` : ''
  if (cell.type === 's') return book.strings[Number(cell.value)] ?? ''
  if (cell.type === 'b') return cell.value === '1' ? 'Yes' : 'No'
  if (cell.type === 'd') return cell.value.replace(/T00:00(:00(\.0+)?)?Z?$/, '')
  if (cell.type === 'n') return numberText(cell.value, book.formats[cell.style] ?? 'plain', book.date1904)
  return unescapeControls(cell.value)
}

/** The column, from 0, of a cell's address such as 'B7'. */
export function columnOf(address: string): number {
  let index = 0
  for (let at = 0; at < address.length; at += 1) {
    const code = address.charCodeAt(at)
    if (code < 65) break
    index = index * 26 + code - 64
  }
  return index - 1
}
