import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database, Db } from '#src/db/open.ts'
import type { ImportState, Tables } from '#src/db/tables.ts'
import type { Kind } from '#src/domain/words.ts'
import { Conflict, NotFound } from '#src/errors.ts'
import type { Actor } from '#src/trail/change.ts'
import type { Headings } from './table/headings.ts'

/** Who takes a register in, where, and when: what every step of an import needs. */
export type Importing = {
  database: Database
  authority: { id: string; name: string }
  by: Actor
  now: () => Date
  /** Whether the process is stopping: the work then ends at the next step. */
  stopping?: () => boolean
}

/** How the file is to be read, as the person chose. `sheet` counts from 0. */
export type Options = {
  sheet?: number
  shape?: 'table' | 'form'
  /** The row of the headings, as the file counts. */
  headingRow?: number
  /** What new entries are where the file does not say. */
  kind?: Kind
  /** The field each column is taken for, by the column's place; null leaves it as original text. */
  columns?: (string | null)[]
}

/** One sheet of the file; its shape and headings once it was looked at. */
export type SheetHere = {
  name: string
  hidden: boolean
  rows: number
  shape?: 'table' | 'form'
  headings?: Headings
}
export type Counts = {
  created: number
  updated: number
  unchanged: number
  skipped: number
  toSettle: number
  duplicates: number
  /** New entries that stand as in place and began since the protocol did. */
  tooNew?: number
}

/** What is known of the import so far. */
export type Summary = {
  sheets?: SheetHere[]
  counts?: Counts
  plannedAt?: string
  /** When the work last went on: one that stands still was killed. */
  beat?: string
  left?: { name: string; reference: string; why: string }[]
}

export type Batch = Omit<Selectable<Tables['import_batch']>, 'file_bytes' | 'options' | 'summary'> & {
  options: Options
  summary: Summary
}

// One table of moves: what may follow each state.
const moves: Record<ImportState, readonly ImportState[]> = {
  reading: ['read', 'failed'],
  read: ['planning', 'failed'],
  planning: ['planned', 'read', 'failed'],
  planned: ['planning', 'read', 'committing', 'failed'],
  committing: ['committed', 'failed'],
  committed: ['undoing'],
  undoing: ['undone', 'committed'],
  undone: [],
  failed: [],
}

/** States in which the service itself is at work. */
export const working: readonly ImportState[] = ['reading', 'planning', 'committing', 'undoing']

/**
 * Moves a batch to another state: the only writer of it. Of two who ask at once one wins.
 * @throws Conflict when the batch is in a state from which this one cannot follow
 */
export async function moveBatch(
  db: Kysely<Tables>,
  authorityId: string,
  id: string,
  to: ImportState,
  more: {
    error?: string
    committed_at?: Date
    undone_at?: Date
    progress?: number
    progress_of?: number
  } = {},
): Promise<void> {
  const from = Object.entries(moves).flatMap(([state, next]) =>
    next.includes(to) ? [state as ImportState] : [],
  )
  const moved = await db
    .updateTable('import_batch')
    .set({ state: to, version: sql`version + 1`, ...more })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  if (!moved) throw new Conflict('This import has moved on. Open it again and look at where it stands.')
}

/** The database as this import may see it; with the batch it sees the rows it prepares. */
export function importDb({ database, authority, by }: Importing, batchId?: string): Db {
  return database.app({
    authority: authority.id,
    ...(by.accountId ? { account: by.accountId } : {}),
    ...(batchId ? { batch: batchId } : {}),
  })
}

/** One import. @throws NotFound */
export async function findBatch(db: Db, authorityId: string, id: string): Promise<Batch> {
  const row = await db
    .selectFrom('import_batch')
    .select(['authority_id', 'id', 'version', 'file_name', 'sheet', 'state', 'options', 'summary'])
    .select(['progress', 'progress_of', 'error', 'account_id', 'created_at', 'committed_at', 'undone_at'])
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('No such import')
  return row as Batch
}

/** Notes how far the work is; lists and pages show it. */
export async function noteProgress(
  importing: Importing,
  id: string,
  progress: number,
  of: number,
): Promise<void> {
  if (importing.stopping?.()) throw new Stopped()
  await importDb(importing)
    .updateTable('import_batch')
    .set({
      progress,
      progress_of: of,
      summary: sql`summary || ${JSON.stringify({ beat: importing.now().toISOString() })}::jsonb`,
    })
    .where('authority_id', '=', importing.authority.id)
    .where('id', '=', id)
    .execute()
}

/** Keeps more of what is known of a batch, or of how it is to be read. */
export async function noteInBatch(
  db: Kysely<Tables>,
  authorityId: string,
  id: string,
  { summary = {}, options = {} }: { summary?: Partial<Summary>; options?: Partial<Options> },
): Promise<void> {
  await db
    .updateTable('import_batch')
    .set({
      summary: sql`summary || ${JSON.stringify(summary)}::jsonb`,
      options: sql`options || ${JSON.stringify(options)}::jsonb`,
    })
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .execute()
}

/** The process ends while an import is under way. */
export class Stopped extends Error {
  override name = 'Stopped'
}
