import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { type Directory, directoryOf } from './import/cells/context.ts'
import { normaliseName } from './import/names.ts'

/** Something the authority knows by name. */
export type Named = { id: string; name: string }

/** The kinds of thing that are found by name and added where they are new. */
export type NewName = 'organisation' | 'person' | 'post'

/** Everything an authority knows by name, found in any spelling that counts as the same. */
export type Known = {
  organisation(name: string): Named | undefined
  person(name: string): Named | undefined
  post(title: string): Named | undefined
  directorate(name: string): Named | undefined
  /** The priority of these words in the newest plan that has them. */
  priority(title: string): Named | undefined
  directorates: Named[]
  priorities: Named[]
  /** Remembers what was just added. */
  learn(kind: NewName | 'directorate', named: Named): void
  /** The same names as cells are read against. */
  directory: Directory
}

/**
 * Reads the names an authority knows, once for an import or a settling.
 * @param ownName the authority's own name, which 'the council' in a cell stands for
 */
export async function loadKnown(db: Db, authorityId: string, ownName: string): Promise<Known> {
  const [bodies, people, posts, directorates, priorities] = await readNames(db, authorityId)
  const survivors = new Map(bodies.map(body => [body.id, body]))
  const resolved = bodies.map(body => ({
    ...body,
    ...(survivors.get(body.merged_into ?? '') ?? {}),
    as: body,
  }))
  const found = {
    organisation: mapOf([
      ...resolved.flatMap(({ id, name, as }) => as.other_names.map(alias => ({ id, name, as: alias }))),
      ...resolved.map(({ id, name, as }) => ({ id, name, as: as.name })),
    ]),
    person: mapOf(people.map(person => ({ ...person, as: person.name }))),
    post: mapOf(posts.map(post => ({ ...post, as: post.name }))),
    directorate: mapOf(directorates.map(each => ({ ...each, as: each.name }))),
    priority: mapOf(priorities.map(each => ({ ...each, as: each.name }))),
  }
  return {
    organisation: name => found.organisation.get(normaliseName(name)),
    person: name => found.person.get(normaliseName(name)),
    post: name => found.post.get(normaliseName(name)),
    directorate: name => found.directorate.get(normaliseName(name)),
    priority: name => found.priority.get(normaliseName(name)),
    directorates,
    priorities,
    learn: (kind, named) => found[kind].set(normaliseName(named.name), named),
    directory: directoryOf({
      organisations: resolved.map(({ id, name, as }) => ({
        id,
        name,
        aliases: [as.name, ...as.other_names],
      })),
      people: people.map(each => each.name),
      posts: posts.map(each => each.name),
      directorates: directorates.map(each => each.name),
      priorities: priorities.map(each => each.name),
      ownNames: [ownName],
    }),
  }
}

function readNames(db: Db, authorityId: string) {
  return Promise.all([
    db
      .selectFrom('organisation')
      .select(['id', 'name', 'other_names', 'merged_into'])
      .where('authority_id', '=', authorityId)
      .execute(),
    db
      .selectFrom('person')
      .select([sql<string>`coalesce(merged_into, id)`.as('id'), 'name'])
      .where('authority_id', '=', authorityId)
      .orderBy(sql`left_on is null`)
      .execute(),
    db
      .selectFrom('post')
      .select(['id', 'title as name'])
      .where('authority_id', '=', authorityId)
      .orderBy(sql`closed_on is null`)
      .execute(),
    db
      .selectFrom('directorate')
      .select(['id', 'name'])
      .where('authority_id', '=', authorityId)
      .orderBy(sql`closed_on is null`)
      .execute(),
    db
      .selectFrom('priority as r')
      .innerJoin('plan', join =>
        join.onRef('plan.authority_id', '=', 'r.authority_id').onRef('plan.id', '=', 'r.plan_id'),
      )
      .select(['r.id', 'r.title as name'])
      .where('r.authority_id', '=', authorityId)
      .orderBy('plan.starts_on')
      .execute(),
  ])
}

// Of several that are spelled alike the last wins: the one still in use.
function mapOf(names: (Named & { as: string })[]): Map<string, Named> {
  return new Map(names.map(({ id, name, as }) => [normaliseName(as), { id, name }]))
}
