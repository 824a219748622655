import { type RawBuilder, sql } from 'kysely'
import { jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'
import type { Holding } from '#src/protocol/holders.ts'

/** Someone in a post that day, or who records for a committee. `accountId` is null where they cannot sign in. */
export type Holder = {
  personId: string
  name: string
  accountId: string | null
  deputy: boolean
  from: string
  to: string | null
}

/** What fills a role of the pack: a post with its holders, or a committee with its recorders. */
export type Filling = {
  id: string
  role: string
  directorateId: string | null
  post: { id: string; title: string; holders: Holder[] } | null
  committee: { id: string; name: string; recorders: Holder[] } | null
}

/**
 * What fills the roles of the protocol for a directorate: its own posts where a role has any there, else those of the
 * whole authority. Holders are those of the day, deputies last.
 * @param directorateId null: only what holds for the whole authority; 'every': all of them
 * @param on the day, ISO
 */
export async function listFillings(
  db: Db,
  authorityId: string,
  directorateId: string | null | 'every',
  on: string,
): Promise<Filling[]> {
  const found = await db
    .selectFrom('role_filling as f')
    .select(['f.id', 'f.role', 'f.directorate_id as directorateId'])
    .select(eb => [
      jsonObjectFrom(
        eb
          .selectFrom('post')
          .select(['post.id', 'post.title'])
          .select(holdersOf('post', on).as('holders'))
          .whereRef('post.authority_id', '=', 'f.authority_id')
          .whereRef('post.id', '=', 'f.post_id')
          .where('post.closed_on', 'is', null),
      ).as('post'),
      jsonObjectFrom(
        eb
          .selectFrom('committee as c')
          .select(['c.id', 'c.name'])
          .select(recordersOf('c', on).as('recorders'))
          .whereRef('c.authority_id', '=', 'f.authority_id')
          .whereRef('c.id', '=', 'f.committee_id')
          .where('c.closed_on', 'is', null),
      ).as('committee'),
    ])
    .where('f.authority_id', '=', authorityId)
    .orderBy('f.role')
    .orderBy('f.id')
    .execute()
  const open = found.filter(filling => filling.post || filling.committee)
  if (directorateId === 'every') return open
  const own = open.filter(each => each.directorateId !== null && each.directorateId === directorateId)
  const local = new Set(own.map(each => each.role))
  return [...own, ...open.filter(each => each.directorateId === null && !local.has(each.role))]
}

/**
 * Of what fills a role, what decides in it under a protocol: what filled it in the other kind, post or committee, from under
 * another protocol, decides and allows nothing.
 */
export function ofKind(role: { as: string }, fillings: readonly Filling[]): Filling[] {
  return fillings.filter(each => (each.committee !== null) === (role.as === 'committee'))
}

/** Who holds a post that day, deputies last, and nobody where it is closed, as an expression of a larger query. @param post the post's table there */
export function holdersOf(post: string, on: string): RawBuilder<Holder[]> {
  return sql`(select coalesce(json_agg(json_build_object('personId', p.id, 'name', p.name, 'accountId', p.account_id,
      'deputy', h.deputy, 'from', h.starts_on, 'to', h.ends_on) order by h.deputy, p.name), '[]')
    from post_holding h join person p on p.authority_id = h.authority_id and p.id = h.person_id
    where h.authority_id = ${sql.ref(`${post}.authority_id`)} and h.post_id = ${sql.ref(`${post}.id`)}
      and ${actsOn('h', on)} and p.left_on is null and ${sql.ref(`${post}.closed_on`)} is null)`
}

/** Who records for a committee that day, likewise. @param committee the committee's table there */
export function recordersOf(committee: string, on: string): RawBuilder<Holder[]> {
  return sql`(select coalesce(json_agg(json_build_object('personId', p.id, 'name', p.name, 'accountId', p.account_id,
      'deputy', false, 'from', r.starts_on, 'to', r.ends_on) order by p.name), '[]')
    from committee_recorder r join person p on p.authority_id = r.authority_id and p.id = r.person_id
    where r.authority_id = ${sql.ref(`${committee}.authority_id`)} and r.committee_id = ${sql.ref(`${committee}.id`)}
      and ${actsOn('r', on)} and p.left_on is null)`
}

/** Who holds which role, as the rules read it (src/protocol/holders.ts). */
export function holdingsOf(fillings: readonly Filling[]): Holding[] {
  return fillings.flatMap(({ role, post }) =>
    (post?.holders ?? []).map(({ personId, deputy, from, to }) => ({
      role,
      person: personId,
      deputy,
      from,
      to,
    })),
  )
}

const actsOn = (table: string, on: string) =>
  sql`${sql.ref(`${table}.starts_on`)} <= ${on} and (${sql.ref(`${table}.ends_on`)} is null or ${sql.ref(`${table}.ends_on`)} >= ${on})`
