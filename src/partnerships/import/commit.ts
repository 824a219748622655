import { sql, type Transaction } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { Tables } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import type { Kind } from '#src/domain/words.ts'
import type { Field } from '#src/partnerships/fields.ts'
import { type Known, loadKnown } from '#src/partnerships/known.ts'
import { addRecord, type Placing, placeValues } from '#src/partnerships/place.ts'
import { listRecords } from '#src/partnerships/record.ts'
import { nextReferences } from '#src/partnerships/reference.ts'
import { type Act, change, type What, type Writer } from '#src/trail/change.ts'
import { type Batch, findBatch, type Importing, importDb, moveBatch, noteProgress } from './batch.ts'
import { collectInto } from './collect.ts'
import { mapColumns, openTable, rememberColumns } from './layout.ts'
import { listEntries, matcherOver } from './match.ts'
import type { ToSettle } from './plan.ts'
import { breathe, countEvents, listFields } from './plan-batch.ts'
import type { CreatePlan, MatchPlan, PlannedDuplicate, RowPlan } from './row-plan.ts'
import { showPendingRows } from './show-pending.ts'

const atOnce = 40

/** Whether the register is still as the dry run saw it, so that what was shown is what will be done. */
export async function isStale(db: Db, batch: Batch): Promise<boolean> {
  const authorityId = batch.authority_id
  const matcher = matcherOver(await listEntries(db, authorityId))
  const there = new Set(matcher.entries.map(entry => entry.id))
  for await (const rows of plannedRows(db, batch, ['update', 'unchanged'])) {
    const plans = rows.map(row => row.plan as MatchPlan)
    const seen = await countEvents(
      db,
      authorityId,
      plans.map(plan => plan.entryId),
    )
    for (const plan of plans) {
      if (!there.has(plan.entryId) || (seen.get(plan.entryId) ?? 0) !== plan.seen) return true
      matcher.claim(plan.entryId)
    }
  }
  for await (const rows of plannedRows(db, batch, ['create']))
    for (const { plan } of rows) {
      const { values, name } = plan as CreatePlan
      const councilReference = values.council_reference as string | undefined
      const claim = { name, kind: values.kind as Kind, ...(councilReference ? { councilReference } : {}) }
      if (matcher.take(claim)) return true
    }
  return false
}

/**
 * Takes the planned rows into the register as one (REG-7). New rows are written in short transactions and stay unseen;
 * one last transaction shows them all, changes what existed and says so on the trail. The batch must be committing.
 */
export async function commitBatch(importing: Importing, batchId: string): Promise<void> {
  const db = importDb(importing, batchId)
  const { id: authorityId, name } = importing.authority
  const batch = await findBatch(db, authorityId, batchId)
  const fields = await listFields(db, authorityId)
  const at = importing.now()
  const committing: Committing = {
    importing,
    db,
    batch,
    fields,
    known: await loadKnown(db, authorityId, name),
    what: { authority: authorityId, by: importing.by, at, action: 'import.commit', batch: batchId },
    entries: new Map(),
  }
  await rememberColumns(
    db,
    authorityId,
    await mapColumns(db, batch, await openTable(db, batch, fields), fields),
  )
  const { created = 0, updated = 0, unchanged = 0 } = batch.summary.counts ?? {}
  let done = 0
  for await (const rows of plannedRows(db, batch, ['create'], atOnce)) {
    await addRows(committing, rows)
    done += rows.length
    await noteProgress(importing, batchId, done, created + updated + unchanged)
    await breathe()
  }
  for await (const rows of plannedRows(db, batch, ['update', 'unchanged'], atOnce)) {
    await noteOpenQuestions(committing, rows)
    done += rows.length
    await noteProgress(importing, batchId, done, created + updated + unchanged)
    await breathe()
  }
  await showAll(committing)
}

type Committing = {
  importing: Importing
  db: Db
  batch: Batch
  fields: Field[]
  known: Known
  what: What
  /** The entry each created row became, by sheet and row. */
  entries: Map<string, string>
}
type PlannedRow = { sheet: number; row: number; plan: RowPlan }

async function* plannedRows(
  db: Db,
  batch: Batch,
  kinds: RowPlan['is'][],
  portion = 400,
): AsyncGenerator<PlannedRow[]> {
  let [sheet, row] = [-1, -1]
  for (;;) {
    const rows = await db
      .selectFrom('import_row')
      .select(['sheet', 'row', 'plan'])
      .where('authority_id', '=', batch.authority_id)
      .where('batch_id', '=', batch.id)
      .where(sql<boolean>`(sheet, row) > (${sheet}::int, ${row}::int)`)
      .where(sql<boolean>`plan ->> 'is' = any(${kinds}::text[])`)
      .orderBy('sheet')
      .orderBy('row')
      .limit(portion)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    sheet = last.sheet
    row = last.row
    yield rows as unknown as PlannedRow[]
  }
}

async function addRows(committing: Committing, rows: PlannedRow[]): Promise<void> {
  const { importing, batch, what, entries } = committing
  const authorityId = importing.authority.id
  await changeUnseen(committing, rows[0]!, async whole => {
    const act = collectInto(whole)
    const references = await nextReferences(act.trx, authorityId, rows.length)
    const made: { sheet: number; row: number; made: { entryId: string; reference: string } }[] = []
    for (const [index, { sheet, row, plan }] of rows.entries()) {
      const planned = plan as CreatePlan
      const [entryId, reference] = [newId(), references[index]!]
      entries.set(`${sheet}/${row}`, entryId)
      made.push({ sheet, row, made: { entryId, reference } })
      const writer = act.on('involvement', entryId, planned.name)
      const record = { involvementId: entryId, partnershipId: newId(), reference, at: what.at }
      await addRecord(placingOf(committing, act, writer, batch.id), committing.fields, record, planned.values)
      await askAbout(writer, batch, entryId, planned.toSettle)
      await suggestPairs(committing, writer, entryId, planned.duplicates ?? [])
    }
    await act.write()
    await sql`update import_row r set plan = r.plan || m.made
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as m(sheet int, row int, made jsonb)
      where r.authority_id = ${authorityId} and r.batch_id = ${batch.id} and r.sheet = m.sheet and r.row = m.row`.execute(
      act.trx,
    )
  })
}

/** Writes rows that stay unseen, and keeps their events with the first row until they are shown. */
function changeUnseen({ db, what, batch }: Committing, first: PlannedRow, work: (act: Act) => Promise<void>) {
  let trx: Transaction<Tables>
  const hold: What['hold'] = async events => {
    if (events.length === 0) return
    await trx
      .updateTable('import_row')
      .set({ events: JSON.stringify(events) })
      .where('authority_id', '=', batch.authority_id)
      .where('batch_id', '=', batch.id)
      .where('sheet', '=', first.sheet)
      .where('row', '=', first.row)
      .execute()
  }
  return change(db, { ...what, hold }, act => {
    trx = act.trx
    return work(act)
  })
}

function placingOf(
  { known, importing, what }: Committing,
  act: Act,
  writer: Writer,
  batch?: string,
): Placing {
  const today = what.at.toISOString().slice(0, 10)
  return { act, writer, known, authorityId: importing.authority.id, today, batch }
}

async function askAbout(
  writer: Writer,
  batch: Batch,
  involvement_id: string,
  questions: readonly ToSettle[],
) {
  if (questions.length === 0) return
  await writer.insertMany(
    'settlement',
    questions.map(({ row, column, field, value, message, proposed }) => ({
      involvement_id,
      batch_id: batch.id,
      row,
      heading: column,
      field,
      original: value,
      message,
      // Wrapped, for 'leave it empty' is a proposal and not the lack of one.
      proposed: proposed === undefined ? null : JSON.stringify({ value: proposed }),
      settled_at: null,
      settled_by: null,
      pending_batch: batch.id,
    })),
  )
}

async function suggestPairs(
  { entries, batch }: Committing,
  writer: Writer,
  involvement_id: string,
  pairs: readonly PlannedDuplicate[],
) {
  const rows = pairs.flatMap(({ score, entryId, row }) => {
    const candidate_id = entryId ?? (row && entries.get(`${row.sheet}/${row.row}`))
    return candidate_id
      ? [{ involvement_id, candidate_id, batch_id: batch.id, score, pending_batch: batch.id }]
      : []
  })
  if (rows.length > 0) await writer.insertMany('duplicate', rows)
}

// What is to be settled on entries that exist is written ahead as well: it stays unseen like the rest.
async function noteOpenQuestions(committing: Committing, rows: PlannedRow[]): Promise<void> {
  const asking = rows.filter(({ plan }) => plan.is !== 'skip' && plan.toSettle.length > 0)
  if (asking.length === 0) return
  await changeUnseen(committing, asking[0]!, async act => {
    for (const { plan } of asking) {
      const { entryId, name, toSettle } = plan as MatchPlan
      await askAbout(act.on('involvement', entryId, name), committing.batch, entryId, toSettle)
    }
  })
}

async function showAll(committing: Committing): Promise<void> {
  const { db, batch, what, importing, fields } = committing
  const authorityId = importing.authority.id
  const updates: PlannedRow[] = []
  for await (const rows of plannedRows(db, batch, ['update'])) updates.push(...rows)
  await change(db, what, async act => {
    await moveBatch(act.trx, authorityId, batch.id, 'committed', { committed_at: what.at })
    await showPendingRows(act.trx, authorityId, batch.id)
    for (let at = 0; at < updates.length; at += 100)
      await applyUpdates(committing, act, updates.slice(at, at + 100), fields)
    const { counts } = batch.summary
    act.on('import', batch.id, batch.file_name).note('counts', counts ?? {})
  })
}

async function applyUpdates(committing: Committing, act: Act, rows: PlannedRow[], fields: Field[]) {
  const plans = rows.map(row => row.plan as MatchPlan)
  const custom = fields.filter(field => field.store === 'custom')
  const records = await listRecords(
    act.trx,
    committing.importing.authority.id,
    plans.map(plan => plan.entryId),
    custom,
  )
  for (const plan of plans) {
    const record = records.find(each => each.involvementId === plan.entryId)
    if (!record) continue
    const writer = act.on('involvement', record.involvementId, record.name)
    await placeValues(placingOf(committing, act, writer), fields, record, plan.values)
  }
}
