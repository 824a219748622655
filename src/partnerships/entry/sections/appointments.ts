import { type AppointmentRole, isVacant } from '#src/domain/words.ts'
import type { Writer } from '#src/trail/change.ts'
import type { Appointment, Entry } from '../queries.ts'
import { principalOf, type Seat } from './people.ts'

type Row = { id: string; person: string; post: string }
type Cells = {
  role: AppointmentRole
  person_id: string | null
  post_id: string | null
  position?: string
  note?: string
  starts_on?: string | null
  ends_on?: string | null
}

/** Makes the stored appointments of some roles what the form wants. Substitutes follow those they stand in for. */
export async function writeAppointments<R extends Row>(
  writer: Writer,
  entry: Entry,
  stored: readonly Appointment[],
  rows: readonly R[],
  cellsOf: (row: R) => Cells,
): Promise<void> {
  const free = new Map(stored.map(row => [row.id, row]))
  const ids = new Map<R, string>()
  const wanted = rows.filter(row => row.person || row.post)
  for (const row of wanted.toSorted((a, b) => Number(isSubstitute(a)) - Number(isSubstitute(b)))) {
    const principal = isSubstitute(row) ? principalOf(row as never, wanted as never) : undefined
    const standing = free.get(row.id)
    free.delete(row.id)
    const cells = {
      ...unchanged(row, standing, cellsOf(row)),
      is_substitute: isSubstitute(row),
      substitute_for: principal ? (ids.get(principal as never) ?? null) : null,
    }
    if (standing) await writer.update('appointment', standing.id, cells)
    ids.set(row, standing ? standing.id : await writer.insert('appointment', started(entry, cells)))
  }
  const gone = [...free.values()].toSorted((a, b) => Number(b.isSubstitute) - Number(a.isSubstitute))
  for (const { id } of gone) {
    for (const past of entry.pastSubstitutes.filter(each => each.substitute_for === id))
      await writer.update('appointment', past.id, { substitute_for: null })
    await writer.remove('appointment', id)
  }
}

const isSubstitute = (row: Row) => 'stands_for' in row && (row as unknown as Seat).stands_for !== ''

// Two people may have one name: a row whose name was not touched keeps its own.
function unchanged(row: Row, standing: Appointment | undefined, cells: Cells): Cells {
  if (!standing?.person || isVacant(row.person)) return cells
  const shown = [standing.person.honorific, standing.person.name].filter(Boolean).join(' ')
  return shown === row.person ? { ...cells, person_id: standing.person.id } : cells
}

function started(entry: Entry, cells: Cells) {
  return { involvement_id: entry.id, substitute_for: null, starts_on: null, ends_on: null, ...cells }
}
