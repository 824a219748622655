-- The protocol as a working thing: adopted packs, assessments, proposals with their answers, approvals and what follows.

-- What is considered has no registration form yet, and is no entry of the register either.
alter table involvement drop constraint involvement_registration_check;
alter table involvement add constraint involvement_registration_check
  check (registration in ('none', 'draft', 'submitted', 'returned', 'logged'));

-- Dated facts without which an approved partnership is not in place (APP-2, APP-3).
alter table involvement add column negotiations_concluded_on date;
alter table involvement add column agreement_signed_on date;

-- The protocol of an authority ----------------------------------------------------------------------------

-- A pack as it was adopted: whole, with its base in it and its terms in place. It never changes; the last one whose
-- day has come is in force (PRO-1).
create table protocol (
  authority_id uuid not null references authority,
  id uuid not null,
  pack_id text not null,
  title text not null,
  pack_version text not null,
  from_on date not null,
  pack jsonb not null,
  -- The YAML it was read from, where it was the authority's own.
  file text not null default '',
  -- What is its own beside the pack it extends: 'added sets.case.wards', 'tightened requirements.equality'.
  local text[] not null default '{}',
  reference text not null default '',
  account_id uuid references account,
  adopted_by text not null default '',
  adopted_at timestamptz not null,
  -- Taken back before its day came.
  withdrawn_at timestamptz,
  version int not null default 1,
  primary key (authority_id, id)
);
create index on protocol (authority_id, from_on desc, adopted_at desc);

create function keep_frozen() returns trigger language plpgsql as $$
declare field text;
begin
  foreach field in array tg_argv loop
    if to_jsonb(new) -> field is distinct from to_jsonb(old) -> field then
      raise exception 'The % of this % cannot be changed', field, tg_table_name;
    end if;
  end loop;
  return new;
end $$;
create trigger protocol_frozen before update on protocol for each row
  execute function keep_frozen('pack', 'file', 'local', 'from_on');

create table committee (
  authority_id uuid not null references authority,
  id uuid not null,
  name text not null,
  closed_on date,
  version int not null default 1,
  primary key (authority_id, id)
);
create unique index on committee (authority_id, lower(name)) where closed_on is null;

-- Who may enter what a committee decided (APP-6).
create table committee_recorder (
  authority_id uuid not null references authority,
  id uuid not null,
  committee_id uuid not null,
  person_id uuid not null,
  starts_on date not null,
  ends_on date,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, committee_id) references committee,
  foreign key (authority_id, person_id) references person
);
create index on committee_recorder (authority_id, committee_id);
create index on committee_recorder (authority_id, person_id);

-- Which post or committee fills a role of the pack, for the whole authority or for one directorate.
create table role_filling (
  authority_id uuid not null references authority,
  id uuid not null,
  role text not null,
  directorate_id uuid,
  post_id uuid,
  committee_id uuid,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, directorate_id) references directorate,
  foreign key (authority_id, post_id) references post,
  foreign key (authority_id, committee_id) references committee,
  unique nulls not distinct (authority_id, role, directorate_id, post_id, committee_id),
  check (num_nonnulls(post_id, committee_id) = 1)
);
create index on role_filling (authority_id, post_id);
create index on role_filling (authority_id, committee_id);

-- The scheme of delegation (APP-5). A limit is in pence a year; without one there is none.
create table delegation (
  authority_id uuid not null references authority,
  id uuid not null,
  post_id uuid not null,
  what text not null check (what in ('enter', 'extend')),
  limit_pence bigint,
  starts_on date not null,
  ends_on date,
  reference text not null default '',
  delegated_by text not null default '',
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, post_id) references post
);
create index on delegation (authority_id, post_id);

-- Assessments and proposals -----------------------------------------------------------------------------

-- Each result of the definition test and of the test of significance, with the working it rested on. Never changed: the
-- last of its kind counts, the others are the history (DEF-4, SIG-3).
create table assessment (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  about text not null check (about in ('kind', 'tier')),
  protocol_id uuid not null,
  -- Of a tier: the model it was made under.
  model text not null default '',
  -- What counts, and what the rules alone found, which an override sets aside.
  result text not null,
  found text not null,
  says text not null,
  working jsonb not null default '[]',
  answers jsonb not null default '{}',
  facts jsonb not null default '{}',
  cause text not null check (cause in ('first', 'again', 'changed', 'review', 'rescored', 'override', 'existing')),
  why text not null default '',
  account_id uuid references account,
  made_by text not null,
  made_at timestamptz not null,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, protocol_id) references protocol
);
create index on assessment (authority_id, involvement_id, about, made_at desc);
create index on assessment (authority_id, about, made_at desc);

-- A proposal to enter or extend, or what is on record of one that was in place already.
create table proposal (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  purpose text not null check (purpose in ('enter', 'extend', 'existing')),
  state text not null default 'draft'
    check (state in ('draft', 'submitted', 'approved', 'declined', 'dropped', 'recorded')),
  protocol_id uuid not null,
  -- What an extension changes, in words.
  changes text not null default '',
  pages_done text[] not null default '{}',
  -- Who answers for it: nobody approves their own.
  account_id uuid references account,
  started_by text not null,
  started_at timestamptz not null,
  -- How an approval given before is evidenced, for one that was in place already.
  evidenced_by text not null default '',
  evidenced_on text,
  evidence text not null default '',
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, protocol_id) references protocol
);
create index on proposal (authority_id, involvement_id, started_at desc);
create index on proposal (authority_id, state, started_at);
create index on proposal (authority_id, account_id, state);
-- One is under way at a time.
create unique index on proposal (authority_id, involvement_id) where state in ('draft', 'submitted');

-- Answers to the questions of a pack, for a proposal now and for whatever else is asked about an involvement.
create table answer (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  subject_type text not null check (subject_type in ('proposal')),
  subject_id uuid not null,
  -- set.question
  question text not null,
  value jsonb,
  note text not null default '',
  evidence text not null default '',
  owner text not null default '',
  not_relevant text not null default '',
  account_id uuid references account,
  answered_by text not null default '',
  answered_at timestamptz not null,
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, subject_id, question),
  foreign key (authority_id, involvement_id) references involvement
);
create index on answer (authority_id, involvement_id);

-- A question put to a colleague or an advice team, and what came back (PEO-6).
create table advice (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  subject_type text not null check (subject_type in ('proposal')),
  subject_id uuid not null,
  -- set.question, or '' for the whole.
  question text not null default '',
  message text not null default '',
  -- A team of the pack, or one person.
  team text not null default '',
  person_id uuid,
  due_on date,
  asked_account_id uuid references account,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'answered', 'withdrawn')),
  answer text not null default '',
  answered_account_id uuid references account,
  answered_by text not null default '',
  answered_at timestamptz,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, person_id) references person,
  check (team <> '' or person_id is not null)
);
create index on advice (authority_id, subject_id);
create index on advice (authority_id, involvement_id);
create index on advice (authority_id, person_id, state);
create index on advice (authority_id, state, team);

-- Deciding ----------------------------------------------------------------------------------------------

-- One submission: the proposal, its facts and its route as they were frozen (APP-1, APP-6).
create table approval (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  proposal_id uuid not null,
  number int not null,
  protocol_id uuid not null,
  state text not null default 'running'
    check (state in ('running', 'call-in', 'called-in', 'approved', 'declined', 'changes', 'withdrawn')),
  content jsonb not null,
  content_hash text not null,
  facts jsonb not null,
  account_id uuid references account,
  person_id uuid,
  submitted_by text not null,
  submitted_at timestamptz not null,
  ended_at timestamptz,
  ended_why text not null default '',
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, proposal_id, number),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, proposal_id) references proposal,
  foreign key (authority_id, protocol_id) references protocol
);
create index on approval (authority_id, involvement_id, submitted_at desc);
create index on approval (authority_id, state);
create trigger approval_frozen before update on approval for each row
  execute function keep_frozen('content', 'content_hash', 'facts', 'submitted_by', 'submitted_at', 'account_id');

create table decision (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  approval_id uuid not null,
  outcome text not null
    check (outcome in ('approved', 'approved-with-conditions', 'changes', 'deferred', 'declined', 'no-part')),
  decided_on date not null,
  -- The person who decided, in words as they stood; the post or committee they relied on.
  person_id uuid,
  decided_by text not null,
  capacity text not null,
  deputy boolean not null default false,
  reasons text not null default '',
  interest text not null default '',
  -- The line of the scheme of delegation it rests on.
  delegation text not null default '',
  -- Who entered it: for a committee its recorder.
  account_id uuid references account,
  entered_by text not null,
  entered_at timestamptz not null,
  committee_id uuid,
  minute_reference text not null default '',
  link text not null default '',
  key_decision boolean,
  forward_plan_reference text not null default '',
  -- The paragraph of Schedule 12A under which part of it is exempt.
  exempt_paragraph text not null default '',
  urgent_reason text not null default '',
  reported_on date,
  call_in_ends_on date,
  called_in_on date,
  called_in_by text not null default '',
  call_in_outcome text check (call_in_outcome in ('stands', 'reconsider')),
  call_in_outcome_on date,
  call_in_note text not null default '',
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, approval_id) references approval,
  foreign key (authority_id, committee_id) references committee
);
create index on decision (authority_id, approval_id, entered_at);
create index on decision (authority_id, involvement_id);
create index on decision (authority_id, account_id, entered_at desc);
create trigger decision_frozen before update on decision for each row
  execute function keep_frozen('outcome', 'decided_on', 'decided_by', 'capacity', 'reasons', 'entered_at', 'account_id');

-- One decider of the frozen route. Which post or committee decides is fixed; whoever fills the post that day acts.
create table approval_seat (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  approval_id uuid not null,
  step int not null,
  step_id text not null,
  title text not null,
  need text not null check (need in ('all', 'any')),
  -- Whether whoever decides needs the power under the scheme of delegation.
  delegated boolean not null default false,
  -- Days without a decision after which it is escalated.
  days int not null,
  role text not null,
  role_title text not null,
  clause text not null default '',
  because text not null,
  post_ids uuid[] not null default '{}',
  committee_id uuid,
  opened_at timestamptz,
  escalated_at timestamptz,
  decision_id uuid,
  -- Set aside: why, on whose authority, and who entered it when.
  waived_why text not null default '',
  waived_authority text not null default '',
  waived_by text not null default '',
  waived_at timestamptz,
  dropped_at timestamptz,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, approval_id) references approval,
  foreign key (authority_id, committee_id) references committee,
  foreign key (authority_id, decision_id) references decision
);
create index on approval_seat (authority_id, approval_id, step);
create index on approval_seat (authority_id, committee_id) where decision_id is null;
create index approval_seat_posts on approval_seat using gin (post_ids);

-- A running route that was worked out anew, on record: what it lost and gained, in words (APP-6).
create table re_route (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  approval_id uuid not null,
  reason text not null,
  dropped text[] not null default '{}',
  added text[] not null default '{}',
  account_id uuid references account,
  re_routed_by text not null,
  capacity text not null,
  re_routed_at timestamptz not null,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, approval_id) references approval
);
create index on re_route (authority_id, approval_id);
create index on re_route (authority_id, involvement_id);

-- A requirement or step set aside, with its reason and who allowed it (REV-4).
create table waiver (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  requirement text not null,
  reason text not null,
  account_id uuid references account,
  waived_by text not null,
  capacity text not null,
  waived_at timestamptz not null,
  withdrawn_at timestamptz,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement
);
create unique index on waiver (authority_id, involvement_id, requirement) where withdrawn_at is null;

-- Who does what by when: the conditions of an approval now, and whatever else somebody has to do about an involvement.
create table action (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  cause_type text not null check (cause_type in ('condition')),
  cause_id uuid not null,
  what text not null,
  owner_id uuid,
  owner text not null,
  due_on date not null,
  progress text not null default '',
  state text not null default 'open' check (state in ('open', 'done', 'closed', 'dropped')),
  done_on date,
  evidence text not null default '',
  -- Why it was sent back, closed or dropped.
  remark text not null default '',
  closed_by text not null default '',
  closed_at timestamptz,
  created_at timestamptz not null,
  version int not null default 1,
  primary key (authority_id, id),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, owner_id) references person
);
create index on action (authority_id, involvement_id, state);
create index on action (authority_id, cause_id);
create index on action (authority_id, owner_id, state);
create index on action (authority_id, state, due_on);

-- The decision report (APP-7) ---------------------------------------------------------------------------

-- The headings of a report where an authority changed them.
create table report_layout (
  authority_id uuid not null references authority,
  id uuid not null,
  report text not null,
  title text not null,
  headings jsonb not null,
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, report)
);

-- What somebody wrote under a heading in place of what the record gives, or who confirmed that there is nothing to say.
create table report_part (
  authority_id uuid not null references authority,
  id uuid not null,
  involvement_id uuid not null,
  proposal_id uuid not null,
  report text not null,
  heading text not null,
  body text not null default '',
  exempt_body text not null default '',
  exempt_paragraph text not null default '',
  none_confirmed_by text not null default '',
  version int not null default 1,
  primary key (authority_id, id),
  unique (authority_id, proposal_id, report, heading),
  foreign key (authority_id, involvement_id) references involvement,
  foreign key (authority_id, proposal_id) references proposal
);
create index on report_part (authority_id, involvement_id);

-- What the public may read of the protocol, for an authority that publishes.
create table public_protocol (
  authority_id uuid not null references authority,
  protocol_id uuid not null,
  title text not null,
  pack_version text not null,
  from_on date not null,
  pack jsonb not null,
  local text[] not null default '{}',
  primary key (authority_id, protocol_id)
);

do $$
declare t text;
begin
  foreach t in array array['protocol', 'committee', 'committee_recorder', 'role_filling', 'delegation', 'assessment',
    'proposal', 'answer', 'advice', 'approval', 'decision', 'approval_seat', 're_route', 'waiver', 'action',
    'report_layout', 'report_part', 'public_protocol']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy maintenance on %I to concordat_maintenance using (true) with check (true)', t);
    execute format('create policy tenant on %I to concordat_app using (authority_id = current_authority())
      with check (authority_id = current_authority())', t);
    execute format('grant select, insert, update, delete on %I to concordat_app, concordat_maintenance', t);
  end loop;
end $$;
-- A page of the public site that was kept shows what was in force when it was made.
create function public_protocol_seen() returns trigger language plpgsql as $$
begin
  update public_site set version = version where authority_id = coalesce(new.authority_id, old.authority_id);
  return null;
end $$;
create trigger public_protocol_seen after insert or update or delete on public_protocol for each row
  execute function public_protocol_seen();

-- Whether the account of the scope is asked about an involvement: in a post that decides on it, as a committee's recorder,
-- as someone whose advice is sought, as one of the team whose advice is, or as the owner of an action. Runs as its
-- caller, whose policies hold.
create function is_asked(involvement uuid) returns boolean language plpgsql stable set plan_cache_mode = force_generic_plan
as $$
declare
  me uuid[] := array(select p.id from person p where p.authority_id = current_authority() and p.account_id = current_account());
  posts uuid[] := array(select h.post_id from post_holding h where h.authority_id = current_authority()
    and h.person_id = any (me) and h.starts_on <= current_date and (h.ends_on is null or h.ends_on >= current_date));
begin
  if cardinality(me) = 0 then return false; end if;
  return exists (select from approval_seat s
      where s.authority_id = current_authority() and s.involvement_id = involvement and s.dropped_at is null
        and (s.post_ids && posts or s.committee_id in (select r.committee_id from committee_recorder r
          where r.authority_id = current_authority() and r.person_id = any (me) and r.starts_on <= current_date
            and (r.ends_on is null or r.ends_on >= current_date))))
    or exists (select from action x
      where x.authority_id = current_authority() and x.involvement_id = involvement and x.owner_id = any (me))
    or exists (select from advice a
      where a.authority_id = current_authority() and a.involvement_id = involvement and a.state <> 'withdrawn'
        and (a.person_id = any (me) or a.team in (select f.role from role_filling f
          where f.authority_id = current_authority() and f.post_id = any (posts))));
end $$;
create index on approval_seat (authority_id, involvement_id);

create policy published on public_protocol for select to concordat_public using (true);
grant select on public_protocol to concordat_public;
