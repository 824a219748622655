import { sql } from 'kysely'
import type { Database } from '#src/db/open.ts'
import { Refused } from '#src/errors.ts'
import { type Importing, Stopped, working } from './batch.ts'
import { UnreadableFile } from './read/unreadable.ts'
import { dropPendingRows } from './show-pending.ts'

const interrupted =
  'The service stopped while it was at work. Nothing of it is on the register. Send the file again.'

/** Marks an import as failed and takes away what it had written unseen: the register is as it was. */
export async function failBatch(importing: Importing, batchId: string, error: unknown): Promise<void> {
  await dropPendingRows(importing.database, importing.authority.id, batchId)
  await markFailed(importing.database, importing.authority.id, batchId, reasonOf(error))
}

function reasonOf(error: unknown): string {
  if (error instanceof UnreadableFile || error instanceof Refused) return error.message
  if (error instanceof Stopped) return interrupted
  return 'Something went wrong on our side. Nothing of it is on the register. Send the file again.'
}

async function markFailed(database: Database, authorityId: string, batchId: string, error: string) {
  await database
    .maintenance()
    .updateTable('import_batch')
    .set({ state: 'failed', error })
    .where('authority_id', '=', authorityId)
    .where('id', '=', batchId)
    .where('state', 'in', ['reading', 'read', 'planning', 'planned', 'committing'])
    .execute()
}

const patience = 120_000

/**
 * Ends the imports that were under way when a process was killed: what they had written unseen is taken away.
 * @param running the imports this process is at work on
 * @param alone whether no other process works on this database
 */
export async function sweepImports(
  database: Database,
  now: Date,
  running: ReadonlySet<string>,
  alone: boolean,
): Promise<void> {
  const rows = await database
    .maintenance()
    .selectFrom('import_batch')
    .select(['authority_id', 'id', 'state', sql<string | null>`summary ->> 'beat'`.as('beat'), 'created_at'])
    .where('state', 'in', working)
    .execute()
  for (const { authority_id, id, state, beat, created_at } of rows) {
    if (running.has(id)) continue
    const last = Math.max(beat ? Date.parse(beat) : 0, created_at.getTime())
    if (!alone && now.getTime() - last < patience) continue
    await dropPendingRows(database, authority_id, id)
    if (state !== 'undoing') await markFailed(database, authority_id, id, interrupted)
    else
      await database
        .maintenance()
        .updateTable('import_batch')
        .set({ state: 'committed', error: 'The undo was interrupted. Undo again to finish it.' })
        .where('authority_id', '=', authority_id)
        .where('id', '=', id)
        .where('state', '=', 'undoing')
        .execute()
  }
}
