import { type SqlBool, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import { type Sight, sightOf } from '#src/accounts/may.ts'
import type { Db } from '#src/db/open.ts'
import type { AssessmentCause } from '#src/db/tables.ts'
import type { Kind, Stage, Tier } from '#src/domain/words.ts'
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
export type AssessedFilter = { outcomes: readonly string[]; directorate: string | null }

export const pageSize = 50

/** What was assessed and the reader may see, newest first. */
export async function listAssessed(here: Here, { outcomes, directorate }: AssessedFilter, page: number) {
  const { rows } = await sql<Assessed>`
    select i.id, i.reference, p.name, p.kind, i.stage, i.tier, i.registration = 'logged' as logged, d.name as directorate,
      k.result, k.says, coalesce(k.made_by, t.made_by) as made_by, coalesce(k.made_at, t.made_at) as made_at,
      t.cause as tier_cause, count(*) over ()::int as total
    from (select distinct involvement_id from assessment where authority_id = ${here.authority.id}) a
    join involvement i on i.authority_id = ${here.authority.id} and i.id = a.involvement_id
    join partnership p on p.authority_id = i.authority_id and p.id = i.partnership_id
    left join directorate d on d.authority_id = i.authority_id and d.id = i.directorate_id
    left join lateral (${last('kind')}) k on true
    left join lateral (${last('tier')}) t on true
    where i.removed_at is null and i.merged_into is null and ${seen(here)}
      and ${outcomes.length > 0 ? sql`k.result = any(${outcomes}::text[])` : sql`true`}
      and ${directorate ? sql`i.directorate_id = ${directorate}` : sql`true`}
    order by coalesce(k.made_at, t.made_at) desc, i.reference
    limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(here.db)
  const total = rows[0]?.total ?? 0
  return { rows, total, page, pages: Math.max(1, Math.ceil(total / pageSize)) }
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

// As findConsidered sees: what is logged by whoever may see it; the rest by whoever works on it or is asked about it.
function seen(here: Here) {
  const verbs = ['propose', 'register', 'log'] as const
  return sql<SqlBool>`case when i.registration = 'logged' then ${within(here.sight)}
    else ${sql.join(
      verbs.map(verb => within(sightOf(here.grants, verb))),
      sql` or `,
    )} or exists (select from proposal x where x.authority_id = i.authority_id and x.involvement_id = i.id
      and x.account_id = current_account()) or is_asked(i.id) end`
}

function within(sight: Sight) {
  if (sight === 'all') return sql<SqlBool>`true`
  return sql<SqlBool>`(i.directorate_id = any(${sight.directorateIds}::uuid[]) or i.id = any(${sight.involvementIds}::uuid[]))`
}
