import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { ApprovalState, DecisionOutcome } from '#src/db/tables.ts'

/** Whose decisions, where and on which day (ISO); `page` of what they decided, from 1. */
export type WaitingFor = { authorityId: string; accountId: string; on: string; page?: number }

/** A submission that waits for someone, with what they do about it. */
export type Waiting = {
  reference: string
  name: string
  purpose: 'enter' | 'extend'
  submittedBy: string
  /** In which posts they decide, for which committees they record, and where an outcome of a call-in is waited for. */
  posts: string[]
  committees: { seatId: string; name: string }[]
  calledIn: { decisionId: string; name: string }[]
  /** Since when, ISO 8601. */
  since: string
  /** The day by which the first of them is due, ISO. */
  due: string
}

/** Something an account decided or entered. */
export type Decided = {
  reference: string
  name: string
  outcome: DecisionOutcome
  capacity: string
  on: string
  state: ApprovalState
  openConditions: number
}

/** A submission of the account's own that others decide on. */
export type WithOthers = {
  reference: string
  name: string
  purpose: 'enter' | 'extend'
  state: ApprovalState
  submittedAt: string
  waitsFor: string[]
  due: string | null
}

/** What concerns an account: `decided` is one page of what it decided, of so many in all. */
export type Decisions = {
  waiting: Waiting[]
  decided: Decided[]
  decidedInAll: number
  withOthers: WithOthers[]
}

export const pageSize = 30

/**
 * What waits for an account, the oldest first, what it decided last, and what of its own waits for others, in one statement
 * through the indexes (APP-1, APP-6). What waits is as `actingOn` says it of one submission, for all of an authority.
 */
export async function findDecisions(db: Db, asked: WaitingFor): Promise<Decisions> {
  const { authorityId, accountId, page = 1 } = asked
  const { rows } = await sql<Decisions>`
    ${seatsOf(asked)}
    select coalesce((select jsonb_agg(x order by x.since, x.reference) from (
        select i.reference, p.name, r.purpose, a.submitted_by as "submittedBy",
          coalesce(jsonb_agg(distinct w.post) filter (where w.post is not null), '[]') as posts,
          coalesce(jsonb_agg(distinct jsonb_build_object('seatId', w.seat_id, 'name', w.committee))
            filter (where w.committee is not null and w.called is null), '[]') as committees,
          coalesce(jsonb_agg(distinct jsonb_build_object('decisionId', w.called, 'name', w.committee))
            filter (where w.called is not null), '[]') as "calledIn",
          min(w.opened_at) as since, ${dueOf(sql.ref('w'))} as due
        from waiting w
        join approval a on a.authority_id = ${authorityId} and a.id = w.approval_id
        ${named}
        group by a.id, a.submitted_by, i.reference, p.name, r.purpose) x), '[]') as waiting,
      coalesce((select jsonb_agg(x order by x.at desc) from (
        select i.reference, p.name, d.outcome, d.capacity, d.decided_on as "on", a.state, d.entered_at as at,
          (select count(*)::int from action n where n.authority_id = d.authority_id and n.cause_id = d.id
            and n.state in ('open', 'done')) as "openConditions"
        from decision d
        join approval a on a.authority_id = d.authority_id and a.id = d.approval_id
        ${named}
        where d.authority_id = ${authorityId} and d.account_id = ${accountId}
        order by d.entered_at desc limit ${pageSize} offset ${(page - 1) * pageSize}) x), '[]') as decided,
      (select count(*)::int from decision d
        where d.authority_id = ${authorityId} and d.account_id = ${accountId}) as "decidedInAll",
      coalesce((select jsonb_agg(x order by x."submittedAt") from (
        select i.reference, p.name, r.purpose, a.state, a.submitted_at as "submittedAt", s.waits as "waitsFor", s.due
        from approval a
        ${named}
        left join lateral (select ${dueOf(sql.ref('o'))} as due, coalesce(jsonb_agg(distinct coalesce(c.name, t.title, o.role_title)), '[]') as waits
          from approval_seat o
          left join committee c on c.authority_id = o.authority_id and c.id = o.committee_id
          left join post t on t.authority_id = o.authority_id and t.id = o.post_ids[1]
          where o.authority_id = a.authority_id and o.approval_id = a.id and o.opened_at is not null
            and o.decision_id is null and o.waived_by = '' and o.dropped_at is null) s on true
        where a.authority_id = ${authorityId} and a.state in ('running', 'call-in', 'called-in')
          and (a.account_id = ${accountId} or r.account_id = ${accountId})) x), '[]') as "withOthers"`.execute(
    db,
  )
  return rows[0]!
}

/** How many submissions wait for an account, as an expression for a larger query. */
export function waitingCount(asked: WaitingFor): RawBuilder<number> {
  return sql<number>`(${seatsOf(asked)} select count(distinct approval_id)::int from waiting)`
}

const named = sql`join proposal r on r.authority_id = a.authority_id and r.id = a.proposal_id
        join involvement i on i.authority_id = a.authority_id and i.id = a.involvement_id
        join partnership p on p.authority_id = i.authority_id and p.id = i.partnership_id`

const dueOf = (seat: RawBuilder<unknown>) =>
  sql`to_char(min(${seat}.opened_at + make_interval(days => ${seat}.days)) at time zone 'Europe/London', 'YYYY-MM-DD')`

// The seats that someone can act on now. A post whose holder put the proposal forward is nobody's (APP-6).
function seatsOf({ authorityId, accountId, on }: WaitingFor): RawBuilder<unknown> {
  const days = (table: string) => {
    const [from, to] = [sql.ref(`${table}.starts_on`), sql.ref(`${table}.ends_on`)]
    return sql`${from} <= ${on}::date and (${to} is null or ${to} >= ${on}::date)`
  }
  return sql`with me as (
      select array_agg(id) as ids from person
      where authority_id = ${authorityId} and account_id = ${accountId} and left_on is null),
    post_now as (
      select array_agg(distinct h.post_id) as ids from post_holding h, me
      where h.authority_id = ${authorityId} and h.person_id = any (me.ids) and ${days('h')}),
    committee_now as (
      select array_agg(distinct c.committee_id) as ids from committee_recorder c, me
      where c.authority_id = ${authorityId} and c.person_id = any (me.ids) and ${days('c')}),
    seat as (
      select s.*, a.state from approval a
      join approval_seat s on s.authority_id = a.authority_id and s.approval_id = a.id and s.dropped_at is null
      where a.authority_id = ${authorityId} and a.state in ('running', 'call-in', 'called-in')
        and (s.post_ids && (select ids from post_now) or s.committee_id = any ((select ids from committee_now)::uuid[]))),
    open_seat as (
      select s.*, null::uuid as called from seat s
      where s.state = 'running' and s.decision_id is null and s.waived_by = '' and s.opened_at is not null
        and not (s.need = 'any' and exists (select from approval_seat o
          where o.authority_id = s.authority_id and o.approval_id = s.approval_id and o.step = s.step
            and o.dropped_at is null and o.decision_id is not null))
      union all
      select s.*, d.id from seat s
      join decision d on d.authority_id = s.authority_id and d.id = s.decision_id
      where s.committee_id is not null and d.called_in_on is not null and d.call_in_outcome is null),
    waiting as (
      select s.id as seat_id, s.approval_id, s.opened_at, s.days, s.called,
        t.title as post, c.name as committee
      from open_seat s
      join approval a on a.authority_id = s.authority_id and a.id = s.approval_id
      join proposal r on r.authority_id = a.authority_id and r.id = a.proposal_id
      cross join me cross join post_now
      cross join lateral (select proposed_by(a.authority_id, a.proposal_id) as accounts,
        array(select x.person_id from approval x
          where x.authority_id = a.authority_id and x.proposal_id = a.proposal_id and x.person_id is not null)
          as people) by
      left join post t on t.authority_id = s.authority_id and t.id = any (s.post_ids) and t.id = any (post_now.ids)
        and t.closed_on is null
        and not exists (select from post_holding h
          join person o on o.authority_id = h.authority_id and o.id = h.person_id
          where h.authority_id = t.authority_id and h.post_id = t.id and not h.deputy and ${days('h')}
            and (o.account_id = any (by.accounts) or o.id = any (by.people)))
      left join committee c on c.authority_id = s.authority_id and c.id = s.committee_id
      where (t.id is not null or c.id is not null)
        and not ${accountId}::uuid = any (by.accounts) and not me.ids && by.people
        and not exists (select from decision d where d.authority_id = a.authority_id and d.approval_id = a.id
          and d.outcome = 'no-part' and d.person_id = any (me.ids)))`
}
