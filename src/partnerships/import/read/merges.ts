import type { Row } from './sheets.ts'

/** A merged area; rows and columns count from 0, `bottom` and `right` belong to it. */
export type Merge = { top: number; left: number; bottom: number; right: number }

/** Fills merged cells row by row; rows must come in order. */
export type MergeFiller = (row: Row) => Row

/**
 * Copies the text of a merged cell into every cell it covers, so that a theme merged over five rows applies to all five.
 * A merge of several columns with nothing beside it is a title line: it is marked and copied nowhere.
 * `take` hands out the merges that begin at or above a row, each once, in order of their top.
 */
export function fillMerges(take: (rowIndex: number) => Merge[]): MergeFiller {
  let open: (Merge & { text: string })[] = []
  return row => {
    const index = row.number - 1
    for (const merge of take(index)) {
      if (merge.top === index) {
        const text = row.cells[merge.left] ?? ''
        if (text && isTitle(row, merge)) return { ...row, title: true }
        if (text) open.push({ ...merge, text })
      }
    }
    open = open.filter(merge => merge.bottom >= index)
    return open.length === 0 ? row : filledRow(row, index, open)
  }
}

function isTitle(row: Row, merge: Merge): boolean {
  if (merge.right === merge.left) return false
  return row.cells.every((cell, column) => column === merge.left || !cell)
}

function filledRow(row: Row, index: number, open: (Merge & { text: string })[]): Row {
  const cells = [...row.cells]
  const filled: number[] = []
  for (const merge of open) {
    for (let column = merge.left; column <= merge.right; column += 1) {
      if (index === merge.top && column === merge.left) continue
      while (cells.length < column) cells.push('')
      cells[column] = merge.text
      filled.push(column)
    }
  }
  return filled.length > 0 ? { ...row, cells, filled: filled.sort((a, b) => a - b) } : row
}
