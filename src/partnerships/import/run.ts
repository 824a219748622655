import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Database } from '#src/db/open.ts'
import type { Kind } from '#src/domain/words.ts'
import { Refused } from '#src/errors.ts'
import { fields as dictionary } from '#src/partnerships/fields.ts'
import type { Actor } from '#src/trail/change.ts'
import { type Batch, findBatch, type Importing, importDb, moveBatch, noteInBatch } from './batch.ts'
import { commitBatch } from './commit.ts'
import { failBatch } from './fail.ts'
import { lookAtSheets, mapColumns, openTable } from './layout.ts'
import { listFields, planBatch } from './plan-batch.ts'
import { UnreadableFile } from './read/unreadable.ts'
import { type Report, reportOn } from './report.ts'
import { addBatch, forgetBatch, readRows } from './take-rows.ts'

export type { Report } from './report.ts'

export type RunOptions = {
  /** The file's content, or the path of the file. */
  bytes?: Uint8Array
  path?: string
  /** The file's name; a path has one. */
  name?: string
  /** A name, or a number from 1. */
  sheet?: string | number
  /** The heading as it stands, by the dictionary's field name. */
  map?: Record<string, string>
  /** What new entries are where the file does not say. */
  kind?: Kind
  dryRun?: boolean
  by: Actor
  at: Date
  onProgress?: (step: 'reading' | 'comparing' | 'saving', done: number, of: number) => void
}

/** The fields `--map` takes, each with the heading an export gives it. */
export function listFieldNames(): { name: string; heading: string; help: string }[] {
  return dictionary.map(({ name, heading, help }) => ({ name, heading, help }))
}

/**
 * Takes a file into an authority's register from end to end, or with `dryRun` says what that would do (REG-7).
 * @throws Refused, in one sentence, for a file that cannot be read, a sheet or heading that is not there, an authority
 * that does not exist; nothing is changed then
 */
export async function runImport(
  database: Database,
  authorityId: string,
  options: RunOptions,
): Promise<Report> {
  const importing = await importingFor(database, authorityId, options)
  const name = options.name ?? basename(options.path ?? 'Pasted text')
  const bytes = options.bytes ?? (await bytesOf(options.path ?? ''))
  const batchId = await addBatch(importing, name)
  const watch = watchProgress(importing, batchId, options)
  try {
    await readRows(importing, batchId, bytes, name)
    await choose(importing, batchId, options)
    const db = importDb(importing)
    await moveBatch(db, authorityId, batchId, 'planning')
    await planBatch(importing, batchId)
    if (options.dryRun) {
      const report = await reportOn(db, authorityId, batchId, true)
      await forgetBatch(importing, batchId)
      return report
    }
    await moveBatch(db, authorityId, batchId, 'committing')
    await commitBatch(importing, batchId)
    return await reportOn(db, authorityId, batchId, false)
  } catch (error) {
    await failBatch(importing, batchId, error)
    const refused = error instanceof UnreadableFile || error instanceof Refused
    if (refused) await forgetBatch(importing, batchId)
    throw refused ? new Refused(error.message) : error
  } finally {
    watch.stop()
  }
}

async function importingFor(
  database: Database,
  authorityId: string,
  { by, at }: RunOptions,
): Promise<Importing> {
  const authority = await database
    .app()
    .selectFrom('authority')
    .select(['id', 'name'])
    .where('id', '=', authorityId)
    .executeTakeFirst()
  if (!authority) throw new Refused('There is no such authority.')
  return { database, authority, by, now: () => at }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch {
    throw new Refused(`The file ${path} cannot be opened.`)
  }
}

async function choose(
  importing: Importing,
  batchId: string,
  { sheet, map = {}, kind }: RunOptions,
): Promise<void> {
  const db = importDb(importing)
  const authorityId = importing.authority.id
  const batch = await findBatch(db, authorityId, batchId)
  const options = {
    ...(sheet === undefined ? {} : { sheet: sheetIndex(batch, sheet) }),
    ...(kind ? { kind } : {}),
  }
  await noteInBatch(db, authorityId, batchId, { options })
  const fields = await listFields(db, authorityId)
  const chosen = { ...batch, options }
  const looks = await lookAtSheets(db, chosen, fields)
  if (looks.length === 0) throw new Refused('The file holds no rows.')
  const table = await openTable(db, chosen, fields)
  const mapping = await mapColumns(db, chosen, table, fields)
  const columns = mapping.map(column => column.field)
  for (const [field, heading] of Object.entries(map)) {
    if (!fields.some(each => each.name === field))
      throw new Refused(`There is no field ${field}: import --fields lists them.`)
    const at = mapping.findIndex(
      column => column.heading === heading || column.heading.toLowerCase() === heading.toLowerCase(),
    )
    if (at < 0) throw new Refused(`The sheet has no heading ‘${heading}’.`)
    for (const [index, other] of columns.entries()) if (other === field) columns[index] = null
    columns[at] = field
  }
  if (!columns.includes('name'))
    throw new Refused('No column is taken for the name. Say which with --map name=Heading.')
  await noteInBatch(db, authorityId, batchId, { options: { columns } })
}

function sheetIndex(batch: Batch, sheet: string | number): number {
  const sheets = batch.summary.sheets ?? []
  const byName = sheets.findIndex(each => each.name === String(sheet))
  const index = byName >= 0 ? byName : /^\d+$/.test(String(sheet)) ? Number(sheet) - 1 : -1
  if (!sheets[index]) throw new Refused(`The file has no sheet ‘${sheet}’ with rows in it.`)
  return index
}

function watchProgress(importing: Importing, batchId: string, { onProgress }: RunOptions) {
  if (!onProgress) return { stop() {} }
  const steps = { reading: 'reading', planning: 'comparing', committing: 'saving' } as const
  const timer = setInterval(async () => {
    const batch = await findBatch(importDb(importing), importing.authority.id, batchId).catch(() => undefined)
    const step = batch && steps[batch.state as keyof typeof steps]
    if (step) onProgress(step, batch.progress, batch.progress_of)
  }, 250)
  return { stop: () => clearInterval(timer) }
}
