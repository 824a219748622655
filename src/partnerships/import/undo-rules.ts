import { sql, type Transaction } from 'kysely'
import type { FieldChange, Tables } from '#src/db/tables.ts'
import type { Recorded, Writer } from '#src/trail/change.ts'
import { sorted } from '#src/trail/diff.ts'

type Row = Record<string, unknown>

/** The field of each table that every row has: it tells a row that was added from one that was changed. */
const always: Record<string, string> = {
  partnership: 'name',
  involvement: 'reference',
  membership: 'organisation_id',
  commitment: 'year',
  appointment: 'role',
  involvement_priority: 'priority_id',
}

/** What an import did to one row of a record. */
export type RowChange = {
  table: string
  id: string
  how: 'added' | 'removed' | 'changed'
  fields: FieldChange[]
}

/** The changes of an event, row by row; what is only waiting to be settled is left out. */
export function rowChanges(changes: readonly FieldChange[]): RowChange[] {
  const rows = new Map<string, RowChange>()
  for (const change of changes) {
    if (!Object.hasOwn(always, change.table)) continue
    const key = `${change.table} ${change.id}`
    const row = rows.get(key) ?? { table: change.table, id: change.id, how: 'changed', fields: [] }
    row.fields.push(change)
    if (change.field === always[change.table] && change.before === null) row.how = 'added'
    if (change.field === always[change.table] && change.after === null) row.how = 'removed'
    rows.set(key, row)
  }
  return [...rows.values()]
}

/** What undoing one row's change comes to: a write, and the fields that someone changed since. */
export type RowUndo = { write: ((writer: Writer) => Promise<unknown>) | null; left: string[] }

/**
 * Works out how to put a row back to what it was before the import, leaving what was changed since.
 * @param parents the record's own ids, for rows that come back
 */
export async function undoRow(
  trx: Transaction<Tables>,
  authorityId: string,
  change: RowChange,
  parents: { involvementId: string; partnershipId: string },
): Promise<RowUndo> {
  const table = change.table as Recorded
  const { rows } = await sql<Row>`select * from ${sql.table(table)}
    where authority_id = ${authorityId} and id = ${change.id}`.execute(trx)
  const held = rows[0]
  if (change.how === 'removed')
    return held
      ? nothing
      : { left: [], write: writer => writer.insert(table, backAgain(change, parents) as never) }
  if (!held) return { write: null, left: [change.table] }
  const patch: Row = {}
  const left: string[] = []
  for (const { field, before, after } of change.fields) {
    if (field === 'custom') undoCustom(held, before as Row | null, after as Row | null, patch, left)
    else if (same(held[field], after)) patch[field] = before ?? emptyLike(field, after)
    else if (!same(held[field], before)) left.push(field)
  }
  if (change.how === 'added')
    return left.length > 0
      ? { write: null, left }
      : { left, write: writer => writer.remove(table, change.id) }
  return {
    left,
    write: Object.keys(patch).length > 0 ? writer => writer.update(table, change.id, patch as never) : null,
  }
}

const nothing: RowUndo = { write: null, left: [] }

function backAgain(
  { table, id, fields }: RowChange,
  { involvementId, partnershipId }: { involvementId: string; partnershipId: string },
): Row {
  const before = Object.fromEntries(fields.map(each => [each.field, each.before]))
  const blank: Row =
    table === 'commitment'
      ? { pence: null, form: null, budgeted: null, days: null }
      : table === 'appointment'
        ? { person_id: null, post_id: null, substitute_for: null, starts_on: null, ends_on: null }
        : {}
  const parent =
    table === 'membership' ? { partnership_id: partnershipId } : { involvement_id: involvementId }
  return { ...blank, ...parent, ...before, id }
}

// The authority's own fields share one column: each is put back by itself.
function undoCustom(held: Row, before: Row | null, after: Row | null, patch: Row, left: string[]) {
  const now = { ...(held.custom as Row) }
  for (const key of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
    if (same(before?.[key], after?.[key])) continue
    if (!same(now[key], after?.[key])) left.push(key)
    else if (before?.[key] === undefined) delete now[key]
    else now[key] = before[key]
  }
  patch.custom = JSON.stringify(now)
}

function same(held: unknown, told: unknown): boolean {
  const plain = (value: unknown) =>
    value instanceof Date ? value.toISOString() : value === '' ? null : (value ?? null)
  const empty = (value: unknown) => Array.isArray(value) && value.length === 0
  if (empty(held) && (told === null || empty(told))) return true
  return sorted(plain(held)) === sorted(plain(told))
}

const texts = new Set([
  'purpose',
  'statutory_basis',
  'theme',
  'area',
  'website',
  'governing_document',
  'governing_document_link',
  'council_reference',
  'role_other',
  'risk_register_reason',
  'risk_manager',
  'notes',
  'note',
  'position',
])

// The trail writes nothing for empty: a text goes back to '', a list to none.
function emptyLike(field: string, after: unknown): unknown {
  if (texts.has(field)) return ''
  return Array.isArray(after) ? [] : null
}
