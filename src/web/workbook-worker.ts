import { parentPort } from 'node:worker_threads'
import writeExcelFile from 'write-excel-file/node'
import type { Cell, Heading } from './workbook.ts'

// Given a sheet's name and headings, then its rows a few at a time, and so on for each sheet, then 'end', it answers
// with the workbook.
type Start = { name: string; headings: Heading[] }
const sheets: (Start & { rows: Cell[][] })[] = []

parentPort!.on('message', async (message: Start | Cell[][] | 'end') => {
  if (message === 'end') return parentPort!.postMessage(await workbook())
  if (Array.isArray(message)) sheets.at(-1)!.rows.push(...message)
  else sheets.push({ ...message, rows: [] })
})

function workbook(): Promise<Uint8Array> {
  return writeExcelFile(
    sheets.map(({ name, headings, rows }) => ({
      data: [
        headings.map(({ heading }) => ({ value: heading, fontWeight: 'bold' as const })),
        ...rows.map(row => row.map(written)),
      ],
      columns: headings.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
      sheet: name,
    })),
  ).toBuffer()
}

function written(cell: Cell) {
  if (cell === null || cell === '') return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  if (typeof cell === 'string') return { value: cell, type: String }
  return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'd mmmm yyyy' }
}
