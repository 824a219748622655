import type { Database } from '#src/db/open.ts'
import { seal } from './seal.ts'

/** Seals what was committed, every second. @returns a function that stops it after a last round */
export function startSealing(database: Database, log: { error(error: unknown): void }): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(() => sealAll(database)).catch(error => log.error(error))
  }, 1000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
    await sealAll(database).catch(error => log.error(error))
  }
}

/** Seals the waiting events of every chain. */
export async function sealAll(database: Database): Promise<void> {
  const db = database.maintenance()
  const waiting = await db.selectFrom('event_unsealed').select('authority_id').distinct().execute()
  for (const { authority_id } of waiting) await seal(db, authority_id)
}
