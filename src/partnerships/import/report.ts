import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { findBatch } from './batch.ts'
import { mapColumns, openTable } from './layout.ts'
import { listFields } from './plan-batch.ts'
import type { RowPlan } from './row-plan.ts'

/** What an import did, or would do. `row` is the file's row counted from 1, `column` the heading as it stands. */
export type Report = {
  file: string
  sheet: string
  rows: number
  created: number
  updated: number
  unchanged: number
  skipped: { row: number; reason: string }[]
  toSettle: { row: number; column: string; value: string; message: string }[]
  duplicates: { row: number; name: string; candidate: string; score: number }[]
  /** New entries that stand as in place, began since the protocol did or do not say when, and count as not approved. */
  tooNew: { row: number; name: string; message: string }[]
  /** The field each heading is taken for; null where its text is left as it stands. */
  mapping: Record<string, string | null>
  batch: string | null
  dryRun: boolean
}

/** Tells what stands in the plans of a batch's rows. */
export async function reportOn(
  db: Db,
  authorityId: string,
  batchId: string,
  dryRun: boolean,
): Promise<Report> {
  const batch = await findBatch(db, authorityId, batchId)
  const fields = await listFields(db, authorityId)
  const table = await openTable(db, batch, fields)
  const mapping = await mapColumns(db, batch, table, fields)
  const { created = 0, updated = 0, unchanged = 0, skipped = 0 } = batch.summary.counts ?? {}
  const lists: Pick<Report, 'skipped' | 'toSettle' | 'duplicates' | 'tooNew'> = {
    skipped: [],
    toSettle: [],
    duplicates: [],
    tooNew: [],
  }
  const rows = await db
    .selectFrom('import_row')
    .select(['row', sql<RowPlan>`plan - 'values' - 'changes'`.as('plan')])
    .where('authority_id', '=', authorityId)
    .where('batch_id', '=', batchId)
    .where('plan', 'is not', null)
    .orderBy('sheet')
    .orderBy('row')
    .execute()
  for (const { row, plan } of rows) {
    if (plan.is === 'skip') lists.skipped.push({ row, reason: plan.reason })
    else
      for (const { column, value, message, row } of plan.toSettle)
        lists.toSettle.push({ row, column, value, message })
    if (plan.is === 'create' && plan.tooNew) lists.tooNew.push({ row, name: plan.name, message: plan.tooNew })
    if (plan.is === 'create')
      for (const { name, reference, row: other, score } of plan.duplicates ?? [])
        lists.duplicates.push({
          row,
          name: plan.name,
          candidate: reference ? `${reference} ${name}` : `row ${other?.row} ${name}`,
          score,
        })
  }
  return {
    file: batch.file_name,
    sheet: table.sheetName,
    rows: created + updated + unchanged + skipped,
    created,
    updated,
    unchanged,
    ...lists,
    mapping: Object.fromEntries(mapping.map(({ heading, field }) => [heading, field])),
    batch: dryRun ? null : batchId,
    dryRun,
  }
}
