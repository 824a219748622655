import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import { sightOf } from '#src/accounts/may.ts'
import type { Db } from '#src/db/open.ts'
import { withinPlaces } from '#src/partnerships/considered.ts'

/** The waivers of an involvement that stand, the newest first. */
export function listWaivers(db: Db, authorityId: string, involvementId: string) {
  return db
    .selectFrom('waiver')
    .select(['id', 'requirement', 'reason', 'waived_by', 'capacity', 'waived_at'])
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', involvementId)
    .where('withdrawn_at', 'is', null)
    .orderBy('waived_at', 'desc')
    .execute()
}

/** What was set aside or changed on someone's authority. */
export type ExceptionKind = 'waiver' | 'step' | 'override' | 're-route' | 'urgent'
export type Exception = {
  kind: ExceptionKind
  reference: string
  name: string
  /** The requirement's id, the step, what the tier became, or what the route lost and gained. */
  what: string
  reason: string
  who: string
  capacity: string
  at: Date
  endedAt: Date | null
  total: number
}

export const pageSize = 50

/** Every waiver, waived step, override of a tier and re-route that the auditor may see, the newest first (REV-4). */
export async function listExceptions(
  here: Here,
  { kind, page }: { kind: ExceptionKind | ''; page: number },
): Promise<Exception[]> {
  const own = here.authority.id
  const { rows } = await sql<Exception>`
    with every as (
      select 'waiver' as kind, w.involvement_id, w.requirement as what, w.reason, w.waived_by as who, w.capacity,
          w.waived_at as at, w.withdrawn_at as "endedAt"
        from waiver w where w.authority_id = ${own}
      union all
      select 'step', s.involvement_id, s.title || ': ' || s.role_title, s.waived_why, s.waived_by, s.waived_authority,
          s.waived_at, null
        from approval_seat s where s.authority_id = ${own} and s.waived_by <> ''
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
        from decision d where d.authority_id = ${own} and d.urgent_reason <> '')
    select e.*, i.reference, t.name, count(*) over ()::int as total
    from every e
    join involvement i on i.authority_id = ${own} and i.id = e.involvement_id
    join partnership t on t.authority_id = ${own} and t.id = i.partnership_id
    where ${kind === '' ? sql`true` : sql`e.kind = ${kind}`} and ${withinPlaces(sightOf(here.grants, 'read-trail'))}
    order by e.at desc, i.reference, e.what
    limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(here.db)
  return rows
}
