import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
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
          .select(inner =>
            jsonArrayFrom(
              inner
                .selectFrom('post_holding as h')
                .innerJoin('person as p', join =>
                  join.onRef('p.authority_id', '=', 'h.authority_id').onRef('p.id', '=', 'h.person_id'),
                )
                .select(['p.id as personId', 'p.name', 'p.account_id as accountId', 'h.deputy'])
                .select(['h.starts_on as from', 'h.ends_on as to'])
                .whereRef('h.authority_id', '=', 'post.authority_id')
                .whereRef('h.post_id', '=', 'post.id')
                .where('h.starts_on', '<=', on)
                .where(sql<boolean>`(h.ends_on is null or h.ends_on >= ${on})`)
                .where('p.left_on', 'is', null)
                .orderBy('h.deputy')
                .orderBy('p.name'),
            ).as('holders'),
          )
          .whereRef('post.authority_id', '=', 'f.authority_id')
          .whereRef('post.id', '=', 'f.post_id')
          .where('post.closed_on', 'is', null),
      ).as('post'),
      jsonObjectFrom(
        eb
          .selectFrom('committee as c')
          .select(['c.id', 'c.name'])
          .select(inner =>
            jsonArrayFrom(
              inner
                .selectFrom('committee_recorder as r')
                .innerJoin('person as p', join =>
                  join.onRef('p.authority_id', '=', 'r.authority_id').onRef('p.id', '=', 'r.person_id'),
                )
                .select(['p.id as personId', 'p.name', 'p.account_id as accountId'])
                .select([sql<boolean>`false`.as('deputy'), 'r.starts_on as from', 'r.ends_on as to'])
                .whereRef('r.authority_id', '=', 'c.authority_id')
                .whereRef('r.committee_id', '=', 'c.id')
                .where('r.starts_on', '<=', on)
                .where(sql<boolean>`(r.ends_on is null or r.ends_on >= ${on})`)
                .where('p.left_on', 'is', null)
                .orderBy('p.name'),
            ).as('recorders'),
          )
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
