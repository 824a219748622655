-- What is asked with every page and every save, asked in one statement each: under load a question to the database
-- costs more than its answer.

-- Who a session belongs to, the authority of the address, and what the account may do there.
create function find_standing(hash text, wanted_slug text) returns table (
    account_id uuid, email text, account_name text, operator boolean, created_at timestamptz, seen_at timestamptz,
    second_factor_at timestamptz, totp_confirmed_at timestamptz, authority_id uuid, slug text, authority_name text,
    prefix text, colour text, idle_minutes int, has_logo boolean, grants jsonb)
  language plpgsql stable security definer set search_path = public set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select c.id, c.email, c.name, c.operator, s.created_at, s.seen_at, s.second_factor_at, c.totp_confirmed_at,
    a.id, a.slug, a.name, a.prefix, a.colour, a.idle_minutes, a.logo_type is not null,
    (select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'directorateId', g.directorate_id,
        'involvementId', g.involvement_id)), '[]')
      from role_grant g where g.authority_id = a.id and g.account_id = c.id)
  from session s
  join account c on c.id = s.account_id
  left join authority a on a.slug = wanted_slug
  where s.token_hash = hash and s.ended_at is null and c.deactivated_at is null;
end $$;
-- The function runs as the owner, whom FORCE binds too: these let it, and nothing else of the owner's, read them.
create policy standing on role_grant for select to concordat_owner using (true);
create policy standing on authority for select to concordat_owner using (true);

-- Tells what was done, and makes the entries again that show something of it. Runs as its caller, whose policies hold.
create function record_events(events jsonb, types text[], ids uuid[]) returns void
  language plpgsql set plan_cache_mode = force_generic_plan
as $$
begin
  insert into event (authority_id, id, at, action, subject_type, subject_id, account_id, batch_id, fields, payload, payload_hash)
  select e.authority_id, e.id, e.at, e.action, e.subject_type, e.subject_id, e.account_id, e.batch_id, e.fields,
    e.payload, e.payload_hash
  from jsonb_to_recordset(events) as e(authority_id uuid, id uuid, at timestamptz, action text, subject_type text,
    subject_id uuid, account_id uuid, batch_id uuid, fields text[], payload jsonb, payload_hash text);
  if cardinality(ids) = 0 then return; end if;
  if 'involvement' = all (types) then
    perform refresh_register(ids);
  else
    perform refresh_register(array(
      select t.involvement_id from unnest(types, ids) as s(type, id), touched_involvements(s.type, s.id) t));
  end if;
end $$;

-- As before, but a search for a common word visits thousands of entries: for each of them no more is worked out than
-- how its name begins, in plain numbers, and no text is carried along but that of the hundred that are weighed, two pages of them.
create or replace function found_entries(phrase text, query tsquery, words text[])
  returns table (involvement_id uuid, score real)
  language sql stable as $$
  with matched as materialized (
    select e.involvement_id,
      case when not starts_with(e.names_text, phrase) then 0::real when plain(e.name) = phrase then 4 else 2 end
       + case when strpos(e.names_text, words[1]) > 0 then 0.02::real else 0 end
       + case when strpos(e.names_text, words[2]) > 0 then 0.01::real else 0 end as likely
    from register_entry e
    where e.authority_id = current_authority() and not e.merged and not e.removed
      and (e.pending_batch is null or e.pending_batch = current_batch())
      and e.search_vector @@ query
  ), best as materialized (
    select e.involvement_id, m.likely + ts_rank(e.search_vector, query) * 2
      + word_similarity(phrase, e.names_text) * 1.5::real as score
    from (select * from matched order by matched.likely desc, matched.involvement_id limit 100) m
    join register_entry e on e.authority_id = current_authority() and e.involvement_id = m.involvement_id
  )
  select m.involvement_id, coalesce(b.score, m.likely)::real
  from matched m left join best b on b.involvement_id = m.involvement_id
$$;

-- One page of a search for words alone, best match first, with how many entries match in all. Where none has the
-- words as typed it gives what search_register finds near them.
create function search_page(phrase text, query tsquery, words text[], wanted int, passed int)
  returns table (id uuid, near boolean, total int, place int)
  language plpgsql stable rows 50 security definer set search_path = public set plan_cache_mode = force_generic_plan
as $$
declare
  plainly text := plain(phrase);
  sought text[] := array(select plain(w) from unnest(words) w);
begin
  return query select f.involvement_id, false, (count(*) over ())::int,
      (row_number() over (order by f.score desc, f.involvement_id))::int as turn
    from found_entries(plainly, query, sought) f
    order by turn limit wanted offset passed;
  if found then return; end if;
  return query select s.involvement_id, s.near, (count(*) over ())::int,
      (row_number() over (order by s.score desc, s.involvement_id))::int as turn
    from search_register(phrase, query, words) s
    order by turn limit wanted offset passed;
end $$;

-- What runs on the owner's behalf is for the application alone, and no table a caller makes for the moment takes the
-- place of one of ours.
do $$
declare f regprocedure;
begin
  for f in select oid from pg_proc where prosecdef and pronamespace = 'public'::regnamespace loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to concordat_app, concordat_maintenance', f);
    execute format('alter function %s set search_path = public, pg_temp', f);
  end loop;
end $$;
