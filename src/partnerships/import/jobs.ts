import type { Deps } from '#src/deps.ts'
import type { Importing } from './batch.ts'
import { failBatch, sweepImports } from './fail.ts'

/** The imports this process is at work on. */
export type Jobs = {
  /** Starts work on a batch and gives it back, for who wants to wait; a failure is noted in the batch. */
  start(
    importing: Importing,
    batchId: string,
    work: (importing: Importing) => Promise<unknown>,
  ): Promise<Error | null>
  isRunning(batchId: string): boolean
  /** Ends what a killed process left behind. */
  sweep(): Promise<void>
  /** Asks all work to end at its next step and waits for it. */
  stop(): Promise<void>
}

/** Runs imports beside the requests, in short steps, so that pages go on answering. */
export function startJobs({ database, now }: Deps, log: { error(error: unknown): void }): Jobs {
  const running = new Map<string, Promise<Error | null>>()
  let stopping = false
  return {
    start(importing, batchId, work) {
      const job = work({ ...importing, stopping: () => stopping })
        .then(() => null)
        .catch(async (error: Error) => {
          if (!(error.name in expected)) log.error(error)
          await failBatch(importing, batchId, error).catch(each => log.error(each))
          return error
        })
        .finally(() => running.delete(batchId))
      running.set(batchId, job)
      return job
    },
    isRunning: batchId => running.has(batchId),
    sweep: () => sweepImports(database, now(), new Set(running.keys()), database.kind === 'embedded'),
    async stop() {
      stopping = true
      await Promise.all(running.values())
    },
  }
}

const expected = { UnreadableFile: true, Refused: true, Stopped: true }
