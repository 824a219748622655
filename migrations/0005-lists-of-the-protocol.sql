-- What the lists of the protocol look up, where what 0004 has would read an authority's whole tables.

-- Everything the account of the scope is asked about, as is_asked says it of one: a list asks once, not for each of its rows.
create function asked_about() returns uuid[] language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  me uuid[] := array(select p.id from person p where p.authority_id = current_authority() and p.account_id = current_account());
  posts uuid[] := array(select h.post_id from post_holding h where h.authority_id = current_authority()
    and h.person_id = any (me) and h.starts_on <= current_date and (h.ends_on is null or h.ends_on >= current_date));
begin
  if cardinality(me) = 0 then return '{}'; end if;
  return array(
    select s.involvement_id from approval_seat s
      where s.authority_id = current_authority() and s.dropped_at is null
        and (s.post_ids && posts or s.committee_id in (select r.committee_id from committee_recorder r
          where r.authority_id = current_authority() and r.person_id = any (me) and r.starts_on <= current_date
            and (r.ends_on is null or r.ends_on >= current_date)))
    union
    select x.involvement_id from action x where x.authority_id = current_authority() and x.owner_id = any (me)
    union
    select a.involvement_id from advice a
      where a.authority_id = current_authority() and a.state <> 'withdrawn'
        and (a.person_id = any (me) or a.team in (select f.role from role_filling f
          where f.authority_id = current_authority() and f.post_id = any (posts))));
end $$;

-- The last assessment of each entry without reading the assessments.
create index assessment_last on assessment (authority_id, involvement_id, about, made_at desc, id desc) include (result);
drop index assessment_authority_id_involvement_id_about_made_at_idx;

-- The exceptions are few among many.
create index assessment_override on assessment (authority_id, made_at) where cause = 'override';
create index approval_seat_waived on approval_seat (authority_id) where waived_by <> '';
create index decision_urgent on decision (authority_id) where urgent_reason <> '';
create index involvement_unlogged on involvement (authority_id) where registration <> 'logged';

create index advice_asked on advice (authority_id, asked_account_id);
create index advice_answered on advice (authority_id, answered_account_id);
