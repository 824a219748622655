import { type RawBuilder, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import { sightOf } from '#src/accounts/may.ts'
import { seenBy, withinPlaces } from '#src/partnerships/considered.ts'

/** What departs from the protocol: what was set aside or changed on someone's word, and what an auditor asks about. */
export type ExceptionKind =
  | 'waiver'
  | 'step'
  | 'override'
  | 're-route'
  | 'urgent'
  | 'interest'
  | 'escalated'
  | 'unevidenced'

export type Exception = {
  kind: ExceptionKind
  reference: string
  name: string
  directorate: string
  /** Whether the reader may open the entry: what is not on the register yet is not everyone's. */
  readable: boolean
  /** The requirement's id, the step, what the tier became, what the route lost and gained, or who waited. */
  what: string
  reason: string
  who: string
  capacity: string
  /** Null for an approval that is not evidenced: nobody did it on a day. */
  at: Date | null
  endedAt: Date | null
}

/** `since` the first ISO day that counts, or none; a kind of '' is every act, without approvals that are not evidenced. */
export type ExceptionFilters = { kind: ExceptionKind | ''; directorate: string | null; since: string | null }

export const pageSize = 50
const mostInAFile = 100_000

/** One page of the exceptions that the reader may see, the newest first (REV-4). */
export function listExceptions(here: Here, filters: ExceptionFilters, page: number): Promise<Exception[]> {
  return list(here, filters, pageSize, (page - 1) * pageSize)
}

/** All of them, for a file. */
export function listAllExceptions(here: Here, filters: ExceptionFilters): Promise<Exception[]> {
  return list(here, filters, mostInAFile, 0)
}

/** How many there are of each kind, whatever kind is asked for. */
export async function countExceptions(
  here: Here,
  filters: Omit<ExceptionFilters, 'kind'>,
): Promise<Map<ExceptionKind, number>> {
  const { rows } = await sql<{ kind: ExceptionKind; count: number }>`
    with every as (${every(here.authority.id)})
    select e.kind, count(*)::int as count from every e
    join involvement i on i.authority_id = ${here.authority.id} and i.id = e.involvement_id
    where ${narrowed(here, { ...filters, kind: '' }, true)}
    group by e.kind`.execute(here.db)
  return new Map(rows.map(row => [row.kind, row.count]))
}

async function list(here: Here, filters: ExceptionFilters, limit: number, offset: number) {
  const own = here.authority.id
  const { rows } = await sql<Exception>`
    with every as (${every(own)})
    select e.kind, e.what, e.reason, e.who, e.capacity, e.at, e.ended_at as "endedAt",
      i.reference, t.name, coalesce(r.name, '') as directorate, ${seenBy(here)} as readable
    from every e
    join involvement i on i.authority_id = ${own} and i.id = e.involvement_id
    join partnership t on t.authority_id = ${own} and t.id = i.partnership_id
    left join directorate r on r.authority_id = ${own} and r.id = i.directorate_id
    where ${narrowed(here, filters, filters.kind === 'unevidenced')}
    order by e.at desc nulls last, i.reference, e.what
    limit ${limit} offset ${offset}`.execute(here.db)
  return rows
}

function narrowed(here: Here, { kind, directorate, since }: ExceptionFilters, withUnevidenced: boolean) {
  const parts = [withinPlaces(sightOf(here.grants, 'read-trail'))]
  if (kind) parts.push(sql`e.kind = ${kind}`)
  if (!withUnevidenced) parts.push(sql`e.kind <> 'unevidenced'`)
  if (directorate) parts.push(sql`i.directorate_id = ${directorate}`)
  // What is not evidenced stays so, whenever it began.
  if (since) parts.push(sql`(e.at is null or e.at >= (${since}::timestamp at time zone 'Europe/London'))`)
  return sql`${sql.join(parts, sql` and `)}`
}

function every(own: string): RawBuilder<unknown> {
  return sql`
    select 'waiver' as kind, w.involvement_id, w.requirement as what, w.reason, w.waived_by as who, w.allowed_by as capacity,
        w.waived_at as at, w.withdrawn_at as ended_at
      from waiver w where w.authority_id = ${own}
    union all
    select 'step', s.involvement_id, s.title || ': ' || s.role_title, s.waived_why, s.waived_by, s.waived_authority,
        s.waived_at, null
      from approval_seat s where s.authority_id = ${own} and s.waived_by <> ''
    union all
    select 'escalated', s.involvement_id, s.role_title, 'No decision within ' || s.days || ' days',
        '', '', s.escalated_at, d.entered_at
      from approval_seat s
      left join decision d on d.authority_id = s.authority_id and d.id = s.decision_id
      where s.authority_id = ${own} and s.escalated_at is not null
    union all
    select 'override', a.involvement_id, a.found || ' ' || a.result, a.why, a.made_by, '', a.made_at, null
      from assessment a where a.authority_id = ${own} and a.about = 'tier' and a.cause = 'override'
    union all
    select 're-route', r.involvement_id,
        concat_ws('; ', nullif('added ' || array_to_string(r.added, ', '), 'added '),
          nullif('dropped ' || array_to_string(r.dropped, ', '), 'dropped ')),
        r.reason, r.re_routed_by, r.capacity, r.re_routed_at, null
      from re_route r where r.authority_id = ${own}
    union all
    select 'urgent', d.involvement_id, coalesce('reported ' || to_char(d.reported_on, 'YYYY-MM-DD'), ''), d.urgent_reason,
        d.decided_by, '', d.entered_at, null
      from decision d where d.authority_id = ${own} and d.urgent_reason <> ''
    union all
    select 'interest', d.involvement_id, d.outcome, d.interest, d.decided_by,
        case when d.capacity = d.decided_by then '' else d.capacity end, d.entered_at, null
      from decision d where d.authority_id = ${own} and d.interest <> ''
    union all
    select 'unevidenced', i.id, i.stage, '', '', '', null::timestamptz, null
      from involvement i
      join partnership t on t.authority_id = i.authority_id and t.id = i.partnership_id
      where i.authority_id = ${own} and t.kind = 'partnership' and i.stage in ('in-place', 'leaving')
        and not i.approval_evidenced and i.registration = 'logged' and i.removed_at is null and i.merged_into is null`
}
