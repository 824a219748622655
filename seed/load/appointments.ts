import { formatDate } from '#src/domain/dates.ts'
import type { AppointmentRole } from '#src/domain/words.ts'
import type { Writer } from '#src/trail/change.ts'
import type { Seat } from '../shape.ts'
import { type Entry, idIn, type Place } from './place.ts'

/**
 * Appoints someone, with their substitutes.
 * @param unknownEnd an end nobody knew of on the day: it is remembered, not written
 */
export async function appoint(
  writer: Writer,
  place: Place,
  entry: Entry,
  role: AppointmentRole,
  seat: Seat,
  unknownEnd?: string,
) {
  const until = seat.until === unknownEnd ? undefined : seat.until
  const id = await writer.insert('appointment', {
    involvement_id: entry.id,
    role,
    person_id: seat.person ? idIn(place.people, seat.person) : null,
    post_id: 'post' in seat ? idIn(place.posts, seat.post) : null,
    substitute_for: null,
    note: noteOf(seat),
    starts_on: wholeDay(seat.from),
    ends_on: until ? wholeDay(until) : null,
  })
  entry.appointments.push({ id, role, holder: seat.person ?? '', until: seat.until })
  for (const name of seat.substitutes ?? [])
    await writer.insert('appointment', {
      involvement_id: entry.id,
      role,
      person_id: idIn(place.people, name),
      post_id: null,
      substitute_for: id,
      is_substitute: true,
      starts_on: wholeDay(seat.from),
      ends_on: until ? wholeDay(until) : null,
    })
}

function noteOf({ from, appointed_by }: Seat): string {
  const since = from && !wholeDay(from) ? `Since ${formatDate(from)}` : ''
  return [appointed_by && `Appointed by ${appointed_by}`, since].filter(Boolean).join('. ')
}

const wholeDay = (date: string) => (date.length === 10 ? date : null)
