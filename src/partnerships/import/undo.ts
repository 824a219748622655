import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { EventPayload } from '#src/db/tables.ts'
import { type Act, change } from '#src/trail/change.ts'
import {
  type Batch,
  findBatch,
  type Importing,
  importDb,
  moveBatch,
  noteInBatch,
  noteProgress,
} from './batch.ts'
import { breathe } from './plan-batch.ts'
import { removeUnused } from './undo-names.ts'
import { type RowUndo, rowChanges, undoRow } from './undo-rules.ts'

/** An entry that undoing leaves alone, wholly or in part, and why. */
export type Left = { reference: string; name: string; why: string }
/** What undoing an import would do, in numbers, and what it leaves. */
export type Undo = { removed: number; restored: number; left: Left[] }

const atOnce = 25

/** Says what undoing would do, changing nothing. */
export async function undoOf(db: Db, authorityId: string, batch: Batch): Promise<Undo> {
  const total: Undo = { removed: 0, restored: 0, left: [] }
  const subjects = await listSubjects(db, authorityId, batch.id)
  for (let at = 0; at < subjects.length; at += 200)
    await db.transaction().execute(async trx => {
      for (const entry of await readSubjects(trx, authorityId, batch.id, subjects.slice(at, at + 200))) {
        const undo = await decide(trx, authorityId, entry)
        tally(total, undo)
      }
    })
  return total
}

/**
 * Undoes an import: takes away the entries it created, puts back the fields it changed, and leaves and names what
 * someone changed since (REG-7). The batch must be undoing; undone in part, it goes on where it stopped.
 */
export async function undoBatch(importing: Importing, batchId: string): Promise<Undo> {
  const db = importDb(importing)
  const { id: authorityId } = importing.authority
  const batch = await findBatch(db, authorityId, batchId)
  const total: Undo = { removed: 0, restored: 0, left: batch.summary.left ?? [] }
  const what = {
    authority: authorityId,
    by: importing.by,
    at: importing.now(),
    action: 'import.undo',
    batch: batchId,
  }
  const subjects = await listSubjects(db, authorityId, batchId)
  for (let at = 0; at < subjects.length; at += atOnce) {
    await change(db, what, async act => {
      for (const entry of await readSubjects(
        act.trx,
        authorityId,
        batchId,
        subjects.slice(at, at + atOnce),
      )) {
        const undo = await decide(act.trx, authorityId, entry)
        tally(total, undo)
        await apply(act, authorityId, batch, undo, what.at)
      }
    })
    await noteInBatch(db, authorityId, batchId, { summary: { left: total.left.slice(0, 1000) } })
    await noteProgress(importing, batchId, at, subjects.length)
    await breathe()
  }
  await removeUnused(db, what, batchId)
  await change(db, what, async act => {
    await moveBatch(act.trx, authorityId, batchId, 'undone', { undone_at: what.at })
    act.on('import', batchId, batch.file_name).note('left', total.left.length)
  })
  return total
}

type Entry = {
  id: string
  name: string
  reference: string
  partnershipId: string
  removed: boolean
  payloads: EventPayload[]
  others: number
}
type Decision = {
  entry: Entry
  created: boolean
  remove: boolean
  undo: RowUndo[]
  left: Left | null
}

/** The entries the batch touched and has not undone yet. */
async function listSubjects(db: Db, authorityId: string, batchId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('event')
    .select('subject_id')
    .where('authority_id', '=', authorityId)
    .where('batch_id', '=', batchId)
    .where('subject_type', '=', 'involvement')
    .groupBy('subject_id')
    .having(sql<boolean>`not bool_or(action = 'import.undo')`)
    .orderBy('subject_id')
    .execute()
  return rows.map(row => row.subject_id)
}

async function readSubjects(trx: Db, authorityId: string, batchId: string, ids: string[]): Promise<Entry[]> {
  const rows = await trx
    .selectFrom('involvement as i')
    .innerJoin('partnership as p', join =>
      join.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.id', '=', 'i.partnership_id'),
    )
    .select(['i.id', 'i.reference', 'p.id as partnershipId', 'p.name', 'i.removed_at'])
    .where('i.authority_id', '=', authorityId)
    .where('i.id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  const events = await trx
    .selectFrom('event')
    .select(['subject_id', 'batch_id', 'payload', 'action'])
    .where('authority_id', '=', authorityId)
    .where('subject_type', '=', 'involvement')
    .where('subject_id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ removed_at, ...row }) => {
    const about = events.filter(event => event.subject_id === row.id)
    const own = about.filter(event => event.batch_id === batchId)
    return {
      ...row,
      removed: removed_at !== null,
      // What was settled came after what was imported, whatever their clocks say.
      payloads: own
        .toSorted((a, b) => Number(a.action === 'import.commit') - Number(b.action === 'import.commit'))
        .flatMap(event => (event.payload ? [event.payload] : [])),
      others: about.length - own.length,
    }
  })
}

async function decide(trx: Db, authorityId: string, entry: Entry): Promise<Decision> {
  const changes = entry.payloads.flatMap(payload => rowChanges(payload.changes))
  const created = changes.some(row => row.table === 'involvement' && row.how === 'added')
  const leave = (why: string): Left => ({ reference: entry.reference, name: entry.name, why })
  if (created) {
    const touched = entry.others > 0
    const why = 'It was changed after the import, so it stays on the register.'
    return { entry, created, remove: !touched && !entry.removed, undo: [], left: touched ? leave(why) : null }
  }
  const undo: RowUndo[] = []
  for (const row of changes)
    undo.push(
      await undoRow(trx as never, authorityId, row, {
        involvementId: entry.id,
        partnershipId: entry.partnershipId,
      }),
    )
  const left = [...new Set(undo.flatMap(each => each.left))].map(field =>
    field.replace(/_id$/, '').replaceAll('_', ' '),
  )
  const why = `Changed after the import, so left as it is: ${left.join(', ')}.`
  return { entry, created, remove: false, undo, left: left.length > 0 ? leave(why) : null }
}

function tally(total: Undo, { remove, undo, left }: Decision) {
  if (remove) total.removed += 1
  if (undo.some(each => each.write)) total.restored += 1
  if (left) total.left.push(left)
}

async function apply(
  act: Act,
  authorityId: string,
  batch: Batch,
  { entry, created, remove, undo }: Decision,
  at: Date,
) {
  const writer = act.on('involvement', entry.id, entry.name)
  for (const { write } of undo) await write?.(writer)
  if (created && !remove) return
  await forgetQuestions(act, authorityId, batch.id, entry, writer)
  if (!remove) return
  await emptyRecord(act, authorityId, entry, writer)
  await writer.update('involvement', entry.id, {
    removed_at: at,
    removed_reason: `The import of ${batch.file_name} was undone.`,
  })
}

async function forgetQuestions(
  act: Act,
  authorityId: string,
  batchId: string,
  entry: Entry,
  writer: ReturnType<Act['on']>,
) {
  for (const table of ['settlement', 'duplicate'] as const) {
    const rows = await act.trx
      .selectFrom(table)
      .select('id')
      .where('authority_id', '=', authorityId)
      .where('involvement_id', '=', entry.id)
      .where('batch_id', '=', batchId)
      .execute()
    for (const row of rows) await writer.remove(table, row.id)
  }
}

// What hangs on the entry goes with it, so that bodies and people only this file named can go too.
async function emptyRecord(act: Act, authorityId: string, entry: Entry, writer: ReturnType<Act['on']>) {
  await writer.update('partnership', entry.partnershipId, {
    lead_organisation_id: null,
    accountable_body_id: null,
  })
  const memberships = await act.trx
    .selectFrom('membership')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('partnership_id', '=', entry.partnershipId)
    .execute()
  for (const { id } of memberships) await writer.remove('membership', id)
  const appointments = await act.trx
    .selectFrom('appointment')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entry.id)
    .orderBy('is_substitute', 'desc')
    .execute()
  for (const { id } of appointments) await writer.remove('appointment', id)
}
