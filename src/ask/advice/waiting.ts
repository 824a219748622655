import { type SqlBool, sql } from 'kysely'
import { findProtocol } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { refOf } from '#src/protocol/questions.ts'
import { teamTitle } from './queries.ts'

/** What waits for the advice of this account that day: put to them by name, or to a team whose post they hold. */
export async function countAdviceWaiting(
  db: Db,
  authorityId: string,
  accountId: string,
  today: string,
): Promise<number> {
  const row = await db
    .selectFrom('advice as a')
    .innerJoin('involvement as i', join =>
      join.onRef('i.authority_id', '=', 'a.authority_id').onRef('i.id', '=', 'a.involvement_id'),
    )
    .select(sql<string>`count(*)`.as('n'))
    .where('a.authority_id', '=', authorityId)
    .where('a.state', '=', 'open')
    .where('i.removed_at', 'is', null)
    .where(askedOf(accountId, today))
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

/**
 * Everything asked of this account or by it that was not taken back, newest first.
 * @param today the day, ISO, on which it holds its posts
 */
export async function listMine(db: Db, authorityId: string, accountId: string, today: string) {
  const rows = await db
    .selectFrom('advice as a')
    .innerJoin('involvement as i', join =>
      join.onRef('i.authority_id', '=', 'a.authority_id').onRef('i.id', '=', 'a.involvement_id'),
    )
    .innerJoin('partnership as p', join =>
      join.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.id', '=', 'i.partnership_id'),
    )
    .innerJoin('proposal as r', join =>
      join.onRef('r.authority_id', '=', 'a.authority_id').onRef('r.id', '=', 'a.subject_id'),
    )
    .leftJoin('person as h', join =>
      join.onRef('h.authority_id', '=', 'a.authority_id').onRef('h.id', '=', 'a.person_id'),
    )
    .select(['a.id', 'a.question', 'a.team', 'a.due_on', 'a.state', 'a.asked_by', 'a.asked_at'])
    .select(['a.answered_by', 'a.answered_at', 'a.answered_account_id', 'a.asked_account_id'])
    .select(['i.reference', 'p.name', 'h.name as person', 'r.protocol_id'])
    .select(askedOf(accountId, today).as('ofMe'))
    .where('a.authority_id', '=', authorityId)
    .where('a.state', '<>', 'withdrawn')
    .where('a.follows', 'is', null)
    .where('i.removed_at', 'is', null)
    .where(eb =>
      eb.or([
        askedOf(accountId, today),
        eb('a.asked_account_id', '=', accountId),
        eb('a.answered_account_id', '=', accountId),
      ]),
    )
    .orderBy('a.asked_at', 'desc')
    .limit(300)
    .execute()
  const packs = new Map<string, Awaited<ReturnType<typeof findProtocol>>>()
  for (const { protocol_id: id } of rows)
    if (!packs.has(id)) packs.set(id, await findProtocol(db, authorityId, id))
  return rows.map(row => {
    const { pack } = packs.get(row.protocol_id)!
    const asked = pack.sets
      .flatMap(set => set.questions.map(each => ({ ref: refOf(set, each), text: each.text })))
      .find(each => each.ref === row.question)
    return {
      ...row,
      text: row.question ? (asked?.text ?? 'A question that is no longer asked') : 'The proposal as a whole',
      of: row.team ? teamTitle(pack, row.team) : (row.person ?? ''),
    }
  })
}

// A team of a directorate's own stands in for that of the whole authority.
const askedOf = (accountId: string, today: string) => {
  const roles = sql`select f.role from role_filling f
    join post_holding h on h.authority_id = f.authority_id and h.post_id = f.post_id
      and h.starts_on <= ${today} and (h.ends_on is null or h.ends_on >= ${today})
    join person p on p.authority_id = h.authority_id and p.id = h.person_id and p.account_id = ${accountId}`
  return sql<SqlBool>`(
    a.person_id = any(array(select p.id from person p where p.account_id = ${accountId}))
    or (a.team = any(array(${roles})) and exists (${roles}
      where f.authority_id = a.authority_id and f.role = a.team
        and (f.directorate_id = i.directorate_id or f.directorate_id is null and not exists (select from role_filling own
          where own.authority_id = f.authority_id and own.role = f.role and own.directorate_id = i.directorate_id)))))`
}
