import { type Filling, listFillings } from '#src/adopted/fillings.ts'
import type { Db } from '#src/db/open.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import type { Pack } from '#src/protocol/pack.ts'

/** A team, or the office of a post, that advises: its members are those who hold the posts that fill it. */
export type Team = { id: string; title: string; people: { name: string; accountId: string | null }[] }

/** A colleague who can be asked: `accountId` is null where they cannot sign in. */
export type Colleague = { id: string; name: string; detail: string; accountId: string | null }

/**
 * Whom the protocol sends people to for advice: its teams, then the offices that posts fill (PEO-6).
 * @param on the day, ISO
 */
export async function listTeams(
  db: Db,
  authorityId: string,
  pack: Pack,
  directorateId: string | null,
  on: string,
): Promise<Team[]> {
  const fillings = await listFillings(db, authorityId, directorateId, on)
  const roles = ['team', 'post'].flatMap(as => pack.roles.filter(role => role.as === as))
  return roles
    .map(({ id, title }) => ({ id, title, people: peopleIn(fillings, id) }))
    .filter((team, i) => team.people.length > 0 || roles[i]!.as === 'team')
}

/** Colleagues of this name, in any spelling that counts as the same. */
export async function listColleagues(db: Db, authorityId: string, name: string): Promise<Colleague[]> {
  const people = await db
    .selectFrom('person')
    .select(['id', 'name', 'honorific', 'job_title', 'account_id'])
    .where('authority_id', '=', authorityId)
    .where('left_on', 'is', null)
    .where('merged_into', 'is', null)
    .execute()
  const wanted = normaliseName(name)
  return people
    .filter(each => [each.name, `${each.honorific} ${each.name}`].some(own => normaliseName(own) === wanted))
    .map(each => ({
      id: each.id,
      name: each.name,
      detail: each.job_title,
      accountId: each.account_id,
    }))
}

function peopleIn(fillings: readonly Filling[], role: string): Team['people'] {
  const holders = fillings.filter(each => each.role === role).flatMap(each => each.post?.holders ?? [])
  return [...new Map(holders.map(each => [each.personId, each])).values()].map(({ name, accountId }) => ({
    name,
    accountId,
  }))
}
