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
  }
  return {
    protocol: title,
    states: readinessOf(pack, given, `/${authority.slug}/staff`),
    directorates: given.directorates,
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
