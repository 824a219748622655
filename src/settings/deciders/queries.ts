import { verbTable } from '#src/accounts/may.ts'
import { listFillings } from '#src/adopted/fillings.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { NotFound } from '#src/errors.ts'
import { readinessOf } from './readiness.ts'

/** Every role of the protocol in force with what fills it and what it lacks. @param today ISO */
export async function listRoles(db: Db, authority: { id: string; slug: string }, today: string) {
  const { pack, title } = await protocolOn(db, authority.id, today)
  const given = {
    fillings: await listFillings(db, authority.id, 'every', today),
    directorates: await listOpenDirectorates(db),
    powers: await listPowers(db, today),
    withoutDirectorate: await countWithoutDirectorate(db, authority.id),
    able: await listAble(db),
  }
  return {
    protocol: title,
    states: readinessOf(pack, given, `/${authority.slug}/staff`),
    directorates: given.directorates,
    withoutDirectorate: given.withoutDirectorate,
  }
}

/** One role of the protocol in force that a post, committee or team can fill. @throws NotFound */
export async function findRole(db: Db, authority: { id: string; slug: string }, today: string, id: string) {
  const { states, directorates } = await listRoles(db, authority, today)
  const state = states.find(each => each.role.id === id)
  if (!state) throw new NotFound('No such role in the protocol')
  return { state, directorates }
}

/** What can fill a role: open posts and committees. */
export async function listCandidates(db: Db) {
  const posts = await db
    .selectFrom('post')
    .select(['id', 'title', 'directorate_id as directorateId'])
    .where('closed_on', 'is', null)
    .orderBy('title')
    .execute()
  const committees = await db
    .selectFrom('committee')
    .select(['id', 'name'])
    .where('closed_on', 'is', null)
    .orderBy('name')
    .execute()
  return { posts, committees }
}

function listOpenDirectorates(db: Db) {
  return db
    .selectFrom('directorate')
    .select(['id', 'name'])
    .where('closed_on', 'is', null)
    .orderBy('name')
    .execute()
}

function listPowers(db: Db, today: string) {
  return db
    .selectFrom('delegation')
    .select(['post_id', 'what'])
    .where('starts_on', '<=', today)
    .where(({ or, eb }) => or([eb('ends_on', 'is', null), eb('ends_on', '>=', today)]))
    .execute()
}

// What has ended or was declined needs no decision any more.
async function countWithoutDirectorate(db: Db, authorityId: string): Promise<number> {
  const { count } = await db
    .selectFrom('involvement')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('authority_id', '=', authorityId)
    .where('directorate_id', 'is', null)
    .where('removed_at', 'is', null)
    .where('merged_into', 'is', null)
    .where('stage', 'not in', ['ended', 'declined', 'not-a-partnership'])
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function listAble(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectFrom('role_grant')
    .select('account_id')
    .where('role', 'in', [...verbTable.decide])
    .execute()
  return new Set(rows.map(row => row.account_id))
}
