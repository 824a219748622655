-- The register's two doors: the form through which a partnership enters it, and the copies the public reads.

-- The registration form ----------------------------------------------------------------------------------

-- What is not logged yet is no entry of the register: it has no row in register_entry, so no list, search or count has it.
alter table involvement add column registration text not null default 'logged'
  check (registration in ('draft', 'submitted', 'returned', 'logged'));

-- Posts whose holders the public may know by name (heads of service and above); other officers are known by post.
alter table post add column senior boolean not null default false;

-- One filling-in of the form: for a new entry, or to confirm or correct one that is logged (REG-2, REG-4).
create table registration (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  purpose text not null check (purpose in ('new', 'confirmation')),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'logged', 'dropped')),
  account_id uuid references account,
  person_name text not null default '',
  person_title text not null default '',
  directorate_id uuid,
  extension text not null default '',
  role_in_partnership text not null default '',
  -- Pages somebody has been through and said are right, which an empty answer alone cannot tell.
  pages_done text[] not null default '{}',
  started_at timestamptz not null,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, directorate_id) references directorate
);
create index on registration (authority_id, involvement_id, started_at desc);
create index on registration (authority_id, state, started_at);
create index on registration (authority_id, account_id, state);

-- Each signature, and what became of it. The content is what was signed and never changes (REG-2, REG-3).
create table registration_signing (
  authority_id uuid not null references authority,
  id uuid not null,
  registration_id uuid not null,
  involvement_id uuid not null,
  number int not null,
  account_id uuid,
  signed_name text not null,
  signed_at timestamptz not null,
  content jsonb not null,
  content_hash text not null,
  outcome text check (outcome in ('logged', 'returned')),
  outcome_at timestamptz,
  outcome_by uuid,
  outcome_name text not null default '',
  note text not null default '',
  -- What the keeper asks, by page of the form.
  comments jsonb not null default '{}',
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, registration_id, number),
  foreign key (authority_id, registration_id) references registration,
  foreign key (authority_id, involvement_id) references involvement
);
create index on registration_signing (authority_id, involvement_id, signed_at desc);

create function keep_what_was_signed() returns trigger language plpgsql as $$
begin
  if row(new.content, new.content_hash, new.signed_name, new.signed_at, new.account_id)
     is distinct from row(old.content, old.content_hash, old.signed_name, old.signed_at, old.account_id) then
    raise exception 'What was signed cannot be changed';
  end if;
  return new;
end $$;
create trigger signed_content_frozen before update on registration_signing
  for each row execute function keep_what_was_signed();

-- As before, but what is not logged gets no row, and each entry looks up what it shows by the whole of each index.
-- Joined all at once, PostgreSQL read an authority's whole tables for each entry until it had statistics of the authority.
create or replace function refresh_register(ids uuid[]) returns void language plpgsql set plan_cache_mode = force_generic_plan
as $$
begin
  with subject as (
    select i.*, p.kind, p.name, p.former_names, p.purpose, p.statutory_basis, p.theme, p.area, p.website,
      p.governing_document, p.governing_document_link, p.lead_organisation_id, p.accountable_body_id,
      coalesce(d.name, '') as directorate, coalesce(lead.name, '') as lead
    from involvement i
    join lateral (select * from partnership
      where authority_id = i.authority_id and id = i.partnership_id limit 1) p on true
    left join lateral (select name from directorate
      where authority_id = i.authority_id and id = i.directorate_id limit 1) d on true
    left join lateral (select name from organisation
      where authority_id = i.authority_id and id = p.lead_organisation_id limit 1) lead on true
    where i.authority_id = current_authority() and i.id = any(ids) and i.registration = 'logged'
  ), entry as (
    select s.*, p.sponsor, p.named as people, m.named as partners, p.person_ids, p.post_ids, p.sponsor_ids,
      coalesce(r.pence, 0) as pence, x.priority_ids,
      array_remove(coalesce(m.organisation_ids, '{}') || s.lead_organisation_id || s.accountable_body_id, null) as organisation_ids,
      plain(concat_ws(' ', s.name, array_to_string(s.former_names, ' '))) as names_text,
      concat_ws(' ', s.name, array_to_string(s.former_names, ' '), s.reference, s.council_reference) as words_a,
      concat_ws(' ', s.lead, m.words, p.words) as words_b,
      concat_ws(' ', s.purpose, s.theme, s.area, s.statutory_basis, s.directorate, x.words, s.role_other, s.governing_document,
        (select string_agg(value, ' ') from jsonb_each_text(s.custom))) as words_c,
      case when s.stage in ('ended', 'declined', 'not-a-partnership') then '{}'::text[] else array_remove(array[
        case when s.purpose = '' then 'purpose' end,
        case when s.directorate_id is null then 'directorate' end,
        case when s.kind = 'partnership' and s.lead_organisation_id is null then 'lead_organisation' end,
        case when s.kind <> 'outside-body' and m.named is null then 'partners' end,
        case when p.has_sponsor is not true then 'sponsor' end,
        case when p.sponsor_vacant then 'sponsor_vacant' end,
        case when s.kind = 'partnership' and p.has_performance_lead is not true then 'performance_lead' end,
        case when s.kind = 'partnership' and p.has_manager is not true then 'manager' end,
        case when s.kind in ('partnership', 'outside-body', 'mixed') and p.has_representative is not true then 'representatives' end,
        case when p.seat_vacant then 'vacant_seat' end,
        case when s.kind = 'partnership' and x.priority_ids is null then 'priorities' end,
        case when s.kind in ('partnership', 'mixed') and s.governing_document = '' and s.governing_document_link = '' then 'governing_document' end,
        case when s.kind in ('partnership', 'mixed') and not exists (select from commitment c
          where c.authority_id = s.authority_id and c.involvement_id = s.id) then 'resources' end,
        case when s.kind = 'partnership' and s.risk_register is null then 'risk_register' end,
        case when s.kind = 'partnership' and s.risk_register = false and s.risk_register_reason = '' then 'risk_register_reason' end,
        case when s.kind = 'partnership' and s.risk_manager = '' then 'risk_manager' end,
        case when s.tier is null and s.kind in ('partnership', 'mixed') then 'tier' end
      ], null) end as gaps
    from subject s
    left join lateral (
      select
        string_agg(concat_ws(' ', h.person_name, h.post_title, h.holder_names), ' ') as words,
        string_agg(distinct nullif(coalesce(nullif(h.person_name, ''), nullif(h.holder_names, ''), h.post_title), ''), '; ')
          filter (where h.role in ('councillor', 'officer', 'other') and not h.is_substitute) as named,
        string_agg(coalesce(nullif(h.person_name, ''), nullif(concat_ws(', ', nullif(h.holder_names, ''), h.post_title), '')), '; ')
          filter (where h.role = 'sponsor') as sponsor,
        array_remove(array_agg(distinct h.person_id), null) as person_ids,
        array_remove(array_agg(distinct h.post_id), null) as post_ids,
        array_remove(array_agg(h.person_id) filter (where h.role = 'sponsor')
          || array_agg(h.post_id) filter (where h.role = 'sponsor'), null) as sponsor_ids,
        bool_or(h.role = 'sponsor') as has_sponsor,
        bool_or(h.role = 'sponsor' and h.vacant) as sponsor_vacant,
        bool_or(h.role = 'performance-lead' and not h.vacant) as has_performance_lead,
        bool_or(h.role = 'manager' and not h.vacant) as has_manager,
        bool_or(h.role in ('councillor', 'officer', 'other') and not h.is_substitute and not h.vacant) as has_representative,
        bool_or(h.role in ('councillor', 'officer', 'other') and h.vacant) as seat_vacant
      from (
        select a.role, a.is_substitute, a.person_id, a.post_id,
          coalesce(concat_ws(' ', nullif(person.honorific, ''), person.name), '') as person_name,
          coalesce(post.title, '') as post_title, coalesce(held.names, '') as holder_names,
          a.person_id is null and (a.post_id is null or held.names is null) as vacant
        from appointment a
        left join lateral (select honorific, name from person
          where authority_id = a.authority_id and id = a.person_id limit 1) person on true
        left join lateral (select title from post
          where authority_id = a.authority_id and id = a.post_id limit 1) post on true
        left join lateral (
          select string_agg(holder.name, ', ') as names from post_holding ph
          join lateral (select name from person
            where authority_id = ph.authority_id and id = ph.person_id limit 1) holder on true
          where ph.authority_id = a.authority_id and ph.post_id = a.post_id and not ph.deputy
            and ph.starts_on <= current_date and (ph.ends_on is null or ph.ends_on >= current_date)
        ) held on true
        where a.authority_id = s.authority_id and a.involvement_id = s.id
          and (a.ends_on is null or a.ends_on >= current_date)
      ) h
    ) p on true
    left join lateral (
      select string_agg(o.name || ' ' || array_to_string(o.other_names, ' '), ' ') as words,
        string_agg(o.name, '; ' order by o.name) filter (where m.role = 'member') as named,
        array_agg(m.organisation_id) as organisation_ids
      from membership m
      join lateral (select name, other_names from organisation
        where authority_id = m.authority_id and id = m.organisation_id limit 1) o on true
      where m.authority_id = s.authority_id and m.partnership_id = s.partnership_id
    ) m on true
    left join lateral (
      select sum(c.pence)::bigint as pence from commitment c
      where c.authority_id = s.authority_id and c.involvement_id = s.id and c.type = 'money'
        and c.year = (select max(y.year) from commitment y
          where y.authority_id = s.authority_id and y.involvement_id = s.id and y.type = 'money')
    ) r on true
    left join lateral (
      select array_agg(x.priority_id) as priority_ids, string_agg(r.title, ' ') as words
      from involvement_priority x
      join lateral (select title from priority
        where authority_id = x.authority_id and id = x.priority_id limit 1) r on true
      where x.authority_id = s.authority_id and x.involvement_id = s.id
    ) x on true
  )
  insert into register_entry (authority_id, involvement_id, reference, council_reference, kind, name, stage, tier, level,
    theme, area, directorate_id, directorate, sponsor, lead, people, partners, our_role, pence, confirmed_on, person_ids,
    post_ids, sponsor_ids, organisation_ids, lead_organisation_id, priority_ids, gaps, custom, names_text, search_text,
    search_vector, merged, removed, changed_at, pending_batch)
  select authority_id, id, reference, council_reference, kind, name, stage, tier, level, theme, area, directorate_id,
    directorate, coalesce(sponsor, ''), lead, coalesce(people, ''), coalesce(partners, ''),
    case when lead_member then 'lead' when representative then 'representative' when role_other <> '' then 'other' else '' end,
    pence, confirmed_on, coalesce(person_ids, '{}'), coalesce(post_ids, '{}'), coalesce(sponsor_ids, '{}'),
    organisation_ids, lead_organisation_id, coalesce(priority_ids, '{}'), gaps, custom, names_text,
    plain(concat_ws(' ', words_a, words_b, words_c)),
    setweight(to_tsvector('english', plain(words_a)), 'A') || setweight(to_tsvector('simple', plain(words_a)), 'A')
      || setweight(to_tsvector('simple', plain(words_b)), 'B') || setweight(to_tsvector('english', plain(words_b)), 'B')
      || setweight(to_tsvector('english', plain(words_c)), 'C'),
    merged_into is not null, removed_at is not null,
    coalesce((select e.at from event e where e.authority_id = entry.authority_id and e.subject_type = 'involvement'
      and e.subject_id = entry.id order by e.at desc limit 1), created_at),
    pending_batch
  from entry
  on conflict (authority_id, involvement_id) do update set
    reference = excluded.reference, council_reference = excluded.council_reference, kind = excluded.kind,
    name = excluded.name, stage = excluded.stage, tier = excluded.tier, level = excluded.level, theme = excluded.theme,
    area = excluded.area, directorate_id = excluded.directorate_id, directorate = excluded.directorate,
    sponsor = excluded.sponsor, lead = excluded.lead, people = excluded.people, partners = excluded.partners,
    our_role = excluded.our_role, pence = excluded.pence, confirmed_on = excluded.confirmed_on,
    person_ids = excluded.person_ids, post_ids = excluded.post_ids, sponsor_ids = excluded.sponsor_ids,
    organisation_ids = excluded.organisation_ids, lead_organisation_id = excluded.lead_organisation_id,
    priority_ids = excluded.priority_ids, gaps = excluded.gaps, custom = excluded.custom,
    names_text = excluded.names_text, search_text = excluded.search_text, search_vector = excluded.search_vector,
    merged = excluded.merged, removed = excluded.removed, changed_at = excluded.changed_at,
    pending_batch = excluded.pending_batch;
end $$;

-- Names while somebody types them -----------------------------------------------------------------------

-- Everything a body is called, as it is looked for.
create function plain_names(name text, others text[]) returns text language sql immutable parallel safe
  as $$ select public.plain(name || ' | ' || array_to_string(others, ' | ')) $$;

create index organisation_begins on organisation (authority_id, plain(name) text_pattern_ops);
create index organisation_called on organisation using gin (plain_names(name, other_names) gin_trgm_ops);
create index person_begins on person (authority_id, plain(name) text_pattern_ops);
create index person_called on person using gin (plain(honorific || ' ' || name) gin_trgm_ops);
create index post_begins on post (authority_id, plain(title) text_pattern_ops);
create index post_called on post using gin (plain(title) gin_trgm_ops);

-- Those of the caller's authority whose name begins so, and those that have every word (given plain, the longest first)
-- somewhere among their names. Row-level security keeps both indexes from whom it binds: hence on the owner's behalf.
create function suggested(what text, begins text, words text[]) returns table (id uuid)
  language plpgsql stable security definer set search_path = public
as $$
declare
  name text := case what when 'post' then 'title' else 'name' end;
  called text := case what when 'organisation' then 'plain_names(t.name, t.other_names)'
    when 'person' then $c$plain(t.honorific || ' ' || t.name)$c$ else 'plain(t.title)' end;
  visible text := 't.authority_id = current_authority() and (t.pending_batch is null or t.pending_batch = current_batch())';
begin
  return query execute format('select t.id from %I t where %s and plain(t.%I) like $1
    order by plain(t.%I) using ~<~ limit 20', what, visible, name, name) using begins || '%';
  -- Shorter words have no trigram to be found by.
  if length(words[1]) < 3 then return; end if;
  return query execute format('select t.id from %I t where %s and %s like $1 and %s like all($2) limit 400',
    what, visible, called, called)
    using '%' || words[1] || '%', array(select '%' || w || '%' from unnest(words) w);
end $$;
create policy suggest on organisation for select to concordat_owner using (true);
create policy suggest on person for select to concordat_owner using (true);
create policy suggest on post for select to concordat_owner using (true);

-- Publishing ---------------------------------------------------------------------------------------------

-- How an authority publishes a field where that differs from the dictionary's own rule.
create table publication_rule (
  authority_id uuid not null references authority,
  id uuid not null,
  field text not null,
  rule text not null check (rule in ('public', 'never', 'ask')),
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, field)
);

-- What was decided for one entry about a field that is decided entry by entry (SCR-4).
create table publication_choice (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  field text not null,
  show boolean not null,
  reason text check (reason in ('personal', 'commercial', 'safety')),
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, involvement_id, field),
  foreign key (authority_id, involvement_id) references involvement,
  check (show = (reason is null))
);

-- What the public site knows of an authority that publishes; it never reads the authority's own row.
-- `revision` counts every change anyone outside could see: a page made at a revision is right until the next.
create table public_site (
  authority_id uuid primary key references authority,
  id uuid not null unique,
  slug text not null,
  name text not null,
  colour text not null,
  logo bytea,
  logo_type text,
  contact_name text not null,
  contact_email text not null,
  contact_phone text not null,
  website text not null default '',
  introduction text not null default '',
  accessibility text not null default '',
  privacy text not null default '',
  -- Every field of the register with its heading and rule: [{name, heading, help, type, rule, choices?}].
  fields jsonb not null default '[]',
  opened_at timestamptz not null,
  head int not null default 0,
  chain text not null default '',
  revision bigint not null default 1,
  -- When that last happened, for readers who keep a page and ask whether it changed.
  changed_at timestamptz not null default clock_timestamp(),
  version int not null default 1
);

-- The public log: numbered in the order of the acts, each bound to the one before it. It holds no content.
create table publication (
  authority_id uuid not null references authority,
  number int not null,
  involvement_id uuid not null,
  reference text not null,
  act text not null check (act in ('published', 'ended', 'erased')),
  at timestamptz not null,
  content_hash text not null default '',
  reason text not null default '',
  chain text not null,
  primary key (authority_id, number),
  foreign key (authority_id, involvement_id) references involvement
);
create index on publication (authority_id, reference, number desc);
create index on publication (authority_id, involvement_id, number desc);
create trigger publication_append_only before update or delete on publication for each row execute function refuse_change();
create trigger publication_no_truncate before truncate on publication for each statement execute function refuse_change();

-- Every copy the public may read, current (until_at is null) and past. Erasing deletes them.
create table public_copy (
  authority_id uuid not null references authority,
  number int not null,
  involvement_id uuid not null,
  reference text not null,
  name text not null,
  kind text not null,
  stage text not null,
  tier text,
  theme text not null,
  area text not null,
  directorate text not null,
  lead text not null,
  partners text not null,
  our_role text not null,
  pence bigint,
  confirmed_on text,
  content jsonb not null,
  names_text text not null,
  search_text text not null,
  search_vector tsvector not null,
  published_at timestamptz not null,
  until_at timestamptz,
  primary key (authority_id, number),
  foreign key (authority_id, number) references publication
);
create unique index public_copy_current on public_copy (authority_id, involvement_id) where until_at is null;
create index public_copy_name on public_copy (authority_id, plain(name) collate "und-x-icu", number) where until_at is null;
create index public_copy_newest on public_copy (authority_id, published_at desc, number) where until_at is null;
create index public_copy_count on public_copy (authority_id, stage, kind, tier, theme, area, directorate, number)
  where until_at is null;
create index public_copy_reference on public_copy (authority_id, reference, number desc);
create index public_copy_at on public_copy (authority_id, published_at, until_at);
create index public_copy_vector on public_copy using gin (search_vector) where until_at is null;
create index public_copy_trigrams on public_copy using gin (search_text gin_trgm_ops) where until_at is null;

-- Who and what copies name, past ones too (until_at of the copy tells), for a page each. The role of a body is lead,
-- accountable, member or observer; of a person or post an appointment's, or 'substitute'.
create table public_mention (
  authority_id uuid not null references authority,
  number int not null,
  type text not null check (type in ('body', 'person', 'post')),
  key text not null,
  name text not null,
  role text not null,
  primary key (authority_id, number, type, key, role),
  foreign key (authority_id, number) references public_copy on delete cascade
);
create index public_mention_of on public_mention (authority_id, type, right(key, 8), number desc);

-- As search_register: below a policy that shows every row the indexes of words serve whoever asks.
create function found_copies(authority uuid, phrase text, query tsquery, words text[])
  returns table (authority_id uuid, number int, score real)
  language sql stable as $$
  with matched as materialized (
    select c.authority_id, c.number, c.search_vector, c.names_text,
      case when c.names_text not like phrase || '%' then 0 when plain(c.name) = phrase then 4 else 2 end
       + case when strpos(c.names_text, words[1]) > 0 then 0.02 else 0 end
       + case when strpos(c.names_text, words[2]) > 0 then 0.01 else 0 end as likely
    from public_copy c
    where (authority is null or c.authority_id = authority) and c.until_at is null and c.search_vector @@ query
  ), best as (
    select m.authority_id, m.number,
      m.likely + ts_rank(m.search_vector, query) * 2 + word_similarity(phrase, m.names_text) * 1.5 as score
    from (select * from matched order by matched.likely desc, matched.number limit 200) m
  )
  select m.authority_id, m.number, coalesce(b.score, m.likely)::real
  from matched m left join best b on b.authority_id = m.authority_id and b.number = m.number
$$;

create function nearest_public_word(authority uuid, word text) returns text language sql stable as $$
  select w from (
    select c.search_text from public_copy c
    where (authority is null or c.authority_id = authority) and c.until_at is null and word <% c.search_text
    limit 300
  ) c, string_to_table(translate(c.search_text, E'.,;:()’\'"/–-\\', '              '), ' ') w
  where w <> '' group by w having similarity(w, word) >= 0.3 order by similarity(w, word) desc, w limit 1
$$;

-- Without an authority it looks through all that publish.
create function search_public(authority uuid, phrase text, query tsquery, words text[])
  returns table (authority_id uuid, number int, score real, near boolean)
  language plpgsql stable
  set pg_trgm.word_similarity_threshold = 0.35 set plan_cache_mode = force_generic_plan
as $$
declare
  plainly text := plain(phrase);
  sought text[] := array(select plain(w) from unnest(words) w);
begin
  return query select f.authority_id, f.number, f.score, false from found_copies(authority, plainly, query, sought) f;
  if found then return; end if;
  sought := array(select nearest_public_word(authority, w) from unnest(sought) w);
  if array_position(sought, null) is not null then return; end if;
  query := to_tsquery('simple', (select string_agg('''' || w || ''':*', ' & ') from unnest(sought) w));
  return query select f.authority_id, f.number, f.score, true from found_copies(authority, plainly, query, sought) f;
end $$;

create function copy_authority() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'authority' then
    update public_site set slug = new.slug, name = new.name, colour = new.colour, logo = new.logo,
      logo_type = new.logo_type, contact_name = new.contact_name, contact_email = new.contact_email,
      contact_phone = new.contact_phone where authority_id = new.id;
    return null;
  end if;
  select a.slug, a.name, a.colour, a.logo, a.logo_type, a.contact_name, a.contact_email, a.contact_phone
    into new.slug, new.name, new.colour, new.logo, new.logo_type, new.contact_name, new.contact_email, new.contact_phone
    from authority a where a.id = new.authority_id;
  return new;
end $$;
create trigger public_site_filled before insert on public_site for each row execute function copy_authority();
create trigger authority_published after update of slug, name, colour, logo, logo_type, contact_name, contact_email,
  contact_phone on authority for each row execute function copy_authority();

create function count_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  new.changed_at := clock_timestamp();
  return new;
end $$;
create trigger public_site_revision before update on public_site for each row execute function count_revision();

-- Who may touch which rows -------------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array array['registration', 'registration_signing', 'publication_rule', 'publication_choice',
    'public_site', 'publication', 'public_copy', 'public_mention']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy maintenance on %I to concordat_maintenance using (true) with check (true)', t);
    execute format('create policy tenant on %I to concordat_app using (authority_id = current_authority())
      with check (authority_id = current_authority())', t);
    execute format('grant select, insert, update, delete on %I to concordat_app, concordat_maintenance', t);
  end loop;
  -- All the public site may read.
  foreach t in array array['public_site', 'publication', 'public_copy', 'public_mention']
  loop
    execute format('create policy published on %I for select to concordat_public using (true)', t);
    execute format('grant select on %I to concordat_public', t);
  end loop;
end $$;
grant usage on schema public to concordat_public;
revoke update, delete on publication from concordat_app, concordat_maintenance;
