import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'
import type { Identifier } from '#src/db/tables.ts'
import type { PersonKind, Sector } from '#src/domain/words.ts'
import type { RegisterRecord } from '#src/partnerships/record.ts'

/** What publishing must know of the bodies, people and posts that records name, by their ids. */
export type Named = {
  bodies: ReadonlyMap<string, NamedBody>
  people: ReadonlyMap<string, NamedPerson>
  posts: ReadonlyMap<string, NamedPost>
}
export type NamedBody = {
  id: string
  name: string
  sector: Sector
  website: string
  identifiers: Identifier[]
}
export type NamedPerson = {
  id: string
  name: string
  honorific: string
  kind: PersonKind
  ward: string
  party: string
  jobTitle: string
  organisation: string
  /** The posts they hold that day, not as a deputy; a senior one first. */
  postIds: string[]
}
/** `holderIds`: who holds it that day, not as a deputy. */
export type NamedPost = { id: string; title: string; senior: boolean; holderIds: string[] }

/** Reads the bodies, people and posts of these records, as they are on that day (an ISO date), in three queries. */
export async function readNamed(
  db: Db,
  authorityId: string,
  records: readonly RegisterRecord[],
  day: string,
): Promise<Named> {
  const appointments = records.flatMap(record => record.rows.appointments)
  const personIds = unique(
    appointments.flatMap(({ person, post }) => [person?.id, ...(post?.holders ?? []).map(each => each.id)]),
  )
  const people = await listPeople(db, authorityId, personIds, day)
  const postIds = unique([
    ...appointments.map(({ post }) => post?.id),
    ...people.flatMap(person => person.postIds),
  ])
  const bodyIds = unique(
    records.flatMap(({ rows }) => [
      rows.leadOrganisation?.id,
      rows.accountableBody?.id,
      ...rows.memberships.map(each => each.organisationId),
    ]),
  )
  return {
    bodies: byId(await listBodies(db, authorityId, bodyIds)),
    people: byId(people),
    posts: byId(await listPosts(db, authorityId, postIds, day)),
  }
}

const unique = (ids: (string | undefined)[]) => [...new Set(ids.filter(id => id !== undefined))]

const byId = <T extends { id: string }>(rows: T[]) => new Map(rows.map(row => [row.id, row]))

function listBodies(db: Db, authorityId: string, ids: string[]): Promise<NamedBody[]> {
  return db
    .selectFrom('organisation')
    .select(['id', 'name', 'sector', 'website', 'identifiers'])
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
}

async function listPeople(db: Db, authorityId: string, ids: string[], day: string): Promise<NamedPerson[]> {
  const rows = await db
    .selectFrom('person as p')
    .leftJoin('organisation as o', join =>
      join.onRef('o.authority_id', '=', 'p.authority_id').onRef('o.id', '=', 'p.organisation_id'),
    )
    .select(['p.id', 'p.name', 'p.honorific', 'p.kind', 'p.ward', 'p.party', 'p.job_title as jobTitle'])
    .select('o.name as organisation')
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('post_holding as h')
          .innerJoin('post', join =>
            join.onRef('post.authority_id', '=', 'h.authority_id').onRef('post.id', '=', 'h.post_id'),
          )
          .select('h.post_id as id')
          .whereRef('h.authority_id', '=', 'p.authority_id')
          .whereRef('h.person_id', '=', 'p.id')
          .where(heldOn(day))
          .orderBy('post.senior', 'desc')
          .orderBy('h.starts_on')
          .orderBy('h.id'),
      ).as('posts'),
    )
    .where('p.authority_id', '=', authorityId)
    .where(sql<boolean>`p.id = any(${ids}::uuid[])`)
    .execute()
  return rows.map(({ posts, organisation, ...person }) => ({
    ...person,
    organisation: organisation ?? '',
    postIds: posts.map(post => post.id),
  }))
}

async function listPosts(db: Db, authorityId: string, ids: string[], day: string): Promise<NamedPost[]> {
  const rows = await db
    .selectFrom('post')
    .select(['post.id', 'post.title', 'post.senior'])
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('post_holding as h')
          .select('h.person_id as id')
          .whereRef('h.authority_id', '=', 'post.authority_id')
          .whereRef('h.post_id', '=', 'post.id')
          .where(heldOn(day))
          .orderBy('h.starts_on')
          .orderBy('h.id'),
      ).as('holders'),
    )
    .where('post.authority_id', '=', authorityId)
    .where(sql<boolean>`post.id = any(${ids}::uuid[])`)
    .execute()
  return rows.map(({ holders, ...post }) => ({ ...post, holderIds: holders.map(each => each.id) }))
}

const heldOn = (day: string) =>
  sql<boolean>`not h.deputy and h.starts_on <= ${day}::date and (h.ends_on is null or h.ends_on >= ${day}::date)`
