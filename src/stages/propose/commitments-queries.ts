import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Stage } from '#src/domain/words.ts'
import { seenBy } from '#src/partnerships/considered.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'

/** What is given in one year: money in pence, how much of it is outside approved budgets, officer days where they are counted. */
export type YearGiven = { year: string; pence: number; unbudgeted: number; days: number | null }

/** Another partnership that draws on the same directorate or people. */
export type Draws = {
  reference: string
  name: string
  stage: Stage
  sameDirectorate: boolean
  /** The people and posts both have, in words. */
  people: string[]
  given: YearGiven[]
  pence: number
}

/** Most lines the page shows; the totals count all. */
export const most = 50

/**
 * What else draws on an entry's directorate, sponsor and representatives in some years: the partnerships themselves,
 * dearest first, and what they take together (ENT-4). Only what the reader may see. In one query.
 * @param years as '2026/27'
 */
export async function findCommitments(
  here: Here,
  entry: Entry,
  years: readonly string[],
): Promise<{ draws: Draws[]; totals: YearGiven[]; count: number }> {
  const own = entry.appointments.filter(each => !each.isSubstitute)
  const people = own.flatMap(each => each.person?.id ?? [])
  const posts = own.flatMap(each => each.post?.id ?? [])
  const authority = here.authority.id
  const { rows } = await sql<{ draws: Draws[]; totals: YearGiven[]; count: number }>`
    with candidate as (
      select i.id from involvement i where i.authority_id = ${authority} and i.directorate_id = ${entry.directorate_id}
      union select a.involvement_id from appointment a
        where a.authority_id = ${authority} and a.person_id = any(${people}::uuid[])
      union select a.involvement_id from appointment a
        where a.authority_id = ${authority} and a.post_id = any(${posts}::uuid[])
    ), live as (
      select i.id, i.reference, t.name, i.stage, i.directorate_id is not distinct from ${entry.directorate_id}::uuid
        and i.directorate_id is not null as same_directorate
      from candidate c
      join involvement i on i.authority_id = ${authority} and i.id = c.id
      join partnership t on t.authority_id = i.authority_id and t.id = i.partnership_id
      where i.id <> ${entry.id} and i.stage in ('proposed', 'approved', 'in-place', 'leaving')
        and i.removed_at is null and i.merged_into is null and ${seenBy(here)}
    ), given as (
      select c.involvement_id, c.year, coalesce(sum(c.pence), 0) as pence,
        coalesce(sum(c.pence) filter (where c.budgeted = false), 0) as unbudgeted, sum(c.days) as days
      from commitment c join live l on l.id = c.involvement_id
      where c.authority_id = ${authority} and c.year = any(${years}::text[]) and c.type in ('money', 'officer-time')
      group by c.involvement_id, c.year
    ), shared as (
      select a.involvement_id, array_agg(distinct coalesce(p.name, o.title)) as people
      from appointment a join live l on l.id = a.involvement_id
      left join person p on p.authority_id = a.authority_id and p.id = a.person_id
      left join post o on o.authority_id = a.authority_id and o.id = a.post_id
      where a.authority_id = ${authority} and (a.person_id = any(${people}::uuid[]) or a.post_id = any(${posts}::uuid[]))
        and (a.ends_on is null or a.ends_on >= current_day())
      group by a.involvement_id
    ), sums as (
      select involvement_id, sum(pence) as pence, jsonb_agg(jsonb_build_object('year', year, 'pence', pence,
        'unbudgeted', unbudgeted, 'days', days) order by year) as given
      from given group by involvement_id
    ), line as (
      select l.reference, l.name, l.stage, l.same_directorate as "sameDirectorate", coalesce(s.people, '{}') as people,
        coalesce(m.given, '[]') as given, coalesce(m.pence, 0) as pence
      from live l left join shared s on s.involvement_id = l.id left join sums m on m.involvement_id = l.id
      where s.people is not null or m.given is not null
    )
    select (select count(*)::int from line) as count,
      coalesce((select jsonb_agg(to_jsonb(x)) from (select * from line
        order by cardinality(people) > 0 desc, pence desc, reference limit ${most}) x), '[]') as draws,
      coalesce((select jsonb_agg(to_jsonb(x) order by x.year) from (select year, sum(pence) as pence,
        sum(unbudgeted) as unbudgeted, sum(days) as days from given group by year) x), '[]') as totals`.execute(
    here.db,
  )
  return rows[0]!
}
