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
      registration: Generated<'draft' | 'submitted' | 'returned' | 'logged'>
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
