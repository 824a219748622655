import { type RawBuilder, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import { sightOf, type Verb } from '#src/accounts/may.ts'
import { findProtocol } from '#src/adopted/protocol.ts'
import { fieldsOfFacts } from '#src/partnerships/case/facts.ts'
import { withinPlaces } from '#src/partnerships/considered.ts'
import { callsFor, lookAgain } from './bases.ts'

/**
 * The entries that call for another assessment, of those the reader may see: their review is due, or what their tier
 * rests on has moved (SIG-3). Those assessed longest ago come first.
 * @param today the day, ISO
 */
export async function listToAssess(here: Here, today: string): Promise<string[]> {
  const likely = await listLikely(here, 'see', today, sql`order by a.made_at, i.id`)
  return (await look(here, likely, today, likely.length)).ids
}

/**
 * How many the reader may assess, of the first few that may be some: `more` where there may be more than those (SIG-3). Where
 * none of the first is one, it is looked on until some are.
 */
export async function countToAssess(here: Here, today: string): Promise<{ count: number; more: boolean }> {
  const first = await listLikely(here, 'propose', today, sql`limit ${few}`)
  const { ids } = await look(here, first, today, 1)
  if (ids.length > 0 || first.length < few) return { count: ids.length, more: first.length === few }
  const looked = await look(here, await listLikely(here, 'propose', today, sql``), today, 1)
  return { count: looked.ids.length, more: looked.more }
}

const few = 20
// Whole records: so many at a time.
const chunk = 200

// Of these, those that are to be assessed again, as far as was looked until there were enough.
async function look(here: Here, likely: readonly string[], today: string, enough: number) {
  const ids: string[] = []
  let from = 0
  for (; from < likely.length && ids.length < enough; from += chunk) {
    const some = likely.slice(from, from + chunk)
    const looked = await lookAgain(here.db, here.authority.id, some, today)
    ids.push(...some.filter(id => callsFor(looked.get(id)!).length > 0))
  }
  return { ids, more: from < likely.length }
}

// Whether it matters that something differs, the protocol of each assessment says. Only where the trail tells that something of
// it was changed since is it compared at all; a save that began before may have ended after.
async function listLikely(
  here: Here,
  verb: Verb,
  today: string,
  which: RawBuilder<unknown>,
): Promise<string[]> {
  const own = here.authority.id
  const cycles = JSON.stringify(await listCycles(here))
  const { rows } = await sql<{ id: string }>`
    with renamed as materialized (select distinct x.partnership_id from event e
      join membership x on x.authority_id = e.authority_id and x.organisation_id = e.subject_id
      where e.authority_id = ${own} and e.subject_type = 'organisation' and e.fields && '{name}'
        and e.at > (select min(made_at) from assessment where authority_id = ${own} and about = 'tier'))
    select i.id from involvement i
    join lateral (select x.made_at, x.facts, x.result, x.protocol_id from assessment x where x.authority_id = i.authority_id
      and x.involvement_id = i.id and x.about = 'tier' order by x.made_at desc, x.id desc limit 1) a on true
    left join lateral (select x.facts, x.submitted_at from approval x where x.authority_id = i.authority_id and x.involvement_id = i.id
      and x.state = 'approved' and x.ended_at > a.made_at order by x.ended_at desc limit 1) p on true
    cross join lateral (select coalesce(p.facts, a.facts) as facts) was
    cross join lateral (select least((x.own ->> coalesce(i.tier, a.result))::int,
        case when was.facts ->> 'last_review_weak' = 'true' then (x.own ->> 'weak')::int end) as months
      from (select ${cycles}::jsonb -> a.protocol_id::text as own) x) review
    where i.authority_id = ${own} and i.removed_at is null and i.merged_into is null
      and i.stage in ('approved', 'in-place', 'leaving')
      and ${withinPlaces(sightOf(here.grants, verb))}
      and not exists (select from proposal x where x.authority_id = i.authority_id and x.involvement_id = i.id
        and x.state in ('draft', 'submitted'))
      and (i.stage <> 'approved' and a.made_at < ${today}::date - make_interval(months => review.months) + interval '2 days'
        or (i.partnership_id in (select partnership_id from renamed) or exists (select from event e
            where e.authority_id = i.authority_id and e.subject_type = 'involvement' and e.subject_id = i.id
              and e.at > coalesce(least(a.made_at, p.submitted_at), a.made_at) - interval '1 hour' and e.fields && ${fieldsOfFacts}::text[]))
        and (i.level is distinct from was.facts ->> 'level' or i.lead_member::text is distinct from was.facts ->> 'lead'
        or exists (select from (select max(y.pounds) as money, sum(y.pounds) as total, max(y.days) as days,
              bool_and(y.budgeted) as budgeted
            from (select sum(pence) filter (where type = 'money') / 100.0 as pounds,
                sum(days) filter (where type = 'officer-time') as days,
                bool_and(budgeted) filter (where type = 'money' and pence is not null) as budgeted from commitment c
              where c.authority_id = ${own} and c.involvement_id = i.id group by c.year) y) now
          where now.money is not null and now.money is distinct from (was.facts ->> 'money_a_year')::numeric
            or now.total is not null and now.total is distinct from (was.facts ->> 'money_total')::numeric
            or now.days is not null and now.days is distinct from (was.facts ->> 'officer_days_a_year')::numeric
            or now.budgeted::text <> was.facts ->> 'in_budget')
        or jsonb_array_length(coalesce(was.facts -> 'partners', '[]')) > 0
          and (select coalesce(jsonb_agg(o.name), '[]') @> (was.facts -> 'partners')
              and coalesce(jsonb_agg(o.name), '[]') <@ (was.facts -> 'partners') from membership x
            cross join lateral (select y.name from organisation y where y.authority_id = x.authority_id
              and y.id = x.organisation_id limit 1) o
            where x.authority_id = ${own} and x.partnership_id = i.partnership_id and x.role = 'member') is false))
    ${which}`.execute(here.db)
  return rows.map(row => row.id)
}

// The months from one review to the next by tier, and after a weak one, of each protocol of the authority.
async function listCycles({ db, authority }: Here): Promise<Record<string, Record<string, number>>> {
  const rows = await db.selectFrom('protocol').select('id').where('authority_id', '=', authority.id).execute()
  const cycles: Record<string, Record<string, number>> = {}
  for (const { id } of rows) {
    const { months, weak } = (await findProtocol(db, authority.id, id)).pack.reviews
    cycles[id] = { ...months, weak }
  }
  return cycles
}
