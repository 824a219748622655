import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#src/db/open.ts'
import type { PersonKind } from '#src/domain/words.ts'
import { emailOrNothing, line, neededLine, phoneOrNothing } from '#src/web/inputs.ts'
import type { ListedPerson } from './import-read.ts'

type Values = {
  name: string
  honorific: string
  kind: PersonKind
  email: string
  phone: string
  job_title: string
  ward: string
  party: string
}

/** What a row of the list would do, and in words why not or what. `id` is the person's where they are known. */
export type PlannedPerson = { row: number; name: string } & (
  | { does: 'refused'; says: string }
  | {
      does: 'add' | 'change' | 'nothing'
      says: string
      id?: string
      values: Partial<Values> & { name: string }
      post?: { id?: string; title: string; directorateId: string | null }
    }
)

const kinds: Record<string, PersonKind> = {
  councillor: 'councillor',
  cllr: 'councillor',
  member: 'councillor',
  'elected member': 'councillor',
  officer: 'officer',
  employee: 'officer',
  staff: 'officer',
  external: 'external',
  partner: 'external',
  contact: 'external',
  'from another body': 'external',
}

const Row = z.object({
  name: neededLine('Name', 'There is no name'),
  honorific: line('Title', 40),
  kind: line('Kind', 40).refine(
    text => text === '' || Object.hasOwn(kinds, text.toLowerCase()),
    'The kind must be councillor, officer or external',
  ),
  email: emailOrNothing,
  phone: phoneOrNothing,
  job_title: line('Job title'),
  directorate: line('Directorate'),
  post: line('Post'),
  ward: line('Ward', 120),
  party: line('Party', 120),
})

/** Works out what a list would do, changing nothing. A row is someone known when name and e-mail address agree. */
export async function planPeople(
  db: Db,
  list: readonly ListedPerson[],
  today: string,
): Promise<PlannedPerson[]> {
  const known = await readKnown(db, today)
  const seen = new Map<string, number>()
  return list.map(each => {
    const read = Row.safeParse(each)
    if (!read.success) return refused(each, read.error.issues.map(issue => issue.message).join('. '))
    const row = read.data
    const key = `${row.name.toLowerCase()} ${row.email}`
    const before = seen.get(key)
    if (before) return refused(each, `Row ${before} is the same person`)
    seen.set(key, each.row)
    const directorate = known.directorates.get(row.directorate.toLowerCase())
    if (row.directorate && !directorate)
      return refused(
        each,
        `No directorate is called ‘${row.directorate}’. Add it in the settings, or leave it empty`,
      )
    return planRow(each.row, row, known, directorate ?? null)
  })
}

const refused = ({ row, name }: ListedPerson, says: string): PlannedPerson => ({
  row,
  name,
  does: 'refused',
  says,
})

type Known = Awaited<ReturnType<typeof readKnown>>

function planRow(
  number: number,
  row: z.output<typeof Row>,
  known: Known,
  directorateId: string | null,
): PlannedPerson {
  const namesakes = known.people.get(row.name.toLowerCase()) ?? []
  const person = namesakes.find(each => each.email.toLowerCase() === row.email)
  const given = valuesOf(row)
  const postId = known.posts.get(row.post.toLowerCase())
  const holds = person !== undefined && postId !== undefined && known.holdings.has(`${postId} ${person.id}`)
  const post =
    row.post && !holds ? { post: { ...(postId ? { id: postId } : {}), title: row.post, directorateId } } : {}
  const takes = 'post' in post ? `Holds ${row.post}${postId ? '' : ', a new post'}` : ''
  if (!person) {
    const values = {
      ...given,
      kind: given.kind ?? (/^cllr$/i.test(row.honorific) ? 'councillor' : 'officer'),
    }
    const same = namesakes.length > 0 ? 'Someone of this name is here with another e-mail address' : ''
    return {
      row: number,
      name: row.name,
      does: 'add',
      says: [same, takes].filter(Boolean).join('. '),
      values,
      ...post,
    }
  }
  const differs = Object.entries(given).filter(([field, value]) => person[field as keyof Values] !== value)
  const does = differs.length > 0 || takes ? 'change' : 'nothing'
  const says = [...differs.map(([field, value]) => `${headings[field as keyof Values]}: ${value}`), takes]
  const values = { ...Object.fromEntries(differs), name: row.name }
  return {
    row: number,
    name: row.name,
    does,
    says: says.filter(Boolean).join('. '),
    id: person.id,
    values,
    ...post,
  }
}

const headings: Record<keyof Values, string> = {
  name: 'Name',
  honorific: 'Title',
  kind: 'Kind',
  email: 'E-mail address',
  phone: 'Phone number',
  job_title: 'Job title',
  ward: 'Ward',
  party: 'Party',
}

// An empty cell says nothing: it leaves what stands.
function valuesOf({
  directorate,
  post,
  kind,
  ...row
}: z.output<typeof Row>): Partial<Values> & { name: string } {
  const said = Object.entries(row).filter(([, value]) => value !== '')
  const meant = kind ? { kind: kinds[kind.toLowerCase()]! } : {}
  return { ...(Object.fromEntries(said) as { name: string }), ...meant }
}

async function readKnown(db: Db, today: string) {
  const people = await db
    .selectFrom('person')
    .select(['id', 'name', 'honorific', 'kind', 'email', 'phone', 'job_title', 'ward', 'party'])
    .where('merged_into', 'is', null)
    .execute()
  const posts = await db
    .selectFrom('post')
    .select(['id', sql<string>`lower(title)`.as('title')])
    .where('closed_on', 'is', null)
    .execute()
  const directorates = await db
    .selectFrom('directorate')
    .select(['id', sql<string>`lower(name)`.as('name')])
    .where('closed_on', 'is', null)
    .execute()
  const holdings = await db
    .selectFrom('post_holding')
    .select(['post_id', 'person_id'])
    .where(({ or, eb }) => or([eb('ends_on', 'is', null), eb('ends_on', '>=', today)]))
    .execute()
  return {
    people: Map.groupBy(people, person => person.name.toLowerCase()),
    posts: new Map(posts.map(post => [post.title, post.id])),
    directorates: new Map(directorates.map(each => [each.name, each.id])),
    holdings: new Set(holdings.map(each => `${each.post_id} ${each.person_id}`)),
  }
}
