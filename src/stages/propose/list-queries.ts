import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { ProposalPurpose, ProposalState } from '#src/db/tables.ts'
import type { Stage, Tier } from '#src/domain/words.ts'
import { fieldsOfFacts } from '#src/partnerships/case/facts.ts'
import { seenBy } from '#src/partnerships/considered.ts'

/** What the list of proposals is narrowed to. */
export type ProposalFilters = {
  state: ListState | ''
  directorate: string
  tier: Tier | ''
  resourced: Resourced | ''
  page: number
}

/** Whether a proposal has what it needs: said to, with money outside approved budgets, said to fall short, or not said. */
export type Resourced = 'yes' | 'unbudgeted' | 'short' | 'unknown'

/** Where a proposal stands in the list. */
export type ListState = 'draft' | 'submitted' | 'approved' | 'out-of-date' | 'declined'

/** One proposal in the list. */
export type ProposalLine = {
  id: string
  reference: string
  name: string
  purpose: ProposalPurpose
  state: ProposalState
  outOfDate: boolean
  stage: Stage
  registration: string
  tier: Tier | null
  directorate: string | null
  mine: boolean
  startedBy: string
  startedAt: Date
  submittedAt: Date | null
  endedAt: Date | null
  /** Where it was agreed and may still be called in, or was: until when, or since when. */
  callInEndsOn: string | null
  calledInOn: string | null
  /** How its last submission ended, where it came back. */
  cameBack: 'changes' | 'withdrawn' | null
  /** Our own money in the dearest year, in pounds. */
  pounds: number | null
  resourced: Resourced
  /** Of all that the list is narrowed to but by this: how many are which. */
  counts: Partial<Record<Resourced, number>>
  /** Who is asked to decide now, and whose advice is waited for. */
  deciders: string[]
  advisers: string[]
  total: number
}

export const pageSize = 25

/**
 * The proposals the reader may see and that somebody has to do something about, or that were declined: their own first,
 * then by state, longest waiting first.
 * @param outOfDate the entries whose approval no longer covers what stands
 * @param questions those that ask whether it can be resourced, and whether its money is budgeted, as set.question
 */
export async function listProposals(
  here: Here,
  filters: ProposalFilters,
  outOfDate: readonly string[],
  questions: { resource: readonly string[]; budget: readonly string[] },
): Promise<ProposalLine[]> {
  const { directorate, tier, resourced, page } = filters
  const { rows } = await sql<ProposalLine>`
    with shown as (
      select p.id, p.purpose, p.state, p.started_by, p.started_at, p.account_id is not distinct from current_account() as mine,
        i.id as involvement_id, i.reference, i.stage, i.registration, i.tier, t.name, d.name as directorate,
        p.state = 'approved' and i.id = any(${outOfDate}::uuid[]) as out_of_date
      from proposal p
      join involvement i on i.authority_id = p.authority_id and i.id = p.involvement_id
      join partnership t on t.authority_id = i.authority_id and t.id = i.partnership_id
      left join directorate d on d.authority_id = i.authority_id and d.id = i.directorate_id
      where p.authority_id = ${here.authority.id} and i.removed_at is null and i.merged_into is null and ${seenBy(here)}
        and (${directorate} = '' or i.directorate_id::text = ${directorate})
        and (${tier} = '' or i.tier = ${tier})
        and (p.state in ('draft', 'submitted', 'declined') or p.state = 'approved' and (i.id = any(${outOfDate}::uuid[])
          or i.id in (select u.id from involvement u where u.authority_id = ${here.authority.id} and u.registration <> 'logged')))
        and not (p.state in ('approved', 'declined') and exists (select from proposal n
          where n.authority_id = p.authority_id and n.involvement_id = p.involvement_id and n.started_at > p.started_at
            and n.state <> 'dropped'))
    ), narrowed as (
      select *, ${resourcedOf(here.authority.id, questions)} as resourced from shown narrowing where ${inState(filters.state)}
    ), chosen as (
      select *, count(*) over () as total from narrowed where ${resourced} in ('', resourced)
      order by mine desc, ${placeOf('narrowed')}, started_at, id
      limit ${pageSize} offset ${(page - 1) * pageSize}
    )
    select c.id, c.reference, c.name, c.purpose, c.state, c.out_of_date as "outOfDate", c.stage, c.registration, c.tier,
      c.directorate, c.mine, c.started_by as "startedBy", c.started_at as "startedAt", c.total::int as total, c.resourced,
      (select jsonb_object_agg(n.resourced, n.count) from (select resourced, count(*) from narrowed group by resourced) n)
        as counts,
      a.submitted_at as "submittedAt", a.ended_at as "endedAt",
      k.ends_on::text as "callInEndsOn", k.called_in_on::text as "calledInOn",
      case when c.state = 'draft' and a.state in ('changes', 'withdrawn') then a.state end as "cameBack",
      coalesce(case when c.state <> 'draft' then (a.facts ->> 'money_a_year')::float end,
        case when c.purpose <> 'extend' then m.pounds end) as pounds,
      coalesce(s.deciders, '{}') as deciders, coalesce(v.advisers, '{}') as advisers
    from chosen c
    left join lateral (select a.id, a.state, a.submitted_at, a.ended_at, a.facts from approval a
      where a.authority_id = ${here.authority.id} and a.proposal_id = c.id order by a.number desc limit 1) a on true
    left join lateral (select max(y.pounds)::float as pounds from (select sum(pence) / 100.0 as pounds from commitment
      where authority_id = ${here.authority.id} and involvement_id = c.involvement_id and type = 'money'
      group by year) y) m on true
    left join lateral (select max(d.call_in_ends_on) as ends_on,
        max(d.called_in_on) filter (where d.call_in_outcome is null) as called_in_on from decision d
      where a.state in ('call-in', 'called-in') and d.authority_id = ${here.authority.id} and d.approval_id = a.id) k on true
    left join lateral (select array_agg(distinct s.role_title) as deciders from approval_seat s
      where s.authority_id = ${here.authority.id} and s.approval_id = a.id and c.state = 'submitted'
        and s.opened_at is not null and s.decision_id is null and s.dropped_at is null and s.waived_why = '') s on true
    left join lateral (select array_agg(distinct coalesce(p.name, v.team)) as advisers from advice v
      left join person p on p.authority_id = v.authority_id and p.id = v.person_id
      where v.authority_id = ${here.authority.id} and v.subject_id = c.id and c.state = 'draft' and v.state = 'open') v on true
    order by c.mine desc, ${placeOf('c')}, c.started_at, c.id`.execute(here.db)
  return rows
}

/**
 * Entries whose last approval may no longer cover what the register holds: the trail tells that something of what it can
 * change was changed since it was submitted, and it differs from the facts that were approved, by as much as matters.
 * Whether it does, the protocol says. A save that began before the submission may have ended after it: hence the hour. Where a
 * protocol counts what is not compared here, any may be.
 * @param shares of the facts that matter, by how many hundredths a number has to differ; the least of all protocols
 */
export async function listChangedSinceApproval(
  here: Here,
  shares: Readonly<Record<string, number>>,
): Promise<string[]> {
  const own = here.authority.id
  const was = (fact: string) => sql`(g.facts ->> ${sql.lit(fact)})`
  const matters = (fact: string, differs: RawBuilder<unknown>) =>
    fact in shares ? sql`${differs}` : sql`false`
  const isOther = (fact: string, column: RawBuilder<unknown>) =>
    matters(fact, sql`${column}::text is distinct from ${was(fact)}`)
  const isMore = (fact: string, amount: RawBuilder<unknown>) =>
    matters(
      fact,
      sql`${amount} is distinct from ${was(fact)}::numeric and coalesce(abs(${amount} - ${was(fact)}::numeric) * 100
        >= abs(${was(fact)}::numeric) * ${shares[fact]}::numeric, true)`,
    )
  const any = Object.keys(shares).some(fact => uncompared.includes(fact)) ? sql`true` : sql`false`
  const { rows } = await sql<{ id: string }>`
    with last as materialized (select distinct on (a.involvement_id) a.involvement_id, a.id,
        a.submitted_at - interval '1 hour' as since
      from approval a join proposal r on r.authority_id = a.authority_id and r.id = a.proposal_id and r.state = 'approved'
      where a.authority_id = ${own} and a.state = 'approved'
      order by a.involvement_id, a.ended_at desc),
    renamed as materialized (select e.subject_id as id, max(e.at) as at from event e
      where e.authority_id = ${own} and e.subject_type = 'organisation' and e.fields && '{name}'
        and e.at > (select min(since) from last)
      group by e.subject_id),
    given as materialized (select l.involvement_id, a.facts from last l
      join approval a on a.authority_id = ${own} and a.id = l.id
      where ${any} or exists (select from event e where e.authority_id = ${own} and e.subject_type = 'involvement'
            and e.subject_id = l.involvement_id and e.at > l.since and e.fields && ${[...fieldsOfFacts, 'tier']}::text[])
        or l.involvement_id in (select u.id from renamed n
          join membership x on x.authority_id = ${own} and x.organisation_id = n.id
          join involvement u on u.authority_id = ${own} and u.partnership_id = x.partnership_id where n.at > l.since))
    select i.id from given g
    cross join lateral (select * from involvement where authority_id = ${own} and id = g.involvement_id offset 0) i
    where i.removed_at is null and i.merged_into is null and i.stage in ('approved', 'in-place', 'leaving')
      and (${any} or ${isOther('level', sql`i.level`)} or ${isOther('lead', sql`i.lead_member`)} or ${isOther('tier', sql`i.tier`)}
        or (select ${isMore('money_a_year', sql`max(y.pounds)`)} or ${isMore('money_total', sql`sum(y.pounds)`)}
            or ${isOther('in_budget', sql`(case when bool_and(y.budgeted) and bool_or(y.unsaid) then null else bool_and(y.budgeted) end)`)}
          from (select sum(pence) / 100.0 as pounds, bool_and(budgeted) as budgeted, bool_or(budgeted is null) as unsaid
            from commitment c
            where c.authority_id = ${own} and c.involvement_id = i.id and c.type = 'money' and c.pence is not null
            group by c.year) y)
        or ${matters(
          'partners',
          sql`(select coalesce(jsonb_agg(o.name), '[]') @> coalesce(g.facts -> 'partners', '[]')
              and coalesce(jsonb_agg(o.name), '[]') <@ coalesce(g.facts -> 'partners', '[]')
            from membership x join organisation o on o.authority_id = x.authority_id and o.id = x.organisation_id
            where x.authority_id = ${own} and x.partnership_id = i.partnership_id and x.role = 'member') is false`,
        )})
      and ${seenBy(here)}
    order by i.reference`.execute(here.db)
  return rows.map(row => row.id)
}

// The facts of the register (case/facts.ts) that are not: no protocol that ships counts them.
const uncompared =
  `kind stage risk_register risk_register_reason registered agreement_status sponsor_named performance_lead_named
  manager_named officer_days_a_year`.split(/\s+/)

/**
 * What extensions that are drafts would take of our own money a year, in pounds, by proposal: no fact of the register yet.
 * @param questions those that ask for it, as set.question
 */
export async function listNewMoney(
  here: Here,
  proposals: readonly string[],
  questions: readonly string[],
): Promise<Map<string, number>> {
  if (proposals.length === 0 || questions.length === 0) return new Map()
  const rows = await here.db
    .selectFrom('answer')
    .select(['subject_id', 'value'])
    .where('authority_id', '=', here.authority.id)
    .where('subject_id', 'in', [...proposals])
    .where('question', 'in', [...questions])
    .execute()
  return new Map(rows.flatMap(row => (typeof row.value === 'number' ? [[row.subject_id, row.value]] : [])))
}

/** Whether there is any proposal the reader may see. */
export async function hasProposals(here: Here): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`select exists (select from proposal p
    join involvement i on i.authority_id = p.authority_id and i.id = p.involvement_id
    where p.authority_id = ${here.authority.id} and p.state <> 'dropped' and i.removed_at is null and ${seenBy(here)}) as some`.execute(
    here.db,
  )
  return rows[0]!.some
}

// As it was submitted, what its facts said; in a draft, what was answered, and what the register holds of its money.
function resourcedOf(authorityId: string, of: { resource: readonly string[]; budget: readonly string[] }) {
  const said = (fact: string, questions: readonly string[]) => sql`case when state = 'draft' then
      (select x.value #>> '{}' from answer x where x.authority_id = ${authorityId} and x.subject_id = narrowing.id
        and x.question = any(${questions}::text[]) and x.value is not null limit 1)
    else (select x.facts ->> ${fact}::text from approval x where x.authority_id = ${authorityId}
      and x.proposal_id = narrowing.id order by x.number desc limit 1) end`
  const held = sql`case when state = 'draft' and purpose <> 'extend' then (select bool_and(x.budgeted)::text from commitment x
    where x.authority_id = ${authorityId} and x.involvement_id = narrowing.involvement_id and x.type = 'money') end`
  return sql`(select case when said.resource in ('no', 'false', 'partly') then 'short'
      when said.budget in ('no', 'false') then 'unbudgeted' when said.resource in ('yes', 'true') then 'yes' else 'unknown' end
    from (select ${said('can_resource', of.resource)} as resource,
      coalesce(${held}, ${said('in_budget', of.budget)}) as budget) said)`
}

const placeOf = (line: 'narrowed' | 'c') =>
  sql`case when ${sql.ref(`${line}.out_of_date`)} then 3
    else array_position(array['draft', 'submitted', 'approved', 'declined'], ${sql.ref(`${line}.state`)}) end`

function inState(state: ListState | ''): RawBuilder<SqlBool> {
  if (state === '') return sql`true`
  if (state === 'out-of-date') return sql`out_of_date`
  return sql`state = ${state} and not out_of_date`
}
