import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Refused } from '#src/errors.ts'
import type { Field } from '#src/partnerships/fields.ts'
import type { Value } from '#src/partnerships/import/values.ts'
import type { RegisterRecord } from '#src/partnerships/record.ts'
import { writeCell } from './cells.ts'
import { escapeCell } from './escape.ts'
import type { Source } from './export.ts'

/** A cell on its way to the workbook: text, a number, or a whole day. */
export type Cell = string | number | { day: string } | null

/**
 * The register as a workbook of one sheet, made in a thread of its own: a large one takes seconds.
 * @throws Refused where a text is longer than a spreadsheet's cell can hold
 */
export async function* writeXlsx({ columns, records }: Source): AsyncGenerator<Uint8Array> {
  const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url))
  try {
    const made = once(worker, 'message')
    made.catch(() => {})
    worker.postMessage(columns.map(field => ({ heading: field.heading, width: widthOf(field) })))
    for await (const some of records)
      worker.postMessage(some.map(record => columns.map(field => cellOf(record, field))))
    worker.postMessage('end')
    const [book] = (await made) as [Uint8Array]
    yield book
  } finally {
    await worker.terminate()
  }
}

function cellOf(record: RegisterRecord, field: Field): Cell {
  const value = record.values[field.name]
  if (value === undefined) return null
  if (field.type === 'number' && isExact(value)) return value
  if (field.type === 'partial-date' && isExcelDay(value)) return { day: value }
  const text = xmlText(escapeCell(writeCell(field, value)))
  if (text.length > longestCell)
    throw new Refused(
      `${record.reference} has more under ‘${field.heading}’ than a spreadsheet’s cell can hold. Export CSV instead.`,
    )
  return text
}

const longestCell = 32_767

// Spreadsheets keep fifteen digits; what has more stays text.
function isExact(value: Value): value is number {
  if (typeof value !== 'number') return false
  const size = Math.abs(value)
  return Number(value.toPrecision(15)) === value && (value === 0 || (size >= 1e-4 && size < 1e15))
}

// A spreadsheet's days are safe from March 1900 on.
function isExcelDay(value: Value): value is string {
  return typeof value === 'string' && value.length === 10 && value >= '1900-03-01'
}

// The format's own way to write what XML cannot hold or would change.
function xmlText(text: string): string {
  return text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(
      /(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu,
      odd => `_x${odd.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
}

function widthOf({ name, type }: Field): number {
  if (name === 'name' || type === 'long-text') return 45
  return ['organisations', 'holders', 'money', 'effort', 'in-kind', 'priorities'].includes(type) ? 35 : 20
}
