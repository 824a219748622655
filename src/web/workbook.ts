import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { escapeCell } from '#src/domain/spreadsheet.ts'

/** A cell on its way to a workbook: text, a number, or a whole day. */
export type Cell = string | number | { day: string } | null
export type Heading = { heading: string; width: number }
export type Sheet = { name: string; headings: Heading[]; rows: AsyncIterable<Cell[][]> | Iterable<Cell[][]> }

/** A workbook of these sheets, made in a thread of its own: a large one takes seconds. Rows come a few at a time. */
export async function writeWorkbook(sheets: Sheet[]): Promise<Uint8Array> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url))
  try {
    const made = once(worker, 'message')
    made.catch(() => {})
    for (const { name, headings, rows } of sheets) {
      worker.postMessage({ name, headings })
      for await (const some of rows) worker.postMessage(some)
    }
    worker.postMessage('end')
    const [book] = (await made) as [Uint8Array]
    return book
  } finally {
    await worker.terminate()
  }
}

/** The cell of a number: spreadsheets keep fifteen digits, and what has more stays text. */
export function numberCell(value: number): Cell {
  const size = Math.abs(value)
  const exact = Number(value.toPrecision(15)) === value && (value === 0 || (size >= 1e-4 && size < 1e15))
  return exact ? value : textCell(String(value))
}

/** The cell of a partial date: a day where it is whole and a spreadsheet can hold it, else its text. */
export function dateCell(date: string): Cell {
  // A spreadsheet's days are safe from March 1900 on.
  return date.length === 10 && date >= '1900-03-01' ? { day: date } : textCell(date)
}

/** The cell of a text, safe to open, written as the format writes what XML cannot hold or would change. */
export function textCell(text: string): string {
  return escapeCell(text)
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(
      /(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu,
      odd => `_x${odd.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
}

/** The most characters a spreadsheet's cell can hold. */
export const longestCell = 32_767
