import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import {
  findBatch,
  type Importing,
  importDb,
  moveBatch,
  noteInBatch,
  noteProgress,
  type SheetHere,
} from './batch.ts'
import { lookAtSheets } from './layout.ts'
import { listFields } from './plan-batch.ts'
import type { Row } from './read/sheets.ts'
import { readInWorker } from './read/worker.ts'

// Postgres takes neither NUL nor half a surrogate pair.
type KeptRow = { cells: string[]; filled?: number[]; title?: true }

/**
 * Starts an import of this file. It stands on the trail when it is committed, not before.
 * @param once the form's one-time number
 * @returns its id; readRows fills it
 */
export function addBatch(importing: Importing, fileName: string, once?: string): Promise<string> {
  const id = newId()
  const name = fileName.toWellFormed().replaceAll('\0', '').slice(0, 200) || 'Pasted text'
  const at = importing.now()
  const what = { authority: importing.authority.id, by: importing.by, at, action: 'import.add', once }
  return change(importDb(importing), what, async act => {
    const row = {
      authority_id: importing.authority.id,
      id,
      file_name: name,
      file_bytes: null,
      committed_at: null,
    }
    await act.trx
      .insertInto('import_batch')
      .values({
        ...row,
        state: 'reading',
        account_id: importing.by.accountId,
        created_at: at,
        undone_at: null,
      })
      .execute()
    return id
  })
}

/** Leaves no trace of an import that changed nothing and nobody will look at. */
export async function forgetBatch(importing: Importing, batchId: string): Promise<void> {
  const db = importDb(importing)
  for (const table of ['import_row', 'import_batch'] as const)
    await db
      .deleteFrom(table)
      .where('authority_id', '=', importing.authority.id)
      .where(table === 'import_row' ? 'batch_id' : 'id', '=', batchId)
      .execute()
}

/**
 * Reads the file in a thread of its own and keeps its rows, a few hundred at a time (REG-7).
 * @throws UnreadableFile with what to do about it
 */
export async function readRows(
  importing: Importing,
  batchId: string,
  bytes: Uint8Array,
  fileName: string,
): Promise<SheetHere[]> {
  const db = importDb(importing)
  const order: string[] = []
  let taken = 0
  const sheets = await readInWorker(bytes, fileName, async (sheet, rows) => {
    if (!order.includes(sheet)) order.push(sheet)
    await db
      .insertInto('import_row')
      .values(rows.map(row => keptRow(importing.authority.id, batchId, order.indexOf(sheet), row)))
      .execute()
    taken += rows.length
    await noteProgress(importing, batchId, taken, 0)
  })
  const filled = order.map(name => sheets.find(sheet => sheet.name === name)!)
  await noteInBatch(db, importing.authority.id, batchId, { summary: { sheets: filled } })
  const batch = await findBatch(db, importing.authority.id, batchId)
  const looks = await lookAtSheets(db, batch, await listFields(db, importing.authority.id))
  const seen = filled.map((sheet, index) => ({
    ...sheet,
    shape: looks[index]!.shape,
    headings: looks[index]!.headings,
  }))
  await noteInBatch(db, importing.authority.id, batchId, { summary: { sheets: seen } })
  await moveBatch(db, importing.authority.id, batchId, 'read')
  return filled
}

function keptRow(authority_id: string, batch_id: string, sheet: number, { number, ...rest }: Row) {
  const kept: KeptRow = { ...rest, cells: rest.cells.map(cell => cell.toWellFormed().replaceAll('\0', '')) }
  return { authority_id, batch_id, sheet, row: number, cells: JSON.stringify(kept) }
}
