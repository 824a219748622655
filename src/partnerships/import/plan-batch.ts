import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { financialYearOf } from '#src/domain/dates.ts'
import { type Kind, kinds } from '#src/domain/words.ts'
import { protocolSince, type Since } from '#src/partnerships/began.ts'
import { listCustomFields } from '#src/partnerships/custom-fields.ts'
import { fields as dictionary, type Field } from '#src/partnerships/fields.ts'
import { type Known, loadKnown } from '#src/partnerships/known.ts'
import { listDifferences } from '#src/partnerships/place/differences.ts'
import { whyHeld, whyTooNewIn } from '#src/partnerships/place/held.ts'
import { listRecords, type RegisterRecord } from '#src/partnerships/record.ts'
import {
  type Batch,
  type Counts,
  findBatch,
  type Importing,
  importDb,
  moveBatch,
  noteInBatch,
  noteProgress,
} from './batch.ts'
import { mapColumns, openTable } from './layout.ts'
import { listEntries, type Matcher, matcherOver } from './match.ts'
import { type ProposedRecord, type SkippedRow, startProposing, type ToSettle } from './plan.ts'
import { planDuplicates } from './plan-duplicates.ts'
import { heldCells } from './plan-held.ts'
import type { KeptText, PlannedChange, RowPlan } from './row-plan.ts'
import { sayValue } from './say.ts'
import { siftValues } from './sift.ts'
import type { MappedColumn } from './table/mapping.ts'

/** The dictionary with the authority's own fields. */
export async function listFields(db: Db, authorityId: string): Promise<Field[]> {
  return [...dictionary, ...(await listCustomFields(db, authorityId))]
}

/**
 * Works out, row by row and changing nothing, what the file would do to the register: the dry run (REG-7).
 * @returns how many of what; the plan of each row stands with the row
 */
export async function planBatch(importing: Importing, batchId: string): Promise<Counts> {
  const db = importDb(importing)
  const { id: authorityId, name } = importing.authority
  const batch = await findBatch(db, authorityId, batchId)
  const fields = await listFields(db, authorityId)
  const table = await openTable(db, batch, fields)
  const mapping = await mapColumns(db, batch, table, fields)
  const known = await loadKnown(db, authorityId, name)
  const plannedAt = importing.now().toISOString()
  const financialYear = financialYearOf(plannedAt.slice(0, 10))
  const planning: Planning = {
    db,
    batch,
    fields,
    mapping,
    known,
    since: await protocolSince(db, authorityId, plannedAt.slice(0, 10)),
    matcher: matcherOver(await listEntries(db, authorityId)),
    counts: { created: 0, updated: 0, unchanged: 0, skipped: 0, toSettle: 0, duplicates: 0, tooNew: 0 },
    created: [],
    sheets: (batch.summary.sheets ?? []).map(sheet => sheet.name),
    sheet:
      batch.options.sheet ??
      Math.max(
        0,
        (batch.summary.sheets ?? []).findIndex(each => each.name === table.sheetName),
      ),
  }
  await clearPlans(db, batch)
  const proposer = startProposing(mapping, { directory: known.directory, financialYear, fields })
  let done = 0
  for await (const rows of table.portions()) {
    for (let at = 0; at < rows.length; at += 50) {
      await planRows(
        planning,
        rows.slice(at, at + 50).flatMap(row => proposer.take(row)),
      )
      await breathe()
    }
    done += rows.length
    await noteProgress(importing, batchId, done, table.count)
  }
  await planRows(planning, proposer.end())
  planning.counts.duplicates = await planDuplicates(planning, importing)
  await db
    .updateTable('import_batch')
    .set({ sheet: table.sheetName })
    .where('authority_id', '=', authorityId)
    .where('id', '=', batchId)
    .execute()
  await noteInBatch(db, authorityId, batchId, { summary: { counts: planning.counts, plannedAt } })
  await moveBatch(db, authorityId, batchId, 'planned')
  return planning.counts
}

/** What planning knows while it goes through the rows. */
export type Planning = {
  db: Db
  batch: Batch
  fields: Field[]
  mapping: MappedColumn[]
  known: Known
  since: Since
  matcher: Matcher
  counts: Counts
  created: { key: string; name: string; lead?: string; partners?: string[] }[]
  sheets: string[]
  sheet: number
}

type Planned = { sheet: number; row: number; plan: RowPlan }

/** Lets requests that wait have their turn. */
export const breathe = () => new Promise<void>(resolve => setImmediate(resolve))

async function clearPlans(db: Db, batch: Batch) {
  await db
    .updateTable('import_row')
    .set({ plan: null, events: null })
    .where('authority_id', '=', batch.authority_id)
    .where('batch_id', '=', batch.id)
    .where('plan', 'is not', null)
    .execute()
}

async function planRows(planning: Planning, outcomes: (ProposedRecord | SkippedRow)[]): Promise<void> {
  const planned: Planned[] = []
  const matched: { at: Planned; record: ProposedRecord; entryId: string }[] = []
  for (const outcome of outcomes) {
    const sheet = outcome.sheet === undefined ? planning.sheet : planning.sheets.indexOf(outcome.sheet)
    const at: Planned = { sheet, row: outcome.row, plan: skip('') }
    planned.push(at)
    if ('skipped' in outcome)
      at.plan = { is: 'skip', reason: outcome.skipped, text: outcome.text.slice(0, 500) }
    else {
      const found = planning.matcher.take(claimOf(planning, outcome))
      if (!found) at.plan = planNew(planning, outcome, at)
      else if (found.taken)
        at.plan = skip(`It is the same entry as an earlier row: ${found.entry.reference}.`)
      else matched.push({ at, record: outcome, entryId: found.entry.id })
    }
  }
  const held = await listRecords(
    planning.db,
    planning.batch.authority_id,
    matched.map(each => each.entryId),
    planning.fields.filter(each => each.store === 'custom'),
  )
  const seen = await countEvents(
    planning.db,
    planning.batch.authority_id,
    matched.map(each => each.entryId),
  )
  const settled = await listSettledBefore(
    planning,
    matched.map(each => each.entryId),
  )
  for (const { at, record, entryId } of matched) {
    const entry = held.find(each => each.involvementId === entryId)
    at.plan = entry
      ? planMatched(planning, record, entry, seen.get(entryId) ?? 0, settled)
      : skip('The entry it matches is gone.')
  }
  for (const { plan } of planned) count(planning.counts, plan)
  await savePlans(planning.db, planning.batch, planned)
}

const skip = (reason: string): RowPlan => ({ is: 'skip', reason, text: '' })

function claimOf({ batch }: Planning, { values }: ProposedRecord) {
  const kind = kinds.find(each => each.value === values.kind)?.value ?? batch.options.kind ?? 'partnership'
  return {
    ...(typeof values.reference === 'string' ? { reference: values.reference } : {}),
    ...(typeof values.council_reference === 'string' ? { councilReference: values.council_reference } : {}),
    name: String(values.name),
    kind: kind as Kind,
  }
}

function planNew(planning: Planning, record: ProposedRecord, at: Planned): RowPlan {
  const { values, toSettle } = siftValues(record, planning.mapping, planning.fields, planning.known)
  if (typeof values.name !== 'string') return skip('The name is longer than 300 characters.')
  values.kind ??= planning.batch.options.kind ?? 'partnership'
  // A number of an earlier list is the council's own; the register gives its numbers itself.
  if (typeof values.reference === 'string') values.council_reference ??= values.reference
  delete values.reference
  const names = (list: unknown) => ((list ?? []) as { name: string }[]).map(each => each.name)
  planning.created.push({
    key: `${at.sheet}/${at.row}`,
    name: values.name,
    partners: names(values.partners),
    ...(values.lead_organisation ? { lead: (values.lead_organisation as { name: string }).name } : {}),
  })
  const tooNew = whyTooNewIn(planning.since, values)
  const kept = keptTexts(planning, record)
  return { is: 'create', name: values.name, values, toSettle, kept, ...(tooNew ? { tooNew } : {}) }
}

function planMatched(
  planning: Planning,
  record: ProposedRecord,
  entry: RegisterRecord,
  seen: number,
  settled: Set<string>,
): RowPlan {
  const { fields, known, mapping } = planning
  const sifted = siftValues(record, mapping, fields, known)
  const all = listDifferences(fields, entry.values, sifted.values, known)
  const held = whyHeld(planning.since, entry, all)
  const differences = all.filter(each => !held.has(each.field.name))
  // A cell that was settled, or still waits, is not asked about again.
  const toSettle = [...sifted.toSettle, ...heldCells(mapping, record, held)].filter(
    each =>
      !settled.has(settledKey(entry.involvementId, each.column, each.value)) &&
      !alreadySo(planning, entry, each),
  )
  const changes = differences.map(
    ({ field, before, after }): PlannedChange => ({
      field: field.name,
      heading: field.heading,
      before: sayValue(field, before),
      after: sayValue(field, after),
    }),
  )
  return {
    is: changes.length > 0 ? 'update' : 'unchanged',
    name: entry.name,
    entryId: entry.involvementId,
    reference: entry.reference,
    values: Object.fromEntries(differences.map(({ field, after }) => [field.name, after])),
    changes,
    toSettle,
    kept: keptTexts(planning, record),
    seen,
  }
}

function keptTexts({ mapping }: Planning, { originals }: ProposedRecord): KeptText[] {
  return mapping.flatMap(({ field, heading }) => {
    const text = originals[heading]
    return field === null && text ? [{ heading, text }] : []
  })
}

// What is proposed stands in the record already: there is nothing to settle.
function alreadySo({ fields, known }: Planning, entry: RegisterRecord, each: ToSettle): boolean {
  const field = fields.find(one => one.name === each.field)
  if (!field || each.proposed === undefined || each.proposed === null) return false
  return listDifferences([field], entry.values, { [field.name]: each.proposed }, known).length === 0
}

/** How many changes each entry has had: another number means that someone changed it. */
export async function countEvents(
  db: Db,
  authorityId: string,
  entryIds: string[],
): Promise<Map<string, number>> {
  if (entryIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('event')
    .select(['subject_id', eb => eb.fn.countAll<number>().as('count')])
    .where('authority_id', '=', authorityId)
    .where('subject_type', '=', 'involvement')
    .where('subject_id', '=', sql<string>`any(${entryIds}::uuid[])`)
    .groupBy('subject_id')
    .execute()
  return new Map(rows.map(row => [row.subject_id, row.count]))
}

const settledKey = (entryId: string, heading: string, original: string) =>
  JSON.stringify([entryId, heading, original])

async function listSettledBefore({ db, batch }: Planning, entryIds: string[]): Promise<Set<string>> {
  if (entryIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('settlement')
    .select(['involvement_id', 'heading', 'original'])
    .where('authority_id', '=', batch.authority_id)
    .where('involvement_id', '=', sql<string>`any(${entryIds}::uuid[])`)
    .execute()
  return new Set(rows.map(row => settledKey(row.involvement_id, row.heading, row.original)))
}

function count(counts: Counts, plan: RowPlan) {
  const of = { create: 'created', update: 'updated', unchanged: 'unchanged', skip: 'skipped' } as const
  counts[of[plan.is]] += 1
  if (plan.is === 'create' && plan.tooNew) counts.tooNew = (counts.tooNew ?? 0) + 1
  if (plan.is !== 'skip') counts.toSettle += plan.toSettle.length
}

async function savePlans(db: Db, batch: Batch, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return
  await sql`update import_row r set plan = p.plan
    from jsonb_to_recordset(${JSON.stringify(planned)}::jsonb) as p(sheet int, row int, plan jsonb)
    where r.authority_id = ${batch.authority_id} and r.batch_id = ${batch.id}
      and r.sheet = p.sheet and r.row = p.row`.execute(db)
}
