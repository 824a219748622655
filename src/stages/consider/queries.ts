import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import type { AssessmentCause } from '#src/db/tables.ts'
import type { Kind, Stage, Tier } from '#src/domain/words.ts'
import { seenBy } from '#src/partnerships/considered.ts'
import type { FoundKind } from '#src/protocol/definition.ts'

/** One arrangement that was assessed, with the last that was found. */
export type Assessed = {
  id: string
  reference: string
  name: string
  kind: Kind
  stage: Stage
  tier: Tier | null
  logged: boolean
  directorate: string | null
  result: FoundKind | null
  says: string | null
  made_by: string
  made_at: Date
  tier_cause: AssessmentCause | null
  total: number
}

/** What a list of assessments is narrowed to. */
export type AssessedFilter = {
  outcomes: readonly string[]
  directorate: string | null
  /** Of these entries alone; null for all. */
  entries: readonly string[] | null
}

export const pageSize = 50

/** What was assessed and the reader may see, newest first. */
export async function listAssessed(
  here: Here,
  { outcomes, directorate, entries }: AssessedFilter,
  page: number,
) {
  // The last about its kind, or else about its tier: 'kind' comes first.
  const { rows } = await sql<Assessed>`
    with last as (
      select distinct on (involvement_id) involvement_id, about, made_at, result from assessment
      where authority_id = ${here.authority.id} order by involvement_id, about, made_at desc, id desc
    ), chosen as (
      select i.*, l.made_at as last_made_at, count(*) over ()::int as total
      from last l join involvement i on i.authority_id = ${here.authority.id} and i.id = l.involvement_id
      where i.removed_at is null and i.merged_into is null and ${seenBy(here)}
        and ${outcomes.length > 0 ? sql`l.about = 'kind' and l.result = any(${outcomes}::text[])` : sql`true`}
        and ${directorate ? sql`i.directorate_id = ${directorate}` : sql`true`}
        and ${entries ? sql`i.id = any(${entries}::uuid[])` : sql`true`}
      order by l.made_at desc, i.reference
      limit ${pageSize} offset ${(page - 1) * pageSize}
    )
    select i.id, i.reference, p.name, p.kind, i.stage, i.tier, i.registration = 'logged' as logged, d.name as directorate,
      k.result, k.says, coalesce(k.made_by, t.made_by) as made_by, i.last_made_at as made_at, t.cause as tier_cause, i.total
    from chosen i
    join partnership p on p.authority_id = i.authority_id and p.id = i.partnership_id
    left join directorate d on d.authority_id = i.authority_id and d.id = i.directorate_id
    left join lateral (${last('kind')}) k on true
    left join lateral (${last('tier')}) t on true
    order by i.last_made_at desc, i.reference`.execute(here.db)
  const total = rows[0]?.total ?? 0
  return { rows, total, page, pages: Math.max(1, Math.ceil(total / pageSize)) }
}

/** Whether a proposal about an entry is being drafted, and what for; undefined where none is. */
export function findDraftOf(db: Db, authorityId: string, entryId: string) {
  return db
    .selectFrom('proposal')
    .select('purpose')
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entryId)
    .where('state', '=', 'draft')
    .executeTakeFirst()
}

/** Every assessment of one entry, newest first. */
export function listAssessments(db: Db, authorityId: string, involvementId: string, about: 'kind' | 'tier') {
  return db
    .selectFrom('assessment')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', involvementId)
    .where('about', '=', about)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export type KeptAssessment = Awaited<ReturnType<typeof listAssessments>>[number]

function last(about: 'kind' | 'tier') {
  return sql`select * from assessment x where x.authority_id = i.authority_id and x.involvement_id = i.id
    and x.about = ${about} order by x.made_at desc, x.id desc limit 1`
}
