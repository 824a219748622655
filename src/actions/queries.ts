import { type RawBuilder, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { seenBy } from '#src/partnerships/considered.ts'
import type { ActionState } from './words.ts'

/** What the list of actions is narrowed to. */
export type ActionFilters = { whose: 'mine' | 'all'; state: ActionState | 'owed' | ''; page: number }

/** One action in the list. */
export type ActionLine = {
  id: string
  reference: string
  name: string
  what: string
  owner: string
  mine: boolean
  due: string
  state: ActionState
  overdue: boolean
  setBy: string
  total: number
}

export const pageSize = 25

/** The actions the reader may see, overdue first and then by the day they are due. @param on the day, ISO */
export async function listActions(here: Here, filters: ActionFilters, on: string): Promise<ActionLine[]> {
  const { whose, state, page } = filters
  const { rows } = await sql<ActionLine>`
    select x.id, i.reference, t.name, x.what, x.owner, ${isMine} as mine, to_char(x.due_on, 'YYYY-MM-DD') as due, x.state,
      x.state = 'open' and x.due_on < ${on}::date as overdue, d.decided_by as "setBy", count(*) over ()::int as total
    from action x
    join involvement i on i.authority_id = x.authority_id and i.id = x.involvement_id
    join partnership t on t.authority_id = i.authority_id and t.id = i.partnership_id
    join decision d on d.authority_id = x.authority_id and d.id = x.cause_id
    where x.authority_id = ${here.authority.id} and i.removed_at is null and i.merged_into is null
      and ${whose === 'mine' ? isMine : seenBy(here)}
      and ${state === '' ? sql`true` : state === 'owed' ? sql`x.state in ('open', 'done')` : sql`x.state = ${state}`}
    order by x.state not in ('open', 'done'), x.state = 'done', x.due_on, x.id
    limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(here.db)
  return rows
}

/** How many open actions the account owns, and how many of them are overdue. @param on the day, ISO */
export async function countMyActions(
  db: Db,
  authorityId: string,
  on: string,
): Promise<{ open: number; overdue: number }> {
  const { rows } = await sql<{ open: number; overdue: number }>`
    select count(*)::int as open, count(*) filter (where x.due_on < ${on}::date)::int as overdue
    from action x join involvement i on i.authority_id = x.authority_id and i.id = x.involvement_id
    where x.authority_id = ${authorityId} and x.state = 'open' and i.removed_at is null and i.merged_into is null
      and ${isMine}`.execute(db)
  return rows[0]!
}

/** One action of an involvement, with the decision that set it. @throws NotFound */
export async function findAction(db: Db, authorityId: string, involvementId: string, id: string) {
  const row = isId(id)
    ? await db
        .selectFrom('action as x')
        .innerJoin('decision as d', join =>
          join.onRef('d.authority_id', '=', 'x.authority_id').onRef('d.id', '=', 'x.cause_id'),
        )
        .leftJoin('person as p', join =>
          join.onRef('p.authority_id', '=', 'x.authority_id').onRef('p.id', '=', 'x.owner_id'),
        )
        .selectAll('x')
        .select(['d.approval_id', 'd.decided_by', 'd.decided_on', 'd.capacity'])
        .select('p.account_id as owner_account')
        .where('x.authority_id', '=', authorityId)
        .where('x.involvement_id', '=', involvementId)
        .where('x.id', '=', id)
        .executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('No such action')
  return row
}

export type Action = Awaited<ReturnType<typeof findAction>>

const isMine: RawBuilder<boolean> = sql<boolean>`(x.owner_id is not null and x.owner_id in (select p.id from person p
  where p.authority_id = x.authority_id and p.account_id = current_account()))`
