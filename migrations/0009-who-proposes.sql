-- The accounts that put a proposal forward, of whom nobody decides on it: who began it, who submitted it in any of its rounds,
-- and who wrote in it or took it over to other rules, as the trail tells (APP-6). A proposal made anew of one that was declined
-- or dropped carries on what was written in that. Advice is not writing: it is given to the proposal by name, and stays apart.
create function proposed_by(authority uuid, proposal_id uuid) returns uuid[] language sql stable as $$
  with p as (
    select x.authority_id, x.id, x.involvement_id, x.account_id, x.started_at, case when x.state = 'draft' then 'infinity' else
        (select max(a.submitted_at) from approval a where a.authority_id = x.authority_id and a.proposal_id = x.id) end as until
      from proposal x where x.authority_id = $1 and x.id = $2
  ), settled as (
    select greatest(
      (select max(a.ended_at) from approval a where a.authority_id = p.authority_id and a.involvement_id = p.involvement_id
        and a.proposal_id <> p.id and a.state = 'approved' and a.ended_at <= p.started_at),
      (select max(e.at) from event e where e.authority_id = p.authority_id and e.subject_type = 'involvement'
        and e.subject_id = p.involvement_id and e.action = 'involvement.put-on-record' and e.at <= p.started_at)) as at
    from p
  )
  select array(
    select p.account_id from p where p.account_id is not null
    union
    select a.account_id from approval a join p on a.authority_id = p.authority_id and a.proposal_id = p.id
      where a.account_id is not null
    union
    select q.account_id from proposal q join p on q.authority_id = p.authority_id and q.involvement_id = p.involvement_id
      cross join settled
      where q.account_id is not null and q.state in ('declined', 'dropped') and q.started_at <= p.started_at
        and q.started_at >= coalesce(settled.at, '-infinity')
    union
    select e.account_id from event e
      join p on e.authority_id = p.authority_id and e.subject_type = 'involvement' and e.subject_id = p.involvement_id
      cross join settled
      where e.account_id is not null and e.action in ('involvement.answer', 'involvement.edit-proposal', 'involvement.use-protocol')
        and e.at >= coalesce(settled.at, '-infinity') and e.at <= coalesce(p.until, 'infinity'))
$$;
