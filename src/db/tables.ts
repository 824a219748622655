import type { ColumnType, Generated } from 'kysely'
import type {
  AppointmentRole,
  Kind,
  Level,
  MoneyForm,
  PersonKind,
  Sector,
  Stage,
  Tier,
} from '#src/domain/words.ts'
import type { Facts, Value as FactValue } from '#src/protocol/facts.ts'
import type { Pack } from '#src/protocol/pack.ts'
import type { Answers } from '#src/protocol/questions.ts'
import type { Working } from '#src/protocol/significance.ts'
import type { PublicContent, PublicField, PublicRule, WithheldReason } from './public-content.ts'

type Json<T> = ColumnType<T, string, string>
type Day = ColumnType<string, string, string>
type Moment = ColumnType<Date, Date, Date>

/** What every row that belongs to an authority carries. */
type Own = { authority_id: string; id: string; version: Generated<number> }
type Pending = { pending_batch: Generated<string | null> }

export type Tables = {
  setting: { name: string; value: Json<unknown> }
  authority: {
    id: string
    slug: string
    name: string
    prefix: string
    colour: Generated<string>
    logo: Buffer | null
    logo_type: string | null
    contact_name: Generated<string>
    contact_email: Generated<string>
    contact_phone: Generated<string>
    idle_minutes: Generated<number>
    next_reference: Generated<number>
    version: Generated<number>
    created_at: Moment
  }
  account: {
    id: string
    email: string
    name: string
    password_hash: string | null
    totp_secret: string | null
    totp_confirmed_at: Moment | null
    totp_last_step: number | null
    operator: Generated<boolean>
    deactivated_at: Moment | null
    version: Generated<number>
    created_at: Moment
  }
  failed_try: { key: string; failures: number; failed_at: Moment }
  session: {
    token_hash: string
    account_id: string
    created_at: Moment
    seen_at: Moment
    second_factor_at: Moment | null
    ended_at: Moment | null
  }
  account_token: {
    token_hash: string
    account_id: string
    purpose: 'invitation' | 'password-reset'
    expires_at: Moment
    used_at: Moment | null
  }
  submission: { form_id: string; account_id: string; at: Moment; location: string | null }
  interrupted: {
    id: string
    account_id: string
    path: string
    body: Json<Record<string, unknown>>
    at: Moment
  }
  mail: {
    id: string
    recipient: string
    subject: string
    body: string
    created_at: Moment
    sent_at: Moment | null
    attempts: Generated<number>
    next_attempt_at: Moment
    last_error: string | null
  }
  directorate: Own & { name: string; closed_on: Day | null }
  organisation: Own &
    Pending & {
      name: string
      other_names: Generated<string[]>
      sector: Generated<Sector>
      website: Generated<string>
      email: Generated<string>
      phone: Generated<string>
      identifiers: ColumnType<Identifier[], string | undefined, string>
      predecessor_id: string | null
      merged_into: string | null
    }
  person: Own &
    Pending & {
      name: string
      honorific: Generated<string>
      kind: Generated<PersonKind>
      email: Generated<string>
      phone: Generated<string>
      job_title: Generated<string>
      ward: Generated<string>
      party: Generated<string>
      organisation_id: string | null
      account_id: string | null
      left_on: Day | null
      merged_into: string | null
    }
  post: Own &
    Pending & {
      title: string
      directorate_id: string | null
      closed_on: Day | null
      senior: Generated<boolean>
    }
  post_holding: Own & {
    post_id: string
    person_id: string
    deputy: Generated<boolean>
    starts_on: Day
    ends_on: Day | null
  }
  plan: Own & { name: string; starts_on: Day; ends_on: Day | null }
  priority: Own & { plan_id: string; title: string; position: Generated<number>; retired: Generated<boolean> }
  custom_field: Own & {
    key: string
    heading: string
    type: 'text' | 'number' | 'partial-date' | 'choice' | 'yes-no'
    help: Generated<string>
    choices: Generated<string[]>
    position: Generated<number>
    retired: Generated<boolean>
  }
  partnership: Own &
    Pending & {
      kind: Generated<Kind>
      name: string
      former_names: Generated<string[]>
      purpose: Generated<string>
      statutory_basis: Generated<string>
      theme: Generated<string>
      area: Generated<string>
      website: Generated<string>
      started_on: string | null
      ended_on: string | null
      governing_document: Generated<string>
      governing_document_link: Generated<string>
      lead_organisation_id: string | null
      accountable_body_id: string | null
    }
  membership: Own & {
    partnership_id: string
    organisation_id: string
    role: Generated<'member' | 'observer'>
    note: Generated<string>
  }
  involvement: Own &
    Pending & {
      partnership_id: string
      reference: string
      council_reference: Generated<string>
      stage: Generated<Stage>
      level: Level | null
      tier: Tier | null
      lead_member: boolean | null
      representative: boolean | null
      role_other: Generated<string>
      directorate_id: string | null
      councillor_seats: number | null
      officer_seats: number | null
      risk_register: boolean | null
      risk_register_reason: Generated<string>
      risk_manager: Generated<string>
      approval_evidenced: Generated<boolean>
      confirmed_on: string | null
      notes: Generated<string>
      custom: ColumnType<Record<string, CustomValue>, string | undefined, string>
      merged_into: string | null
      removed_at: Moment | null
      removed_reason: Generated<string>
      /** 'none': being considered, without a form yet. */
      registration: Generated<'none' | 'draft' | 'submitted' | 'returned' | 'logged'>
      negotiations_concluded_on: ColumnType<string | null, string | null | undefined, string | null>
      agreement_signed_on: ColumnType<string | null, string | null | undefined, string | null>
      created_at: Moment
    }
  involvement_priority: Own & { involvement_id: string; priority_id: string }
  commitment: Own & {
    involvement_id: string
    year: string
    type: 'money' | 'officer-time' | 'in-kind'
    pence: number | null
    form: MoneyForm | null
    budgeted: boolean | null
    days: number | null
    note: Generated<string>
  }
  appointment: Own & {
    involvement_id: string
    role: AppointmentRole
    person_id: string | null
    post_id: string | null
    substitute_for: string | null
    is_substitute: Generated<boolean>
    position: Generated<string>
    note: Generated<string>
    starts_on: Day | null
    ends_on: Day | null
  }
  register_entry: Pending & {
    authority_id: string
    involvement_id: string
    reference: string
    council_reference: string
    kind: Kind
    name: string
    stage: Stage
    tier: Tier | null
    level: Level | null
    theme: string
    area: string
    directorate_id: string | null
    directorate: string
    sponsor: string
    lead: string
    people: string
    partners: string
    our_role: string
    pence: number
    confirmed_on: string | null
    person_ids: string[]
    post_ids: string[]
    sponsor_ids: string[]
    organisation_ids: string[]
    lead_organisation_id: string | null
    priority_ids: string[]
    gaps: string[]
    custom: ColumnType<Record<string, CustomValue>, string, string>
    names_text: string
    search_text: string
    search_vector: ColumnType<never, unknown, unknown>
    merged: boolean
    removed: boolean
    changed_at: Moment
  }
  saved_view: Own & { account_id: string; name: string; query: string }
  role_grant: Own & {
    account_id: string
    role: Role
    directorate_id: string | null
    involvement_id: string | null
  }
  invitation: Own & { account_id: string; name: string; sent_at: Moment; accepted_at: Moment | null }
  import_batch: Own & {
    file_name: string
    file_bytes: Buffer | null
    sheet: Generated<string>
    state: ImportState
    options: ColumnType<Record<string, unknown>, string | undefined, string>
    summary: ColumnType<Record<string, unknown>, string | undefined, string>
    progress: Generated<number>
    progress_of: Generated<number>
    error: Generated<string>
    account_id: string | null
    created_at: Moment
    committed_at: Moment | null
    undone_at: Moment | null
  }
  import_row: {
    authority_id: string
    batch_id: string
    sheet: number
    row: number
    cells: Json<{ cells: string[]; filled?: number[]; title?: true }>
    plan: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>
    events: ColumnType<unknown[] | null, string | null | undefined, string | null>
  }
  import_mapping: { authority_id: string; heading: string; field: string }
  settlement: Own &
    Pending & {
      involvement_id: string
      batch_id: string | null
      row: number | null
      heading: string
      field: Generated<string>
      original: string
      message: string
      proposed: ColumnType<unknown, string | null | undefined, string | null>
      state: Generated<'open' | 'placed' | 'kept' | 'dismissed'>
      settled_at: Moment | null
      settled_by: string | null
    }
  duplicate: Own &
    Pending & {
      involvement_id: string
      candidate_id: string
      batch_id: string | null
      score: number
      state: Generated<'open' | 'merged' | 'different'>
    }
  event: {
    authority_id: string | null
    id: string
    at: Moment
    action: string
    subject_type: string
    subject_id: string
    account_id: string | null
    batch_id: string | null
    fields: Generated<string[]>
    payload: ColumnType<EventPayload | null, string, string>
    payload_hash: string
    redacted_at: Moment | null
  }
  event_unsealed: { authority_id: string | null; event_id: string }
  event_seal: { chain: string; seq: number; event_id: string; hash: string }
  registration: Own & {
    involvement_id: string
    purpose: 'new' | 'confirmation'
    state: Generated<RegistrationState>
    account_id: string | null
    person_name: Generated<string>
    person_title: Generated<string>
    directorate_id: string | null
    extension: Generated<string>
    role_in_partnership: Generated<string>
    pages_done: Generated<string[]>
    started_at: Moment
  }
  registration_signing: Own & {
    registration_id: string
    involvement_id: string
    number: number
    account_id: string | null
    signed_name: string
    signed_at: Moment
    content: Json<Record<string, unknown>>
    content_hash: string
    outcome: 'logged' | 'returned' | null
    outcome_at: Moment | null
    outcome_by: string | null
    outcome_name: Generated<string>
    note: Generated<string>
    comments: ColumnType<Record<string, string>, string | undefined, string>
  }
  publication_rule: Own & { field: string; rule: PublicRule }
  publication_choice: Own & {
    involvement_id: string
    field: string
    show: boolean
    reason: WithheldReason | null
  }
  public_site: Own & {
    slug: Generated<string>
    name: Generated<string>
    colour: Generated<string>
    logo: ColumnType<Buffer | null, undefined, never>
    logo_type: ColumnType<string | null, undefined, never>
    contact_name: Generated<string>
    contact_email: Generated<string>
    contact_phone: Generated<string>
    website: Generated<string>
    introduction: Generated<string>
    accessibility: Generated<string>
    privacy: Generated<string>
    fields: ColumnType<PublicField[], string | undefined, string>
    opened_at: Moment
    head: Generated<number>
    chain: Generated<string>
    revision: ColumnType<number, never, never>
    changed_at: ColumnType<Date, never, never>
  }
  publication: {
    authority_id: string
    number: number
    involvement_id: string
    reference: string
    act: PublicationAct
    at: Moment
    content_hash: Generated<string>
    reason: Generated<string>
    chain: string
  }
  public_copy: {
    authority_id: string
    number: number
    involvement_id: string
    reference: string
    name: string
    kind: Kind
    stage: Stage
    tier: Tier | null
    theme: string
    area: string
    directorate: string
    lead: string
    partners: string
    our_role: string
    pence: number | null
    confirmed_on: string | null
    content: Json<PublicContent>
    names_text: string
    search_text: string
    search_vector: ColumnType<never, unknown, unknown>
    published_at: Moment
    until_at: Moment | null
  }
  public_mention: {
    authority_id: string
    number: number
    type: 'body' | 'person' | 'post'
    key: string
    name: string
    role: string
  }
  protocol: Own & {
    pack_id: string
    title: string
    pack_version: string
    from_on: Day
    pack: Json<Pack>
    file: Generated<string>
    local: Generated<string[]>
    reference: Generated<string>
    account_id: string | null
    adopted_by: Generated<string>
    adopted_at: Moment
    withdrawn_at: Moment | null
  }
  committee: Own & { name: string; closed_on: Day | null }
  committee_recorder: Own & {
    committee_id: string
    person_id: string
    starts_on: Day
    ends_on: Day | null
  }
  role_filling: Own & {
    role: string
    directorate_id: string | null
    post_id: string | null
    committee_id: string | null
  }
  delegation: Own & {
    post_id: string
    what: 'enter' | 'extend'
    limit_pence: number | null
    starts_on: Day
    ends_on: Day | null
    reference: Generated<string>
    delegated_by: Generated<string>
  }
  assessment: Own & {
    involvement_id: string
    about: 'kind' | 'tier'
    protocol_id: string
    model: Generated<string>
    result: string
    found: string
    says: string
    working: ColumnType<Working[], string | undefined, never>
    answers: ColumnType<Answers, string | undefined, never>
    facts: ColumnType<Facts, string | undefined, never>
    cause: AssessmentCause
    why: Generated<string>
    account_id: string | null
    made_by: string
    made_at: Moment
  }
  proposal: Own & {
    involvement_id: string
    purpose: ProposalPurpose
    state: Generated<ProposalState>
    protocol_id: string
    changes: Generated<string>
    pages_done: Generated<string[]>
    account_id: string | null
    started_by: string
    started_at: Moment
    evidenced_by: Generated<string>
    evidenced_on: string | null
    evidence: Generated<string>
  }
  answer: Own & {
    involvement_id: string
    subject_type: 'proposal' | 'involvement'
    subject_id: string
    question: string
    value: ColumnType<FactValue | null, string | null, string | null>
    note: Generated<string>
    evidence: Generated<string>
    owner: Generated<string>
    not_relevant: Generated<string>
    account_id: string | null
    answered_by: Generated<string>
    answered_at: Moment
  }
  advice: Own & {
    involvement_id: string
    subject_type: 'proposal'
    subject_id: string
    question: Generated<string>
    message: Generated<string>
    team: Generated<string>
    person_id: string | null
    due_on: Day | null
    asked_account_id: string | null
    asked_by: string
    asked_at: Moment
    state: Generated<'open' | 'answered' | 'withdrawn'>
    answer: Generated<string>
    answered_account_id: string | null
    answered_by: Generated<string>
    answered_at: Moment | null
    /** The advice that this changes or adds to. */
    follows: Generated<string | null>
  }
  approval: Own & {
    involvement_id: string
    proposal_id: string
    number: number
    protocol_id: string
    state: Generated<ApprovalState>
    content: Json<FrozenProposal>
    content_hash: string
    facts: Json<Facts>
    account_id: string | null
    person_id: string | null
    submitted_by: string
    submitted_at: Moment
    ended_at: Moment | null
    ended_why: Generated<string>
  }
  decision: Own & {
    involvement_id: string
    approval_id: string
    outcome: DecisionOutcome
    decided_on: Day
    person_id: string | null
    decided_by: string
    capacity: string
    deputy: Generated<boolean>
    reasons: Generated<string>
    interest: Generated<string>
    delegation: Generated<string>
    account_id: string | null
    entered_by: string
    entered_at: Moment
    committee_id: string | null
    minute_reference: Generated<string>
    link: Generated<string>
    key_decision: boolean | null
    forward_plan_reference: Generated<string>
    exempt_paragraph: Generated<string>
    urgent_reason: Generated<string>
    no_call_in_reason: Generated<string>
    reported_on: Day | null
    call_in_ends_on: Day | null
    called_in_on: Day | null
    called_in_by: Generated<string>
    call_in_outcome: 'stands' | 'reconsider' | null
    call_in_outcome_on: Day | null
    call_in_note: Generated<string>
  }
  approval_seat: Own & {
    involvement_id: string
    approval_id: string
    step: number
    step_id: string
    title: string
    need: 'all' | 'any'
    delegated: Generated<boolean>
    days: number
    role: string
    role_title: string
    clause: Generated<string>
    because: string
    post_ids: Generated<string[]>
    committee_id: string | null
    opened_at: Moment | null
    escalated_at: Moment | null
    decision_id: string | null
    waived_why: Generated<string>
    waived_authority: Generated<string>
    waived_by: Generated<string>
    waived_at: Moment | null
    dropped_at: Moment | null
  }
  re_route: Own & {
    involvement_id: string
    approval_id: string
    reason: string
    dropped: Generated<string[]>
    added: Generated<string[]>
    account_id: string | null
    re_routed_by: string
    capacity: string
    re_routed_at: Moment
  }
  waiver: Own & {
    involvement_id: string
    requirement: string
    reason: string
    account_id: string | null
    waived_by: string
    capacity: string
    allowed_by: Generated<string>
    waived_at: Moment
    withdrawn_at: Moment | null
  }
  action: Own & {
    involvement_id: string
    cause_type: 'condition'
    cause_id: string
    what: string
    owner_id: string | null
    owner: string
    due_on: Day
    progress: Generated<string>
    state: Generated<'open' | 'done' | 'closed' | 'dropped'>
    done_on: Day | null
    evidence: Generated<string>
    remark: Generated<string>
    closed_by: Generated<string>
    closed_at: Moment | null
    created_at: Moment
  }
  report_layout: Own & { report: string; title: string; headings: Json<{ id: string; title: string }[]> }
  report_part: Own & {
    involvement_id: string
    proposal_id: string
    report: string
    heading: string
    body: Generated<string>
    exempt_body: Generated<string>
    exempt_paragraph: Generated<string>
    none_confirmed_by: Generated<string>
  }
  public_protocol: {
    authority_id: string
    protocol_id: string
    title: string
    pack_version: string
    from_on: Day
    pack: Json<Pack>
    local: Generated<string[]>
  }
}

/** Why significance or kind was assessed. */
export type AssessmentCause = 'first' | 'again' | 'changed' | 'review' | 'rescored' | 'override' | 'existing'
export type ProposalPurpose = 'enter' | 'extend' | 'existing'
export type ProposalState = 'draft' | 'submitted' | 'approved' | 'declined' | 'dropped' | 'recorded'
export type ApprovalState =
  | 'running'
  | 'call-in'
  | 'called-in'
  | 'approved'
  | 'declined'
  | 'changes'
  | 'withdrawn'
export type DecisionOutcome =
  | 'approved'
  | 'approved-with-conditions'
  | 'changes'
  | 'deferred'
  | 'declined'
  | 'no-part'

/** A proposal as it was submitted: every question as it was shown with its answer in words, and what the rules made of it. */
export type FrozenProposal = {
  form: 1
  reference: string
  name: string
  purpose: ProposalPurpose
  /** What an extension changes, in words. */
  changes: string
  protocol: { title: string; version: string }
  kind: string
  tier: string
  /** What we give, by year, as numbers. */
  commitments: FrozenCommitment[]
  /** The facts that stood before, where it extends what was approved or recorded. */
  before: Facts | null
  /** The result of the test of significance in one sentence, with its working. */
  significance: { says: string; working: Working[] }
  sections: { id: string; title: string; rows: FrozenRow[] }[]
  /** The answers as they were held, for taking up again what was submitted; none in what was frozen before they were kept. */
  answers?: FrozenAnswer[]
  advice: { question: string; from: string; said: string; on: string }[]
  /** What is still missing or waived, and what calls for someone's approval. */
  gaps: { says: string; clause: string; state: string; because: string }[]
  route: { title: string; need: 'all' | 'any'; deciders: { title: string; because: string }[] }[]
}
export type FrozenAnswer = {
  /** set.question */
  question: string
  value: unknown
  note: string
  evidence: string
  owner: string
  not_relevant: string
  /** Who gave it, and when (ISO 8601); not in what was frozen before that was kept. */
  answered_by?: string
  answered_at?: string
}
export type FrozenCommitment = {
  year: string
  type: 'money' | 'officer-time' | 'in-kind'
  pence: number | null
  form: MoneyForm | null
  budgeted: boolean | null
  days: number | null
  note: string
}
export type FrozenRow = {
  /** set.question, or the field of the register. */
  id: string
  question: string
  clause: string
  answer: string[]
  note: string
  evidence: string
  owner: string
}

export type RegistrationState = 'draft' | 'submitted' | 'returned' | 'logged' | 'dropped'
export type PublicationAct = 'published' | 'ended' | 'erased'

export type CustomValue = string | number | boolean
export type Identifier = { scheme: string; value: string }
export type Role = 'reader' | 'contributor' | 'sponsor' | 'keeper' | 'adviser' | 'auditor' | 'administrator'
export type ImportState =
  | 'reading'
  | 'read'
  | 'planning'
  | 'planned'
  | 'committing'
  | 'committed'
  | 'undoing'
  | 'undone'
  | 'failed'

/** One field's change inside an event: the row it stands in, what it held and what it holds now. */
export type FieldChange = { table: string; id: string; field: string; before: unknown; after: unknown }
/** What an event says: who, in what capacity, why, and field by field what changed. Redactable. */
export type EventPayload = {
  actor: { kind: 'person' | 'command' | 'job'; name: string }
  capacity: string
  why: string
  label: string
  changes: FieldChange[]
  /** Random, so that nobody can find redacted words again by trying them against the hash. */
  salt: string
}
