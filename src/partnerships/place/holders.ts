import type { Insertable } from 'kysely'
import type { Tables } from '#src/db/tables.ts'
import type { AppointmentRole } from '#src/domain/words.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import type { HolderValue } from '#src/partnerships/import/values.ts'
import type { AppointmentRow } from '#src/partnerships/record.ts'
import { type Difference, holderKey } from './differences.ts'
import { findOrAddHolder } from './names.ts'
import type { Placing } from './placing.ts'

const roles: Record<string, AppointmentRole> = {
  sponsor: 'sponsor',
  performance_lead: 'performance-lead',
  manager: 'manager',
  councillors: 'councillor',
  officers: 'officer',
  other_representatives: 'other',
}

type AppointmentSeat = Omit<Insertable<Tables['appointment']>, 'id' | 'authority_id'>

/** A seat someone may stand in for. */
type Seat = { id: string; role: AppointmentRole; names: string[] }

/** Writes the appointments that differ: who is no longer named ends yesterday, who is new is added. */
export async function placeHolders(
  placing: Placing,
  involvementId: string,
  held: readonly AppointmentRow[],
  differences: readonly Difference[],
): Promise<void> {
  const seats = held.filter(row => !row.isSubstitute).map(seatOf)
  const changed = differences.filter(({ field }) => field.store === 'appointment')
  for (const { field, after } of changed) {
    const role = roles[field.name]
    if (!role) continue
    const current = held.filter(row => row.role === role && !row.isSubstitute)
    const added = await keepWanted(placing, current, listOf(after))
    seats.push(...(await insertAll(placing, involvementId, added, () => ({ role }))))
  }
  const substitutes = changed.find(({ field }) => field.name === 'substitutes')
  if (!substitutes) return
  const current = held.filter(row => row.isSubstitute)
  const added = await keepWanted(placing, current, listOf(substitutes.after), held)
  await insertAll(placing, involvementId, added, holder => {
    const seat = seatFor(holder, seats)
    return { role: seat?.role ?? usualRole(holder), substitute_for: seat?.id ?? null, is_substitute: true }
  })
}

function listOf(value: unknown): HolderValue[] {
  return value === null ? [] : ([value].flat() as HolderValue[])
}

/** Ends what is not wanted any more. @returns what is wanted and not there yet */
async function keepWanted(
  placing: Placing,
  current: readonly AppointmentRow[],
  wanted: HolderValue[],
  seats: readonly AppointmentRow[] = [],
): Promise<HolderValue[]> {
  const missing = [...wanted]
  for (const row of current) {
    const key = holderKey(holderOf(row, seats), placing.known)
    const at = missing.findIndex(holder => holderKey(holder, placing.known) === key)
    if (at >= 0) missing.splice(at, 1)
    else await endAppointment(placing, row)
  }
  return missing
}

async function endAppointment({ writer, today }: Placing, row: AppointmentRow): Promise<void> {
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10)
  const began = row.startsOn !== null && row.startsOn > yesterday ? { starts_on: null } : {}
  await writer.update('appointment', row.id, { ends_on: yesterday, ...began })
}

async function insertAll(
  placing: Placing,
  involvementId: string,
  holders: readonly HolderValue[],
  more: (holder: HolderValue) => {
    role: AppointmentRole
    substitute_for?: string | null
    is_substitute?: boolean
  },
): Promise<Seat[]> {
  const rows: AppointmentSeat[] = []
  for (const holder of holders)
    rows.push({
      involvement_id: involvementId,
      ...(await findOrAddHolder(placing, holder)),
      note: holder.note ?? '',
      position: holder.position ?? '',
      starts_on: null,
      ends_on: null,
      substitute_for: null,
      ...more(holder),
    })
  if (rows.length === 0) return []
  const ids = await placing.writer.insertMany('appointment', rows)
  return holders.map((holder, index) => ({
    id: ids[index]!,
    role: rows[index]!.role,
    names: [holder.person?.name, holder.post].flatMap(name => (name ? [normaliseName(name)] : [])),
  }))
}

function holderOf(row: AppointmentRow, seats: readonly AppointmentRow[]): HolderValue {
  const seat = seats.find(each => each.id === row.substituteFor)
  const substituteFor = seat?.person?.name ?? seat?.post?.title
  return {
    ...(row.person ? { person: { name: row.person.name } } : {}),
    ...(row.post ? { post: row.post.title } : {}),
    note: row.note,
    position: row.position,
    ...(substituteFor ? { substituteFor } : {}),
  }
}

function seatOf({ id, role, person, post }: AppointmentRow): Seat {
  return {
    id,
    role,
    names: [person?.name, post?.title].flatMap(name => (name ? [normaliseName(name)] : [])),
  }
}

function seatFor({ substituteFor }: HolderValue, seats: readonly Seat[]): Seat | undefined {
  if (substituteFor) return seats.find(seat => seat.names.includes(normaliseName(substituteFor)))
  return undefined
}

function usualRole({ person }: HolderValue): AppointmentRole {
  return !person || person.kind === 'councillor' ? 'councillor' : 'officer'
}
