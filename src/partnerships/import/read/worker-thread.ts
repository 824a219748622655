import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { readFile } from './file.ts'
import type { Row, Sheet } from './sheets.ts'
import { UnreadableFile } from './unreadable.ts'
import type { SheetSummary } from './worker.ts'

/** What the thread is asked to read. */
export type ReaderTask = { bytes: Uint8Array; name: string; only: string | undefined }

/** What the thread says. After rows it waits for 'more' or 'stop'. */
export type FromReader =
  | { type: 'rows'; sheet: string; rows: Row[] }
  | { type: 'done'; sheets: SheetSummary[] }
  | { type: 'unreadable'; message: string }

const batchSize = 200

if (parentPort) await readAndTell(workerData as ReaderTask)

async function readAndTell(task: ReaderTask): Promise<void> {
  try {
    const summaries: SheetSummary[] = []
    for (const sheet of await readFile(task.bytes, task.name)) {
      const wanted = task.only === undefined || task.only === sheet.name
      const rows = wanted ? await sendRows(sheet) : 0
      summaries.push({ name: sheet.name, hidden: sheet.hidden, rows })
    }
    tell({ type: 'done', sheets: summaries })
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    tell({ type: 'unreadable', message: error.message })
  }
}

async function sendRows(sheet: Sheet): Promise<number> {
  let batch: Row[] = []
  let sent = 0
  for await (const row of sheet.rows()) {
    batch.push(row)
    if (batch.length < batchSize) continue
    sent += batch.length
    if ((await ask(sheet.name, batch)) === 'stop') return sent
    batch = []
  }
  if (batch.length > 0) await ask(sheet.name, batch)
  return sent + batch.length
}

async function ask(sheet: string, rows: Row[]): Promise<'more' | 'stop'> {
  const answer = once(parentPort!, 'message')
  tell({ type: 'rows', sheet, rows })
  return (await answer)[0]
}

function tell(message: FromReader): void {
  parentPort!.postMessage(message)
}
