import { Worker } from 'node:worker_threads'
import type { Row } from './sheets.ts'
import { UnreadableFile } from './unreadable.ts'
import type { FromReader, ReaderTask } from './worker-thread.ts'

/** What a file holds. `rows` counts the rows handed over, blank ones not among them. */
export type SheetSummary = { name: string; hidden: boolean; rows: number }

/** Takes a batch of rows of a sheet; the next comes when it is done. 'stop' skips the rest of that sheet. */
export type OnRows = (sheet: string, rows: Row[]) => Promise<undefined | 'stop'> | Promise<void>

const stalledAfter = 60_000

/**
 * Reads a file in a thread of its own, so that the process goes on answering while it is read (REG-7).
 * `only` reads one sheet. Gives the sheets in order; throws UnreadableFile, also when the thread runs out of memory.
 */
export async function readInWorker(
  bytes: Uint8Array,
  name: string,
  onRows: OnRows,
  { only, heapMegabytes = 256 }: { only?: string; heapMegabytes?: number } = {},
): Promise<SheetSummary[]> {
  const task: ReaderTask = { bytes, name, only }
  const worker = new Worker(new URL('./worker-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  try {
    return await converse(worker, onRows)
  } finally {
    await worker.terminate()
  }
}

function converse(worker: Worker, onRows: OnRows): Promise<SheetSummary[]> {
  return new Promise((resolve, reject) => {
    let stalled: NodeJS.Timeout | undefined
    const settle = (act: () => void) => {
      clearTimeout(stalled)
      act()
    }
    const watch = () => {
      stalled = setTimeout(() => reject(new UnreadableFile(tooSlow)), stalledAfter)
    }
    watch()
    worker.on('message', async (message: FromReader) => {
      clearTimeout(stalled)
      if (message.type === 'done') return settle(() => resolve(message.sheets))
      if (message.type === 'unreadable') return settle(() => reject(new UnreadableFile(message.message)))
      try {
        const answer = await onRows(message.sheet, message.rows)
        watch()
        worker.postMessage(answer === 'stop' ? 'stop' : 'more')
      } catch (error) {
        settle(() => reject(error))
      }
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new UnreadableFile(tooMuch) : error))
    })
    worker.on('exit', () => settle(() => reject(new Error('The reader stopped before the file was read.'))))
  })
}

const tooMuch = 'The file holds too much to read at once. Copy the rows you need into a new spreadsheet.'
const tooSlow = 'The file takes too long to read. Copy the rows you need into a new spreadsheet.'
