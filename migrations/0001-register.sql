-- Run as concordat_owner. Roles are made before this file runs (src/db/roles.ts):
-- concordat_owner owns the tables, concordat_app serves requests under row-level security,
-- concordat_maintenance runs migrate, backup, restore, verify and jobs under policies of its own.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- unaccent() is only stable because its dictionary can change; ours does not.
create function plain(words text) returns text language sql immutable strict parallel safe
  as $$ select lower(public.unaccent('public.unaccent'::regdictionary, words)) $$;

create function current_authority() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('concordat.authority', true), '')::uuid $$;
create function current_account() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('concordat.account', true), '')::uuid $$;
-- Rows of an import stay unseen until its batch is committed; the import itself sees them by naming its batch.
create function current_batch() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('concordat.batch', true), '')::uuid $$;

-- The installation ---------------------------------------------------------------------------------------

create table setting (
  name text primary key,
  value jsonb not null
);

create table authority (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$'),
  name text not null,
  prefix text not null,
  colour text not null default '#1d70b8',
  logo bytea,
  logo_type text,
  contact_name text not null default '',
  contact_email text not null default '',
  contact_phone text not null default '',
  idle_minutes int not null default 30,
  next_reference int not null default 1,
  version int not null default 1,
  created_at timestamptz not null
);

create table account (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text,
  totp_secret text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  operator boolean not null default false,
  deactivated_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null
);

-- Wrong tries, by a hash of what was tried: an address nobody has slows down like one somebody has.
create table failed_try (
  key text primary key,
  failures int not null,
  failed_at timestamptz not null
);

create table session (
  token_hash text primary key,
  account_id uuid not null references account on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  second_factor_at timestamptz,
  ended_at timestamptz
);
create index on session (account_id);
create index on session (seen_at);

create table account_token (
  token_hash text primary key,
  account_id uuid not null references account on delete cascade,
  purpose text not null check (purpose in ('invitation', 'password-reset')),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table submission (
  form_id text primary key,
  account_id uuid not null,
  at timestamptz not null,
  location text
);
create index on submission (at);

create table interrupted (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  path text not null,
  body jsonb not null,
  at timestamptz not null
);
create index on interrupted (account_id);

create table mail (
  id uuid primary key,
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text
);
create index mail_waiting on mail (next_attempt_at) where sent_at is null;

-- The directory of an authority --------------------------------------------------------------------------

create table directorate (
  authority_id uuid not null references authority,
  id uuid not null,
  name text not null,
  closed_on date,
  version int not null default 1,
  primary key (authority_id, id)
);
create unique index directorate_name on directorate (authority_id, plain(name)) where closed_on is null;

create table organisation (
  authority_id uuid not null references authority,
  id uuid not null,
  name text not null,
  other_names text[] not null default '{}',
  sector text not null default 'other',
  website text not null default '',
  email text not null default '',
  phone text not null default '',
  identifiers jsonb not null default '[]',
  predecessor_id uuid,
  merged_into uuid,
  pending_batch uuid,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, predecessor_id) references organisation,
  foreign key (authority_id, merged_into) references organisation
);
create index organisation_name on organisation (authority_id, plain(name));
create index organisation_merged on organisation (authority_id, merged_into) where merged_into is not null;

create table person (
  authority_id uuid not null references authority,
  id uuid not null,
  name text not null,
  honorific text not null default '',
  kind text not null default 'officer' check (kind in ('councillor', 'officer', 'external')),
  email text not null default '',
  phone text not null default '',
  job_title text not null default '',
  ward text not null default '',
  party text not null default '',
  organisation_id uuid,
  account_id uuid references account,
  left_on date,
  merged_into uuid,
  pending_batch uuid,
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, account_id),
  foreign key (authority_id, organisation_id) references organisation,
  foreign key (authority_id, merged_into) references person
);
create index person_name on person (authority_id, plain(name));
create index person_account on person (account_id) where account_id is not null;

create table post (
  authority_id uuid not null references authority,
  id uuid not null,
  title text not null,
  directorate_id uuid,
  closed_on date,
  pending_batch uuid,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, directorate_id) references directorate
);
create index post_title on post (authority_id, plain(title));

create table post_holding (
  authority_id uuid not null references authority,
  id uuid not null,
  post_id uuid not null,
  person_id uuid not null,
  deputy boolean not null default false,
  starts_on date not null,
  ends_on date,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, post_id) references post,
  foreign key (authority_id, person_id) references person,
  check (ends_on is null or ends_on >= starts_on)
);
create index on post_holding (authority_id, post_id);
create index on post_holding (authority_id, person_id);

create table plan (
  authority_id uuid not null references authority,
  id uuid not null,
  name text not null,
  starts_on date not null,
  ends_on date,
  version int not null default 1,
  primary key (authority_id, id)
);

create table priority (
  authority_id uuid not null references authority,
  id uuid not null,
  plan_id uuid not null,
  title text not null,
  position int not null default 0,
  retired boolean not null default false,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, plan_id) references plan
);
create index on priority (authority_id, plan_id, position);

create table custom_field (
  authority_id uuid not null references authority,
  id uuid not null,
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  heading text not null,
  type text not null check (type in ('text', 'number', 'partial-date', 'choice', 'yes-no')),
  help text not null default '',
  choices text[] not null default '{}',
  position int not null default 0,
  retired boolean not null default false,
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, key)
);

-- The register -------------------------------------------------------------------------------------------

-- The shared record. authority_id is its steward, the only writer.
create table partnership (
  authority_id uuid not null references authority,
  id uuid not null,
  kind text not null default 'partnership'
    check (kind in ('partnership', 'contract', 'network', 'mixed', 'outside-body')),
  name text not null,
  former_names text[] not null default '{}',
  purpose text not null default '',
  statutory_basis text not null default '',
  theme text not null default '',
  area text not null default '',
  website text not null default '',
  started_on text check (started_on ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  ended_on text check (ended_on ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  governing_document text not null default '',
  governing_document_link text not null default '',
  lead_organisation_id uuid,
  accountable_body_id uuid,
  pending_batch uuid,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, lead_organisation_id) references organisation,
  foreign key (authority_id, accountable_body_id) references organisation
);
create index partnership_name on partnership (authority_id, plain(name));
create index on partnership (authority_id, lead_organisation_id);
create index on partnership (authority_id, accountable_body_id);

create table membership (
  authority_id uuid not null references authority,
  id uuid not null,
  partnership_id uuid not null,
  organisation_id uuid not null,
  role text not null default 'member' check (role in ('member', 'observer')),
  note text not null default '',
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, partnership_id, organisation_id),
  foreign key (authority_id, partnership_id) references partnership,
  foreign key (authority_id, organisation_id) references organisation
);
create index on membership (authority_id, organisation_id);

-- One authority's own side of a partnership.
create table involvement (
  authority_id uuid not null references authority,
  id uuid not null,
  partnership_id uuid not null,
  reference text not null,
  council_reference text not null default '',
  stage text not null default 'in-place' check (stage in ('considered', 'proposed', 'approved', 'in-place',
    'leaving', 'ended', 'declined', 'not-a-partnership')),
  level text check (level in ('accountable-body', 'lead', 'active', 'supporting', 'papers-only')),
  tier text check (tier in ('significant', 'standard', 'light')),
  lead_member boolean,
  representative boolean,
  role_other text not null default '',
  directorate_id uuid,
  councillor_seats int check (councillor_seats between 0 and 999),
  officer_seats int check (officer_seats between 0 and 999),
  risk_register boolean,
  risk_register_reason text not null default '',
  risk_manager text not null default '',
  approval_evidenced boolean not null default false,
  confirmed_on text check (confirmed_on ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  notes text not null default '',
  custom jsonb not null default '{}',
  merged_into uuid,
  removed_at timestamptz,
  removed_reason text not null default '',
  created_at timestamptz not null,
  pending_batch uuid,
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, reference),
  foreign key (authority_id, partnership_id) references partnership,
  foreign key (authority_id, directorate_id) references directorate,
  foreign key (authority_id, merged_into) references involvement
);
create index on involvement (authority_id, partnership_id);
create index on involvement (authority_id, directorate_id);
create index on involvement (authority_id, merged_into) where merged_into is not null;

create table involvement_priority (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  priority_id uuid not null,
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, involvement_id, priority_id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, priority_id) references priority
);
create index on involvement_priority (authority_id, priority_id);

create table commitment (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  year text not null check (year ~ '^\d{4}/\d\d$'),
  type text not null check (type in ('money', 'officer-time', 'in-kind')),
  pence bigint,
  form text check (form in ('grant', 'subscription', 'pooled', 'existing', 'capital', 'other')),
  budgeted boolean,
  days numeric(8, 2),
  note text not null default '',
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  check ((type = 'money') = (pence is not null))
);
create index on commitment (authority_id, involvement_id);

-- Who does what for the authority: sponsor, performance lead, manager, representatives and their substitutes.
-- A person, a post, both, or neither (a vacant seat).
create table appointment (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  role text not null check (role in ('sponsor', 'performance-lead', 'manager', 'councillor', 'officer', 'other')),
  person_id uuid,
  post_id uuid,
  substitute_for uuid,
  is_substitute boolean not null default false,
  position text not null default '',
  note text not null default '',
  starts_on date,
  ends_on date,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, person_id) references person,
  foreign key (authority_id, post_id) references post,
  foreign key (authority_id, substitute_for) references appointment
);
create index on appointment (authority_id, involvement_id);
create index on appointment (authority_id, person_id);
create index on appointment (authority_id, post_id);
create index on appointment (authority_id, substitute_for) where substitute_for is not null;

-- What lists, filters and search read: one row an involvement, rewritten with every save that touches it.
create table register_entry (
  authority_id uuid not null references authority,
  involvement_id uuid not null,
  reference text not null,
  council_reference text not null,
  kind text not null,
  name text not null,
  stage text not null,
  tier text,
  level text,
  theme text not null,
  area text not null,
  directorate_id uuid,
  directorate text not null,
  sponsor text not null,
  lead text not null,
  people text not null,
  partners text not null,
  our_role text not null,
  pence bigint not null,
  confirmed_on text,
  person_ids uuid[] not null,
  post_ids uuid[] not null,
  sponsor_ids uuid[] not null,
  organisation_ids uuid[] not null,
  lead_organisation_id uuid,
  priority_ids uuid[] not null,
  gaps text[] not null,
  custom jsonb not null,
  names_text text not null,
  search_text text not null,
  search_vector tsvector not null,
  merged boolean not null,
  removed boolean not null,
  changed_at timestamptz not null,
  pending_batch uuid,
  primary key (authority_id, involvement_id),
  foreign key (authority_id, involvement_id) references involvement
);
create index register_entry_name on register_entry (authority_id, plain(name) collate "und-x-icu", involvement_id);
create index register_entry_reference on register_entry (authority_id, reference);
-- Counts what most filters leave without reading the entries themselves.
create index register_entry_count on register_entry (authority_id, stage, kind, tier, directorate_id, our_role,
  lead_organisation_id, confirmed_on, involvement_id, pending_batch) where not merged and not removed;
create index register_entry_directorate on register_entry (authority_id, directorate_id);
create index register_entry_changed on register_entry (authority_id, changed_at desc);
create index register_entry_vector on register_entry using gin (search_vector);
create index register_entry_trigrams on register_entry using gin (search_text gin_trgm_ops);
create index register_entry_people on register_entry using gin (person_ids);
create index register_entry_posts on register_entry using gin (post_ids);
create index register_entry_organisations on register_entry using gin (organisation_ids);

create table saved_view (
  authority_id uuid not null references authority,
  id uuid not null,
  account_id uuid not null references account,
  name text not null,
  query text not null,
  version int not null default 1,
  primary key (authority_id, id)
);
create index on saved_view (authority_id, account_id);

-- Roles --------------------------------------------------------------------------------------------------

create table role_grant (
  authority_id uuid not null references authority,
  id uuid not null,
  account_id uuid not null references account,
  role text not null check (role in ('reader', 'contributor', 'sponsor', 'keeper', 'adviser', 'auditor', 'administrator')),
  directorate_id uuid,
  involvement_id uuid,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, directorate_id) references directorate,
  foreign key (authority_id, involvement_id) references involvement,
  check (directorate_id is null or involvement_id is null)
);
create index on role_grant (account_id);

-- Until it is taken up, the authority sees the name it typed: whether the account was there before is not its business.
create table invitation (
  authority_id uuid not null references authority,
  id uuid not null,
  account_id uuid not null references account,
  name text not null,
  sent_at timestamptz not null,
  accepted_at timestamptz,
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, account_id)
);
create index on invitation (account_id);

-- Taking in ----------------------------------------------------------------------------------------------

create table import_batch (
  authority_id uuid not null references authority,
  id uuid not null,
  file_name text not null,
  file_bytes bytea,
  sheet text not null default '',
  state text not null check (state in ('reading', 'read', 'planning', 'planned', 'committing', 'committed', 'undoing', 'undone', 'failed')),
  options jsonb not null default '{}',
  summary jsonb not null default '{}',
  progress int not null default 0,
  progress_of int not null default 0,
  error text not null default '',
  account_id uuid,
  created_at timestamptz not null,
  committed_at timestamptz,
  undone_at timestamptz,
  version int not null default 1,
  primary key (authority_id, id)
);
create index on import_batch (authority_id, created_at desc);

create table import_row (
  authority_id uuid not null references authority,
  batch_id uuid not null,
  sheet int not null,
  row int not null,
  cells jsonb not null,
  plan jsonb,
  events jsonb,
  primary key (authority_id, batch_id, sheet, row),
  foreign key (authority_id, batch_id) references import_batch on delete cascade
);

create table import_mapping (
  authority_id uuid not null references authority,
  heading text not null,
  field text not null,
  primary key (authority_id, heading)
);

-- Original words that could not be placed one way, beside the record until someone settles them.
create table settlement (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  batch_id uuid,
  row int,
  heading text not null,
  field text not null default '',
  original text not null,
  message text not null,
  proposed jsonb,
  state text not null default 'open' check (state in ('open', 'placed', 'kept', 'dismissed')),
  settled_at timestamptz,
  settled_by uuid,
  pending_batch uuid,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement
);
create index settlement_open on settlement (authority_id, state, batch_id, row);
create index on settlement (authority_id, involvement_id);

create table duplicate (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  candidate_id uuid not null,
  batch_id uuid,
  score real not null,
  state text not null default 'open' check (state in ('open', 'merged', 'different')),
  pending_batch uuid,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, candidate_id) references involvement
);
create unique index duplicate_pair on duplicate (authority_id, involvement_id, candidate_id);
create index on duplicate (authority_id, candidate_id);

-- The trail ----------------------------------------------------------------------------------------------

-- authority_id is null for what concerns the installation alone.
create table event (
  authority_id uuid references authority,
  id uuid primary key,
  at timestamptz not null,
  action text not null,
  subject_type text not null,
  subject_id uuid not null,
  account_id uuid,
  batch_id uuid,
  fields text[] not null default '{}',
  payload jsonb,
  payload_hash text not null,
  redacted_at timestamptz
);
create index event_subject on event (authority_id, subject_type, subject_id, at desc, id desc);
create index event_at on event (authority_id, at desc, id desc);
create index event_account on event (authority_id, account_id, at desc);
create index event_batch on event (authority_id, batch_id) where batch_id is not null;
create index event_fields on event using gin (fields);

-- The chain: sealed in order after commit, so that saves do not queue for one head row.
create table event_seal (
  chain uuid not null,
  seq bigint not null,
  event_id uuid not null unique references event,
  hash text not null,
  primary key (chain, seq)
);

-- Which events still wait for a seal: a short list, so that the sealer never scans the trail.
create table event_unsealed (
  authority_id uuid,
  event_id uuid primary key references event
);
create function await_seal() returns trigger language plpgsql as $$
begin
  insert into event_unsealed (authority_id, event_id) values (new.authority_id, new.id);
  return null;
end $$;
create trigger event_awaits_seal after insert on event for each row execute function await_seal();

create function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'event' and current_user = 'concordat_maintenance' then
    if new.payload is null and new.redacted_at is not null
       and (to_jsonb(new) - 'payload' - 'redacted_at') = (to_jsonb(old) - 'payload' - 'redacted_at') then
      return new;
    end if;
  end if;
  if tg_op = 'TRUNCATE' and current_setting('concordat.test_reset', true) = 'yes' and current_user = 'concordat_owner' then
    return null;
  end if;
  raise exception 'The trail is append-only: % of % is refused', lower(tg_op), tg_table_name;
end $$;
create trigger event_append_only before update or delete on event for each row execute function refuse_change();
create trigger event_no_truncate before truncate on event for each statement execute function refuse_change();
create trigger seal_append_only before update or delete on event_seal for each row execute function refuse_change();
create trigger seal_no_truncate before truncate on event_seal for each statement execute function refuse_change();

-- Who may touch which rows -------------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array array['directorate', 'organisation', 'person', 'post', 'post_holding', 'plan', 'priority',
    'custom_field', 'partnership', 'membership', 'involvement', 'involvement_priority', 'commitment', 'appointment',
    'register_entry', 'saved_view', 'role_grant', 'invitation', 'import_batch', 'import_row', 'import_mapping', 'settlement',
    'duplicate', 'event', 'authority', 'event_seal', 'event_unsealed']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy maintenance on %I to concordat_maintenance using (true) with check (true)', t);
  end loop;
  foreach t in array array['directorate', 'post_holding', 'plan', 'priority', 'custom_field', 'membership',
    'involvement_priority', 'commitment', 'appointment', 'saved_view', 'invitation', 'import_batch', 'import_row',
    'import_mapping']
  loop
    execute format('create policy tenant on %I to concordat_app using (authority_id = current_authority())
      with check (authority_id = current_authority())', t);
  end loop;
  foreach t in array array['organisation', 'person', 'post', 'partnership', 'involvement', 'register_entry',
    'settlement', 'duplicate']
  loop
    execute format('create policy tenant on %I to concordat_app
      using (authority_id = current_authority() and (pending_batch is null or pending_batch = current_batch()))
      with check (authority_id = current_authority())', t);
  end loop;
end $$;

create policy own_roles on role_grant for select to concordat_app using (account_id = current_account());
create policy tenant on role_grant to concordat_app
  using (authority_id = current_authority()) with check (authority_id = current_authority());
create policy everyone on authority for select to concordat_app using (true);
create policy tenant on authority for update to concordat_app
  using (id = current_authority()) with check (id = current_authority());
create policy tenant on event to concordat_app
  using (authority_id is not distinct from current_authority())
  with check (authority_id is not distinct from current_authority());
create policy tenant on event_unsealed to concordat_app
  using (authority_id is not distinct from current_authority())
  with check (authority_id is not distinct from current_authority());
create policy tenant on event_seal to concordat_app
  using (chain = coalesce(current_authority(), '00000000-0000-0000-0000-000000000000'))
  with check (chain = coalesce(current_authority(), '00000000-0000-0000-0000-000000000000'));

-- What lists and search show, made from the rows it stands for ----------------------------------------------

-- The involvements whose entry shows something of this record.
create function touched_involvements(subject_type text, subject_id uuid) returns table (involvement_id uuid)
  language sql stable as $$
  select subject_id where subject_type = 'involvement'
  union
  select i.id from partnership p
    join involvement i on i.authority_id = p.authority_id and i.partnership_id = p.id
    left join membership m on m.authority_id = p.authority_id and m.partnership_id = p.id and m.organisation_id = subject_id
    where subject_type = 'organisation' and p.authority_id = current_authority()
      and (p.lead_organisation_id = subject_id or p.accountable_body_id = subject_id or m.id is not null)
  union
  select a.involvement_id from appointment a
    where subject_type = 'person' and a.authority_id = current_authority()
      and (a.person_id = subject_id
        or a.post_id in (select h.post_id from post_holding h where h.authority_id = a.authority_id and h.person_id = subject_id))
  union
  select a.involvement_id from appointment a
    where subject_type = 'post' and a.authority_id = current_authority() and a.post_id = subject_id
  union
  select i.id from involvement i
    where subject_type = 'directorate' and i.authority_id = current_authority() and i.directorate_id = subject_id
  union
  select x.involvement_id from involvement_priority x join priority r on r.authority_id = x.authority_id and r.id = x.priority_id
    where subject_type = 'plan' and x.authority_id = current_authority() and r.plan_id = subject_id
$$;

-- Rewrites the entries of these involvements. The gaps' names are those of src/partnerships/gaps.ts.
-- In PL/pgSQL with one plan for all calls: planning it takes ten times what running it for one entry does.
create function refresh_register(ids uuid[]) returns void language plpgsql set plan_cache_mode = force_generic_plan
as $$
begin
  with subject as (
    select i.*, p.kind, p.name, p.former_names, p.purpose, p.statutory_basis, p.theme, p.area, p.website,
      p.governing_document, p.governing_document_link, p.lead_organisation_id, p.accountable_body_id,
      coalesce(d.name, '') as directorate, coalesce(lead.name, '') as lead
    from involvement i
    join partnership p on p.authority_id = i.authority_id and p.id = i.partnership_id
    left join directorate d on d.authority_id = i.authority_id and d.id = i.directorate_id
    left join organisation lead on lead.authority_id = i.authority_id and lead.id = p.lead_organisation_id
    where i.authority_id = current_authority() and i.id = any(ids)
  ), holder as (
    select a.involvement_id, a.role, a.is_substitute, a.person_id, a.post_id,
      coalesce(nullif(concat_ws(' ', nullif(person.honorific, ''), person.name), ''), '') as person_name,
      coalesce(post.title, '') as post_title, h.person_ids as holder_ids, coalesce(h.names, '') as holder_names,
      a.person_id is null and (a.post_id is null or h.names is null) as vacant
    from subject s
    join appointment a on a.authority_id = s.authority_id and a.involvement_id = s.id
      and (a.ends_on is null or a.ends_on >= current_date)
    left join person on person.authority_id = a.authority_id and person.id = a.person_id
    left join post on post.authority_id = a.authority_id and post.id = a.post_id
    left join lateral (
      select array_agg(x.id) as person_ids, string_agg(x.name, ', ') as names
      from post_holding ph join person x on x.authority_id = ph.authority_id and x.id = ph.person_id
      where ph.authority_id = a.authority_id and ph.post_id = a.post_id and not ph.deputy
        and ph.starts_on <= current_date and (ph.ends_on is null or ph.ends_on >= current_date)
    ) h on true
  ), people as (
    select involvement_id,
      string_agg(concat_ws(' ', person_name, post_title, holder_names), ' ') as words,
      string_agg(distinct nullif(coalesce(nullif(person_name, ''), nullif(holder_names, ''), post_title), ''), '; ')
        filter (where role in ('councillor', 'officer', 'other') and not is_substitute) as named,
      string_agg(coalesce(nullif(person_name, ''), nullif(concat_ws(', ', nullif(holder_names, ''), post_title), '')), '; ')
        filter (where role = 'sponsor') as sponsor,
      array_remove(array_agg(distinct person_id), null) as person_ids,
      array_remove(array_agg(distinct post_id), null) as post_ids,
      array_remove(array_agg(person_id) filter (where role = 'sponsor') || array_agg(post_id) filter (where role = 'sponsor'), null) as sponsor_ids,
      bool_or(role = 'sponsor') as has_sponsor,
      bool_or(role = 'sponsor' and vacant) as sponsor_vacant,
      bool_or(role = 'performance-lead' and not vacant) as has_performance_lead,
      bool_or(role = 'manager' and not vacant) as has_manager,
      bool_or(role in ('councillor', 'officer', 'other') and not is_substitute and not vacant) as has_representative,
      bool_or(role in ('councillor', 'officer', 'other') and vacant) as seat_vacant
    from holder group by involvement_id
  ), members as (
    select s.id as involvement_id, string_agg(o.name || ' ' || array_to_string(o.other_names, ' '), ' ') as words,
      string_agg(o.name, '; ' order by o.name) filter (where m.role = 'member') as named,
      array_agg(o.id) as organisation_ids
    from subject s
    join membership m on m.authority_id = s.authority_id and m.partnership_id = s.partnership_id
    join organisation o on o.authority_id = m.authority_id and o.id = m.organisation_id
    group by s.id
  ), resources as (
    select s.id as involvement_id, coalesce(sum(c.pence), 0)::bigint as pence
    from subject s join commitment c on c.authority_id = s.authority_id and c.involvement_id = s.id
      and c.type = 'money' and c.year = (select max(y.year) from commitment y
        where y.authority_id = s.authority_id and y.involvement_id = s.id and y.type = 'money')
    group by s.id
  ), priorities as (
    select s.id as involvement_id, array_agg(x.priority_id) as priority_ids, string_agg(r.title, ' ') as words
    from subject s
    join involvement_priority x on x.authority_id = s.authority_id and x.involvement_id = s.id
    join priority r on r.authority_id = x.authority_id and r.id = x.priority_id
    group by s.id
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
    left join people p on p.involvement_id = s.id
    left join members m on m.involvement_id = s.id
    left join resources r on r.involvement_id = s.id
    left join priorities x on x.involvement_id = s.id
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

-- Search under row-level security: text operators are not leakproof, so the planner may not use their indexes
-- below a policy. This function looks only at the caller's authority and hands back ids, which the caller's own
-- policies then filter again.
-- Called with the words already plain.
create function found_entries(phrase text, query tsquery, words text[]) returns table (involvement_id uuid, score real)
  language sql stable as $$
  with matched as materialized (
    select e.involvement_id, e.search_vector, e.names_text,
      case when e.names_text not like phrase || '%' then 0 when plain(e.name) = phrase then 4 else 2 end
       + case when strpos(e.names_text, words[1]) > 0 then 0.02 else 0 end
       + case when strpos(e.names_text, words[2]) > 0 then 0.01 else 0 end as likely
    from register_entry e
    where e.authority_id = current_authority() and not e.merged and not e.removed
      and (e.pending_batch is null or e.pending_batch = current_batch())
      and e.search_vector @@ query
  ), best as (
    -- Weighing words is dear: only the likeliest are weighed, which is all of them unless hundreds match.
    select m.involvement_id,
      m.likely + ts_rank(m.search_vector, query) * 2 + word_similarity(phrase, m.names_text) * 1.5 as score
    from (select * from matched order by matched.likely desc, matched.involvement_id limit 200) m
  )
  select m.involvement_id, coalesce(b.score, m.likely)::real
  from matched m left join best b on b.involvement_id = m.involvement_id
$$;

-- The word among what entries say that is most like this one, or null. Looks at no more entries than it takes.
create function nearest_word(word text) returns text language sql stable as $$
  select w from (
    select e.search_text from register_entry e
    where e.authority_id = current_authority() and not e.merged and not e.removed
      and (e.pending_batch is null or e.pending_batch = current_batch())
      and word <% e.search_text
    limit 300
  ) c, string_to_table(translate(c.search_text, E'.,;:()’\'"/–-\\', '              '), ' ') w
  where w <> '' group by w having similarity(w, word) >= 0.3 order by similarity(w, word) desc, w limit 1
$$;

create function search_register(phrase text, query tsquery, words text[])
  returns table (involvement_id uuid, score real, near boolean)
  language plpgsql stable security definer set search_path = public
  set pg_trgm.word_similarity_threshold = 0.35 set plan_cache_mode = force_generic_plan
as $$
declare
  plainly text := plain(phrase);
  sought text[] := array(select plain(w) from unnest(words) w);
begin
  return query select f.involvement_id, f.score, false from found_entries(plainly, query, sought) f;
  if found then return; end if;
  -- No entry has the words as typed: take for each the nearest that entries have.
  sought := array(select nearest_word(w) from unnest(sought) w);
  if array_position(sought, null) is not null then return; end if;
  query := to_tsquery('simple', (select string_agg('''' || w || ''':*', ' & ') from unnest(sought) w));
  return query select f.involvement_id, f.score, true from found_entries(plainly, query, sought) f;
end $$;
-- The function runs as the owner, whom FORCE binds too: this lets it, and nothing else of the owner's, read entries.
create policy search on register_entry for select to concordat_owner using (true);

grant usage on schema public to concordat_app, concordat_maintenance;
grant select, insert, update, delete on all tables in schema public to concordat_app, concordat_maintenance;
revoke update, delete on event, event_seal from concordat_app;
revoke insert, delete on authority from concordat_app;
revoke delete on event, event_seal from concordat_maintenance;
revoke update on event_seal from concordat_maintenance;
