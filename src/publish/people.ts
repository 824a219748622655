import type { PublicAppointment } from '#src/db/public-content.ts'
import type { AppointmentRole } from '#src/domain/words.ts'
import type { AppointmentRow } from '#src/partnerships/record.ts'
import { publicKey } from './key.ts'
import type { Named, NamedPerson, NamedPost } from './named.ts'

/** The field of the dictionary an appointment stands under; substitutes have one of their own. */
export function fieldOfAppointment({
  role,
  isSubstitute,
}: Pick<AppointmentRow, 'role' | 'isSubstitute'>): string {
  return isSubstitute ? 'substitutes' : fieldsByRole[role]
}

const fieldsByRole: Record<AppointmentRole, string> = {
  sponsor: 'sponsor',
  'performance-lead': 'performance_lead',
  manager: 'manager',
  councillor: 'councillors',
  officer: 'officers',
  other: 'other_representatives',
}

/**
 * The appointments as the public reads them (REG-5): councillors by name, officers by post, and by name too where the
 * post is senior, people of other bodies by what they do there.
 * @param shown those whose fields are published; a post that several hold gives one each where they are named
 */
export function publicAppointments(shown: readonly AppointmentRow[], named: Named): PublicAppointment[] {
  const holders = new Map(shown.map(row => [row.id, holdersOf(row, named)]))
  return shown.flatMap(row => {
    const seat = row.substituteFor ? holders.get(row.substituteFor) : undefined
    return holders.get(row.id)!.map(holder => ({
      role: row.role,
      substitute: row.isSubstitute,
      substituteFor: seat?.[0] ? wordsFor(seat[0]) : '',
      position: row.position,
      ...holder,
      startsOn: row.startsOn,
      endsOn: row.endsOn,
    }))
  })
}

type Holder = Pick<PublicAppointment, 'person' | 'post'>

function holdersOf(row: AppointmentRow, named: Named): Holder[] {
  const post = row.post ? named.posts.get(row.post.id) : undefined
  if (row.person) {
    const person = named.people.get(row.person.id)
    return [person ? holderOf(person, post, named) : { person: null, post: post ? postOf(post) : unknown }]
  }
  if (!post) return [{ person: null, post: null }]
  const holders = post.holderIds.flatMap(id => {
    const person = named.people.get(id)
    return person && isNamed(person, post) ? [{ person: personOf(person), post: postOf(post) }] : []
  })
  return holders.length > 0 ? holders : [{ person: null, post: postOf(post) }]
}

function holderOf(person: NamedPerson, appointedBy: NamedPost | undefined, named: Named): Holder {
  if (person.kind === 'councillor')
    return { person: personOf(person), post: appointedBy ? postOf(appointedBy) : null }
  if (person.kind === 'external') {
    const title = [person.jobTitle, person.organisation].filter(Boolean).join(', ')
    return { person: null, post: { key: null, title: title || 'A representative of another body' } }
  }
  const held = person.postIds[0]
  const post = appointedBy ?? (held ? named.posts.get(held) : undefined)
  if (post) return { person: isNamed(person, post) ? personOf(person) : null, post: postOf(post) }
  return { person: null, post: { key: null, title: person.jobTitle || 'Officer' } }
}

const isNamed = (person: NamedPerson, post: NamedPost) =>
  person.kind === 'councillor' || (person.kind === 'officer' && post.senior)

const unknown = { key: null, title: 'Officer' }

const postOf = ({ id, title }: NamedPost) => ({ key: publicKey(title, id), title })

function personOf({ id, name, honorific, kind, ward, party }: NamedPerson): PublicAppointment['person'] {
  return { key: publicKey(name, id), name, honorific, kind, ward, party }
}

function wordsFor({ person, post }: Holder): string {
  return person ? [person.honorific, person.name].filter(Boolean).join(' ') : (post?.title ?? '')
}
