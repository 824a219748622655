import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { formatDate, type PartialDate } from '#src/domain/dates.ts'
import { formatDay } from '#src/web/views.ts'

/** When something started, as somebody stated it last: null where nobody did, or their name is redacted. */
export type Stated = { started: PartialDate | null; by: string | null; at: Date | null }

/**
 * On whose word entries started when they say: that is what makes them older than the protocol (ENT-7).
 * @returns by reference
 */
export async function listStated(
  db: Db,
  authorityId: string,
  references: readonly string[],
): Promise<Map<string, Stated>> {
  if (references.length === 0) return new Map()
  const { rows } = await sql<Stated & { reference: string }>`
    select i.reference, t.started_on as started, e.by, e.at from involvement i
    join partnership t on t.authority_id = i.authority_id and t.id = i.partnership_id
    left join lateral (select e.payload -> 'actor' ->> 'name' as by, e.at from event e
      where e.authority_id = i.authority_id and e.subject_type = 'involvement' and e.subject_id = i.id
        and 'started_on' = any (e.fields)
      order by e.at desc limit 1) e on true
    where i.authority_id = ${authorityId} and i.reference = any (${references}::text[])`.execute(db)
  return new Map(rows.map(({ reference, ...row }) => [reference, row]))
}

/** The same in sentences, for whoever audits it. @param evidence whoever is on record to have approved it then, or '' */
export function statedInWords({ started, by, at }: Stated, evidence = ''): string {
  if (!started) return 'Nobody has said when it started.'
  const who = by ? `, as ${by} stated` : ''
  return `Started ${formatDate(started)}${who}${at && by ? ` on ${formatDay(at)}` : ''}. Evidence: ${evidence || 'none'}.`
}
