import type { PublicAppointment, PublicContent } from '#src/db/public-content.ts'
import { formatDate } from '#src/domain/dates.ts'
import { appointmentRoles, labelOf, personKinds } from '#src/domain/words.ts'
import type { Naming } from '#src/public/mentions.ts'

/** What someone does in a partnership, in words: 'Councillor representative, Chair, from 4 May 2025'. */
export function seatsOf(content: PublicContent, of: 'person' | 'post', key: string): string[] {
  return [...new Set(content.people.filter(each => isSame(each[of], key)).map(seatWords))]
}

/** What the newest copy says of a person, or undefined. */
export function aboutPerson(naming: readonly Naming[], key: string) {
  const person = newest(naming)?.content.people.find(each => isSame(each.person, key))?.person
  return person && { ...person, kind: labelOf(personKinds, person.kind) }
}

/** Who holds a post by name, as the newest copy says; empty where the public knows the post alone. */
export function holdersOf(
  naming: readonly Naming[],
  key: string,
): NonNullable<PublicAppointment['person']>[] {
  const named = newest(naming)?.content.people.filter(each => isSame(each.post, key)) ?? []
  const people = named.flatMap(each => each.person ?? [])
  return [...new Map(people.map(person => [person.key, person])).values()]
}

function seatWords({
  role,
  position,
  substitute,
  substituteFor,
  startsOn,
  endsOn,
}: PublicAppointment): string {
  return [
    labelOf(appointmentRoles, role),
    position,
    substitute ? `stands in${substituteFor ? ` for ${substituteFor}` : ''}` : '',
    startsOn ? `from ${formatDate(startsOn)}` : '',
    endsOn ? `until ${formatDate(endsOn)}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

const newest = (naming: readonly Naming[]) => naming.toSorted((a, b) => b.number - a.number)[0]

// The end of a key stays when a name changes.
const isSame = (named: { key: string | null } | null, key: string) => named?.key?.slice(-8) === key.slice(-8)
