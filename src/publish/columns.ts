import type { Selectable } from 'kysely'
import type { PublicContent } from '#src/db/public-content.ts'
import type { Tables } from '#src/db/tables.ts'
import type { Tier } from '#src/domain/words.ts'

/** What lists, filters and search read of a copy. Made of its content alone, so that nothing withheld can be found by them. */
export type CopyColumns = Pick<
  Selectable<Tables['public_copy']>,
  | 'reference'
  | 'name'
  | 'kind'
  | 'stage'
  | 'tier'
  | 'theme'
  | 'area'
  | 'directorate'
  | 'lead'
  | 'partners'
  | 'our_role'
  | 'pence'
  | 'confirmed_on'
>

/** The words a copy is found by, from the weightiest. */
export type CopyWords = { names: string; a: string; b: string; c: string }

/** The columns of a copy. `pence` is the money of the latest year there is any for. */
export function columnsOf(content: PublicContent): CopyColumns {
  const { values, bodies, reference, name, kind, stage } = content
  const named = (role: string) => bodies.filter(body => body.role === role).map(body => body.name)
  return {
    reference,
    name,
    kind,
    stage,
    tier: (text(values.tier) || null) as Tier | null,
    theme: text(values.theme),
    area: text(values.area),
    directorate: text(values.directorate),
    lead: named('lead').join('; '),
    partners: named('member').join('; '),
    our_role: ourRoleOf(values),
    pence: penceOf(content),
    confirmed_on: text(values.confirmed_on) || null,
  }
}

/** The words of a copy for its search. */
export function wordsOf(content: PublicContent): CopyWords {
  const { name, reference, values, bodies, people, priorities, commitments } = content
  const former = text(values.former_names)
  return {
    names: joined(name, former),
    a: joined(name, former, reference, text(values.council_reference)),
    b: joined(
      ...bodies.map(body => body.name),
      ...people.flatMap(({ person, post, position }) => [
        person ? joined(person.honorific, person.name) : '',
        post?.title ?? '',
        position,
      ]),
    ),
    c: joined(
      // In one order whatever order the database gives the keys in: verify makes these words again.
      ...Object.keys(values)
        .filter(field => searched.has(field) || field.startsWith('custom.'))
        .sort()
        .map(field => text(values[field])),
      ...priorities.map(priority => priority.title),
      ...commitments.map(commitment => commitment.note),
    ),
  }
}

// What the register itself is searched by; stored words of closed lists would find everything.
const searched = new Set([
  'purpose',
  'theme',
  'area',
  'statutory_basis',
  'directorate',
  'role_other',
  'governing_document',
])

function ourRoleOf({ lead_member, representative, role_other }: PublicContent['values']): string {
  if (lead_member === true) return 'lead'
  if (representative === true) return 'representative'
  return text(role_other) ? 'other' : ''
}

function penceOf({ commitments }: PublicContent): number | null {
  const money = commitments.filter(each => each.type === 'money' && each.pence !== null)
  const latest = money
    .map(each => each.year)
    .sort()
    .at(-1)
  if (latest === undefined) return null
  return money.reduce((sum, each) => (each.year === latest ? sum + each.pence! : sum), 0)
}

const text = (value: PublicContent['values'][string] | undefined): string =>
  Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : ''

const joined = (...words: string[]) => words.filter(Boolean).join(' ')
