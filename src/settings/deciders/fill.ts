import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { listPostsToPick, type Option } from '#src/directory/pick.ts'
import { attempt } from '#src/trail/attempt.ts'
import { type Act, change, type What } from '#src/trail/change.ts'
import type { BadForm } from '#src/web/form.ts'
import { acceptSuggestions } from './accept.ts'
import { readFilling } from './forms.ts'
import { findRole, listCandidates, listRoles } from './queries.ts'
import { suggestFillings } from './suggest.ts'

type Authority = { id: string; slug: string; name: string }

/**
 * Fills a role with what a form names, as things stand once no other administrator can fill one: a role has one committee
 * or posts, whoever else chooses at the same moment (APP-1).
 * @param role its id in the protocol
 * @param today ISO
 * @returns the form with its mistakes, where nothing was filled
 * @throws NotFound where the protocol has no such role
 */
export function fillRole(
  db: Db,
  what: What,
  authority: Authority,
  role: string,
  body: unknown,
  today: string,
): Promise<{ ok: true } | BadForm> {
  return attempt(db, what, async (act, giveUp) => {
    await lockFillings(act, authority.id)
    const { state, directorates } = await findRole(act.trx, authority, today, role)
    const options = await listOptions(act.trx, state.role.as === 'committee')
    const form = readFilling(body, state, options, directorates)
    if (!form.ok) throw giveUp(form)
    await act
      .on('authority', authority.id, authority.name)
      .insert('role_filling', { role: state.role.id, ...form.value })
    return { ok: true }
  })
}

/**
 * Fills the roles whose suggestions were ticked, as far as they still stand.
 * @param chosen keys of suggestions
 * @returns how many were filled
 */
export function fillSuggested(
  db: Db,
  what: What,
  authority: Authority,
  chosen: readonly unknown[],
  today: string,
): Promise<number> {
  return change(db, what, async act => {
    await lockFillings(act, authority.id)
    const { states, directorates } = await listRoles(act.trx, authority, today)
    const offered = suggestFillings(states, { ...(await listCandidates(act.trx)), directorates })
    const taken = offered.filter(each => chosen.includes(each.key))
    await acceptSuggestions(act, authority, taken)
    return taken.length
  })
}

/** What a role can be filled with: committees, or posts. */
export async function listOptions(db: Db, committee: boolean): Promise<Option[]> {
  if (!committee) return listPostsToPick(db)
  const { committees } = await listCandidates(db)
  return committees.map(each => ({ ...each, label: each.name }))
}

// One administrator of an authority at a time: what fills a role depends on what fills it already.
function lockFillings({ trx }: Act, authorityId: string) {
  return sql`select pg_advisory_xact_lock(hashtextextended(${`role_filling ${authorityId}`}, 0))`.execute(trx)
}
