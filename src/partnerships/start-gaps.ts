import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { commonProtocol } from '#src/adopted/protocol.ts'

/** Why the start of an entry is missing information, as the filter of the register names it; gaps.ts has their sentences. */
export type StartGap = 'no_start' | 'too_new'

/**
 * The involvements that stand as in place without an approval on record, and do not say when they started or began since
 * the protocol did (APP-2): what `whyTooNew` says of one entry, for all of an authority and through the index of starts.
 * @param today ISO
 */
export function withStartGap(
  authorityId: string,
  named: readonly StartGap[],
  today: string,
): RawBuilder<SqlBool> {
  const inForce = sql`from protocol where authority_id = ${authorityId} and from_on <= ${today} and withdrawn_at is null`
  const since = sql`coalesce((select min(from_on)::text ${inForce}), ${today})`
  const covered = sql`coalesce((select pack -> 'definition' -> 'covers' ${inForce} order by from_on desc, adopted_at desc limit 1),
    ${JSON.stringify(commonProtocol().pack.definition.covers)}::jsonb)`
  const started = sql`t.started_on collate "C"`
  const ways: Record<StartGap, RawBuilder<SqlBool>> = {
    no_start: sql`t.started_on is null`,
    too_new: sql`(${started} >= left(${since}, 4) and ${started} >= left(${since}, length(t.started_on)))`,
  }
  const either = sql.join(
    named.map(name => ways[name]),
    sql` or `,
  )
  return sql<SqlBool>`e.involvement_id in (select i.id from partnership t
    join involvement i on i.authority_id = t.authority_id and i.partnership_id = t.id
      and i.stage in ('in-place', 'leaving') and not i.approval_evidenced
    where t.authority_id = ${authorityId} and (${either}) and (${covered}) ? t.kind
      and not exists (select from proposal r
        where r.authority_id = i.authority_id and r.involvement_id = i.id and r.state = 'recorded')
      and not exists (select from approval a
        where a.authority_id = i.authority_id and a.involvement_id = i.id and a.state = 'approved'))`
}
