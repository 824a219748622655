import { parentPort } from 'node:worker_threads'
import writeExcelFile from 'write-excel-file/node'
import type { Cell } from './xlsx.ts'

// Given the headings, then rows a few at a time, then 'end', it answers with the workbook.
type Heading = { heading: string; width: number }
let headings: Heading[] | undefined
const rows: Cell[][] = []

parentPort!.on('message', async (message: Heading[] | Cell[][] | 'end') => {
  if (message === 'end') return parentPort!.postMessage(await workbook())
  if (headings) rows.push(...(message as Cell[][]))
  else headings = message as Heading[]
})

function workbook(): Promise<Uint8Array> {
  const head = headings!.map(({ heading }) => ({ value: heading, fontWeight: 'bold' as const }))
  return writeExcelFile([head, ...rows.map(row => row.map(written))], {
    columns: headings!.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    sheet: 'Register',
  }).toBuffer()
}

function written(cell: Cell) {
  if (cell === null || cell === '') return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  if (typeof cell === 'string') return { value: cell, type: String }
  return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'd mmmm yyyy' }
}
