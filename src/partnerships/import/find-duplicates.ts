import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Candidate, type LikelyDuplicate, likelyDuplicates } from './duplicates.ts'

type Task = { candidates: Candidate[]; existing: Candidate[] }

/** Finds likely duplicates; of many, in a thread of its own, so that the process goes on answering meanwhile. */
export async function findLikelyDuplicates(
  candidates: Candidate[],
  existing: Candidate[],
): Promise<LikelyDuplicate[]> {
  if (candidates.length === 0) return []
  if (candidates.length + existing.length < 400) return likelyDuplicates(candidates, existing)
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { candidates, existing } satisfies Task,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('The comparison stopped before it was done.')))
    })
  } finally {
    await worker.terminate()
  }
}

if (!isMainThread && parentPort && (workerData as Task | null)?.candidates) {
  const { candidates, existing } = workerData as Task
  parentPort.postMessage(likelyDuplicates(candidates, existing))
}
