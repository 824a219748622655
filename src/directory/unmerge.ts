import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { FieldChange } from '#src/db/tables.ts'
import { Refused } from '#src/errors.ts'
import type { Act, Recorded } from '#src/trail/change.ts'
import { sorted } from '#src/trail/diff.ts'

type Subject = { type: string; id: string; label: string }
/** One field to put back, or a row to add again. */
export type Back = { subject: Subject; table: Recorded; id: string } & (
  | { field: string; before: unknown }
  | { row: Record<string, unknown> }
)
/** What an undone merge would put back, and what it leaves because it was changed since. */
export type Unmerging = { back: Back[]; stay: { subject: Subject; table: string; field: string }[] }

/**
 * Reads from the trail what a merge did and compares it with what stands now.
 * @param merged the record that was merged away
 * @throws Refused where the words of the merge were taken out of the trail
 */
export async function planUnmerge(
  db: Db,
  type: 'organisation' | 'person',
  merged: string,
): Promise<Unmerging> {
  const events = await listMergeEvents(db, type, merged)
  if (events.length === 0 || events.some(event => event.payload === null))
    throw new Refused('The trail no longer says what this merge did, so it cannot be undone.')
  const plan: Unmerging = { back: [], stay: [] }
  for (const { subject_type, subject_id, payload } of events) {
    const subject = { type: subject_type, id: subject_id, label: payload!.label }
    const rows = Map.groupBy(payload!.changes, change => `${change.table} ${change.id}`)
    for (const changes of rows.values()) await planRow(db, plan, subject, changes)
  }
  return plan
}

/** Puts back what the plan says, each change on the history of its record. */
export async function applyUnmerge(act: Act, plan: Unmerging): Promise<void> {
  // Two rows may not hold the same account: what gives up a value goes before what takes it.
  const order = plan.back.toSorted((a, b) => Number(givesUp(b)) - Number(givesUp(a)))
  for (const back of order) {
    const writer = act.on(back.subject.type, back.subject.id, back.subject.label)
    if ('row' in back) await writer.insert(back.table, back.row as never)
    else await writer.update(back.table, back.id, { [back.field]: back.before } as never)
  }
}

const givesUp = (back: Back) => 'before' in back && back.before === null

async function listMergeEvents(db: Db, type: string, merged: string) {
  const last = await db
    .selectFrom('event')
    .select(['id', 'at', 'action', 'batch_id', 'account_id'])
    .where('subject_type', '=', type)
    .where('subject_id', '=', merged)
    .where('action', '=', `${type}.merge`)
    .where(sql<boolean>`fields @> array['merged_into']`)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return []
  return db
    .selectFrom('event')
    .select(['subject_type', 'subject_id', 'payload'])
    .where('action', '=', last.action)
    .where('at', '=', last.at)
    .$if(last.batch_id !== null, query => query.where('batch_id', '=', last.batch_id))
    .execute()
}

async function planRow(db: Db, plan: Unmerging, subject: Subject, changes: FieldChange[]) {
  const { table, id } = changes[0]! as FieldChange & { table: Recorded }
  const now = await db.selectFrom(table).selectAll().where('id', '=', id).executeTakeFirst()
  const held = now as Record<string, unknown> | undefined
  if (!held && changes.every(change => change.after === null))
    return plan.back.push({ subject, table, id, row: await rowAgain(db, subject, changes) })
  for (const { field, before, after } of changes) {
    if (held && sorted(held[field] ?? null) === sorted(after ?? null))
      plan.back.push({ subject, table, id, field, before })
    else plan.stay.push({ subject, table, field })
  }
}

// The trail leaves out what the record's page says anyway: which partnership, which entry.
async function rowAgain(db: Db, subject: Subject, changes: FieldChange[]) {
  const entry = await db
    .selectFrom('involvement')
    .select('partnership_id')
    .where('id', '=', subject.id)
    .executeTakeFirst()
  return {
    id: changes[0]!.id,
    partnership_id: entry?.partnership_id,
    ...Object.fromEntries(changes.map(change => [change.field, change.before])),
  }
}
