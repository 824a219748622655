import { sql } from 'kysely'
import { commonProtocol } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'

/**
 * Fills what the protocol keeps of a filled register: half its entries assessed, a quarter of them approved, one in forty a
 * draft, one in forty being decided, and beside them arrangements that are only considered. The keeper holds a
 * post that decides and records for a committee.
 * @param from the number of the first entry a proposal may be under way about
 */
export async function fillProtocol(
  db: Db,
  authority: string,
  number: number,
  entries: number,
  keeper: string,
  from = 1,
): Promise<void> {
  const id = (table: string, n: string) =>
    `('01990000-${table}-7000-8${number.toString(16).padStart(3, '0')}-' || lpad(to_hex(${n}), 12, '0'))::uuid`
  const run = (statement: string) =>
    sql.raw(statement.replaceAll(':authority', `'${authority}'::uuid`)).execute(db)
  const protocol = id('e000', '1')
  const post = (n: string) => id('e001', `1 + (${n}) % ${posts}`)
  const series = `generate_series(1, ${entries}) i`
  const considered = Math.ceil(entries / 40)
  const entry = id('d008', 'i')
  const who = (n: string) => `'Officer ' || (1 + (${n}) % 30)`

  await sql`insert into protocol (authority_id, id, pack_id, title, pack_version, from_on, pack, adopted_at)
    values (${authority}, ${sql.raw(protocol)}, 'common', 'The common protocol', '1', '2026-01-01',
      ${JSON.stringify(commonProtocol().pack)}::text::jsonb, now() + interval '1 second')`.execute(db)
  await run(
    `update person set account_id = '${keeper}' where authority_id = :authority and id = ${id('d003', '1')}`,
  )
  await run(
    `insert into post (authority_id, id, title) select :authority, ${post('i')}, 'Post ' || i from generate_series(1, ${posts}) i`,
  )
  await run(`insert into post_holding (authority_id, id, post_id, person_id, starts_on)
    select :authority, ${id('e002', 'i')}, ${post('i - 1')}, ${id('d003', 'i')}, '2024-01-01' from generate_series(1, ${posts}) i`)
  await run(`insert into role_filling (authority_id, id, role, post_id)
    select :authority, ${id('e003', 'i')}, (array['head-of-service', 'section-151', 'monitoring-officer', 'legal-services'])[i], ${post('i')}
    from generate_series(1, 4) i`)
  await run(
    `insert into committee (authority_id, id, name) select :authority, ${id('e004', 'i')}, 'Committee ' || i from generate_series(1, 5) i`,
  )
  await run(`insert into committee_recorder (authority_id, id, committee_id, person_id, starts_on)
    select :authority, ${id('e005', 'i')}, ${id('e004', 'i')}, ${id('d003', 'i')}, '2024-01-01' from generate_series(1, 5) i`)

  // Considered only: no entries of the register yet.
  const extra = `generate_series(${entries + 1}, ${entries + considered}) i`
  await run(
    `insert into partnership (authority_id, id, kind, name) select :authority, ${id('d006', 'i')}, 'partnership', 'Considered ' || i from ${extra}`,
  )
  await run(`insert into involvement (authority_id, id, partnership_id, reference, stage, registration, directorate_id, created_at)
    select :authority, ${entry}, ${id('d006', 'i')}, 'MC-' || lpad(i::text, greatest(4, length(i::text)), '0'), 'considered', 'none',
      ${id('d001', '1 + i % 8')}, now() from ${extra}`)

  const facts = `(select jsonb_build_object('kind', 'partnership', 'money_a_year', (1 + i % 500) * 100 + case when i % 40 = 8 then 60000 when i % 16 = 0 then 1 else 0 end,
      'money_total', (1 + i % 500) * 300, 'in_budget', true, 'level', x.level, 'lead', x.lead_member, 'tier', x.tier,
      'inherent_risk', (array['low', 'medium', 'high'])[1 + i % 3], 'approved', true,
      'partners', (select jsonb_agg(distinct o.name) from membership m
        join organisation o on o.authority_id = m.authority_id and o.id = m.organisation_id
        where m.authority_id = :authority and m.partnership_id = x.partnership_id))
    from involvement x where x.authority_id = :authority and x.id = ${entry})`
  await run(`insert into assessment (authority_id, id, involvement_id, about, protocol_id, model, result, found, says, facts, cause, made_by, made_at)
    select :authority, ${id('e006', 'i * 2')}, ${entry}, 'kind', ${protocol}, '', 'partnership', 'partnership', 'It has what a partnership has',
      '{}'::jsonb, 'first', ${who('i')}, now() - i * interval '1 hour' from generate_series(1, ${entries + considered}) i where i % 2 = 0
    union all
    select :authority, ${id('e006', 'i * 2 + 1')}, ${entry}, 'tier', ${protocol}, '', x.tier, x.tier, 'It passes one of the tests', ${facts},
      case when i % 100 = 8 then 'override' else 'first' end, ${who('i')}, now() - i * interval '1 hour'
    from ${series} join involvement x on x.authority_id = :authority and x.id = ${entry} where i % 2 = 0`)

  const underWay = `i > ${from} and i % 40 in (1, 3)`
  const state = `case when i > ${entries} or i % 40 = 1 then 'draft' when i % 40 = 3 then 'submitted' when i % 80 = 5 then 'declined'
    when i % 80 = 6 then 'recorded' else 'approved' end`
  await run(`insert into proposal (authority_id, id, involvement_id, purpose, state, protocol_id, account_id, started_by, started_at)
    select :authority, ${id('e007', 'i')}, ${entry}, case when i > ${entries} then 'enter' when i % 80 = 6 then 'existing' else 'extend' end,
      ${state}, ${protocol}, case when i % 120 = 1 then '${keeper}'::uuid end, ${who('i')}, now() - i * interval '1 hour'
    from generate_series(1, ${entries + considered}) i
    where i > ${entries} or ${underWay} or i % 80 in (5, 6) or i % 4 = 0`)
  await run(`insert into answer (authority_id, id, involvement_id, subject_type, subject_id, question, value, answered_at)
    select :authority, gen_random_uuid(), p.involvement_id, 'proposal', p.id, 'case.question-' || q, to_jsonb('As the plan says.'::text), now()
    from proposal p, generate_series(1, 12) q where p.authority_id = :authority and p.protocol_id = ${protocol}`)
  await run(`insert into advice (authority_id, id, involvement_id, subject_type, subject_id, question, team, person_id, asked_account_id, asked_by, asked_at, state, answered_by, answered_at)
    select :authority, gen_random_uuid(), p.involvement_id, 'proposal', p.id, '', case when n % 3 = 0 then 'legal-services' else '' end,
      case when n % 3 > 0 then ${id('d003', `1 + n % 20`)} end, case when n % 50 = 0 then '${keeper}'::uuid end, 'An officer', p.started_at,
      case when p.state = 'draft' and n % 4 = 0 then 'open' else 'answered' end, 'An officer', now()
    from (select *, row_number() over (order by id)::int as n from proposal where authority_id = :authority and protocol_id = ${protocol}) p`)

  const round = `(select p.*, ('x' || right(p.id::text, 12))::bit(48)::bigint::int as i from proposal p
    where p.authority_id = :authority and p.protocol_id = ${protocol} and p.state not in ('draft', 'recorded'))`
  await run(`insert into approval (authority_id, id, involvement_id, proposal_id, number, protocol_id, state, content, content_hash, facts,
      account_id, submitted_by, submitted_at, ended_at)
    select :authority, ${id('e008', 'i')}, p.involvement_id, p.id, 1, ${protocol},
      case when p.state <> 'submitted' then p.state when i % 400 = 3 then 'call-in' else 'running' end, ${content}, 'bench',
      ${facts}, p.account_id, p.started_by, p.started_at, case when p.state <> 'submitted' then p.started_at + interval '9 days' end
    from ${round} p`)
  // Of some the money was changed since: a little, or enough to matter.
  await run(`insert into event (authority_id, id, at, action, subject_type, subject_id, fields, payload, payload_hash)
    select :authority, ${id('e00e', 'i')}, p.started_at + interval '1 second', 'involvement.edit', 'involvement', p.involvement_id, '{pence}',
      jsonb_build_object('actor', jsonb_build_object('kind', 'command', 'name', 'bench'), 'capacity', 'bench', 'why', '', 'label', 'Measured',
        'changes', '[]'::jsonb, 'salt', i), 'bench'
    from ${round} p where i % 40 = 8 or i % 16 = 0`)
  await run(`insert into decision (authority_id, id, involvement_id, approval_id, outcome, decided_on, decided_by, capacity, account_id, entered_by,
      entered_at, call_in_ends_on, urgent_reason)
    select :authority, ${id('e009', 'i * 4 + s')}, p.involvement_id, ${id('e008', 'i')},
      case when p.state = 'declined' then 'declined' when i % 8 = 0 then 'approved-with-conditions' else 'approved' end, p.started_at::date,
      ${who('i')}, 'Post', case when i % 60 = 0 then '${keeper}'::uuid end, ${who('i')}, p.started_at + interval '8 days',
      case when i % 400 = 3 then current_date + 5 end, case when i % 400 = 4 then 'It could not wait' else '' end
    from ${round} p, generate_series(0, 2) s where p.state <> 'submitted' or s = 0`)
  await run(`insert into approval_seat (authority_id, id, involvement_id, approval_id, step, step_id, title, need, days, role, role_title, because,
      post_ids, committee_id, opened_at, decision_id, waived_by, waived_why)
    select :authority, ${id('e00a', 'i * 4 + s')}, p.involvement_id, ${id('e008', 'i')}, s, 'step-' || s, 'Step ' || s, 'all', 14, 'head-of-service',
      'Head of service', 'It is asked of all', case when s < 2 then array[${post('i / 40 + s')}] else '{}' end,
      case when s = 2 then ${id('e004', '1 + i / 40 % 5')} end, case when p.state <> 'submitted' or s < 2 then p.started_at end,
      case when p.state <> 'submitted' or s = 0 then ${id('e009', 'i * 4 + s')} end,
      case when i % 400 = 8 and s = 0 then 'Someone' else '' end, ''
    from ${round} p, generate_series(0, 2) s`)
  await run(`insert into action (authority_id, id, involvement_id, cause_type, cause_id, what, owner_id, owner, due_on, state, created_at)
    select :authority, ${id('e00b', 'i')}, p.involvement_id, 'condition', ${id('e009', 'i * 4')}, 'Insure it', ${id('d003', '1 + i / 8 % 20')}, 'Someone',
      current_date + i % 90 - 20, case when i % 32 = 0 then 'open' else 'closed' end, now()
    from ${round} p where i % 8 = 0`)
  await run(`insert into waiver (authority_id, id, involvement_id, requirement, reason, waived_by, capacity, waived_at)
    select :authority, ${id('e00c', 'i')}, ${entry}, 'equality', 'It was done before', 'Someone', 'Post', now() - i * interval '1 hour'
    from ${series} where i % 100 = 7`)
  await run(`insert into re_route (authority_id, id, involvement_id, approval_id, reason, dropped, added, re_routed_by, capacity, re_routed_at)
    select :authority, ${id('e00d', 'i')}, p.involvement_id, ${id('e008', 'i')}, 'The post was closed', '{}', '{}', 'Someone', 'Post', now()
    from ${round} p where i % 200 = 4`)
}

const posts = 20
const content = `jsonb_build_object('form', 1, 'reference', 'MC', 'name', 'Measured', 'purpose', 'extend', 'changes', '',
  'protocol', jsonb_build_object('title', 'Bench', 'version', '1'), 'kind', 'partnership', 'tier', 'light', 'commitments', '[]'::jsonb,
  'before', null, 'significance', jsonb_build_object('says', 'X', 'working', '[]'::jsonb), 'sections', '[]'::jsonb, 'advice', '[]'::jsonb,
  'gaps', '[]'::jsonb, 'route', '[]'::jsonb)`
