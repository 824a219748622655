import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { FieldChange } from '#src/db/tables.ts'
import { Conflict } from '#src/errors.ts'
import { fields } from '#src/partnerships/fields.ts'
import { type Act, change, type Recorded, type What } from '#src/trail/change.ts'
import { sorted } from '#src/trail/diff.ts'
import { type Entry, findEntry, lockEntries } from '../queries.ts'

/**
 * Makes two of what was joined: what the survivor got is taken back, as far as nobody has changed it since.
 * @param what its action is 'involvement.unmerge'; the caller has checked that they may
 * @returns what was changed since and so was left, in words
 * @throws Conflict when the entry was not joined to another
 */
export function unmergeEntries(db: Db, what: What, loserId: string): Promise<string[]> {
  return change(db, what, act => unmerge(act, what.authority!, loserId))
}

async function unmerge(act: Act, authorityId: string, loserId: string): Promise<string[]> {
  const { merged_into } = await findEntry(act.trx, authorityId, loserId)
  if (!merged_into) throw new Conflict('This entry is not joined to another.')
  await lockEntries(act.trx, [loserId, merged_into])
  const loser = await findEntry(act.trx, authorityId, loserId)
  const survivor = await findEntry(act.trx, authorityId, merged_into)
  const left = new Set<string>()
  for (const row of await listJoined(act, survivor, loser))
    for (const name of await takeBack(act, survivor, row)) left.add(name)
  await act.on('involvement', loser.id, loser.name).update('involvement', loser.id, { merged_into: null })
  return [...left]
}

type RowChange = { table: Recorded; id: string; changes: FieldChange[] }

// What the joining wrote on the survivor's side, row by row, the last first so that substitutes go before whom they stand for.
async function listJoined(act: Act, survivor: Entry, loser: Entry): Promise<RowChange[]> {
  const events = await act.trx
    .selectFrom('event')
    .select('payload')
    .where('subject_type', '=', 'involvement')
    .where('subject_id', '=', survivor.id)
    .where('action', '=', 'involvement.merge')
    .orderBy('at', 'desc')
    .execute()
  const isOurs = (each: FieldChange) => each.field === 'merged' && each.after === loser.reference
  const changes = events.find(event => event.payload?.changes.some(isOurs))?.payload?.changes ?? []
  const rows = Map.groupBy(
    changes.filter(each => !isOurs(each)),
    each => `${each.table} ${each.id}`,
  )
  return [...rows.values()]
    .map(group => ({ table: group[0]!.table as Recorded, id: group[0]!.id, changes: group }))
    .toReversed()
}

async function takeBack(act: Act, survivor: Entry, row: RowChange): Promise<string[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(row.table)} where id = ${row.id}`.execute(act.trx)
  const now = rows[0]
  const writer = act.on('involvement', survivor.id, survivor.name)
  if (row.table in listNames) {
    if (row.changes.every(each => each.after === null)) {
      if (!now)
        await writer.insert(row.table, {
          ...ownerOf(survivor, row.table),
          id: row.id,
          ...before(row),
        } as never)
      return []
    }
    if (!now) return []
    if (now.version !== 1 || (await isStoodInFor(act, row.id))) return [listNames[row.table]!]
    await writer.remove(row.table, row.id)
    return []
  }
  if (!now) return []
  const [same, since] = [true, false].map(wanted =>
    row.changes.filter(each => (sorted(plain(now[each.field])) === sorted(plain(each.after))) === wanted),
  ) as [FieldChange[], FieldChange[]]
  await writer.update(row.table, row.id, before({ ...row, changes: same }) as never)
  return since.map(each => fieldName(each.field))
}

const before = ({ changes }: RowChange) => Object.fromEntries(changes.map(each => [each.field, each.before]))

const plain = (value: unknown) => (value === undefined ? null : value)

const listNames: Partial<Record<string, string>> = {
  membership: 'partners',
  appointment: 'people',
  commitment: 'money, time and other resources',
  involvement_priority: 'priorities',
}

function ownerOf(survivor: Entry, table: string) {
  return table === 'membership'
    ? { partnership_id: survivor.partnership_id }
    : {
        involvement_id: survivor.id,
        ...(table === 'appointment' ? noAppointment : {}),
        ...(table === 'commitment' ? noCommitment : {}),
      }
}

const noAppointment = { person_id: null, post_id: null, substitute_for: null, starts_on: null, ends_on: null }
const noCommitment = { pence: null, form: null, budgeted: null, days: null }

async function isStoodInFor(act: Act, id: string) {
  const rows = await act.trx.selectFrom('appointment').select('id').where('substitute_for', '=', id).execute()
  return rows.length > 0
}

const fieldName = (column: string) =>
  (
    fields.find(field => field.name === column.replace(/_id$/, ''))?.heading ?? column.replaceAll('_', ' ')
  ).toLowerCase()
