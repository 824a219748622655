import {
  appointmentRoles,
  type Choice,
  kinds,
  levels,
  moneyForms,
  personKinds,
  sectors,
  stages,
  tiers,
} from '#src/domain/words.ts'

/** What a column is called in a history. A column without a label reads as its own name. */
export function headingOf(table: string, field: string): string {
  return headings[`${table}.${field}`] ?? headings[field] ?? inWords(field)
}

/** 'lead_member' → 'Lead member'. */
export function inWords(name: string): string {
  const words = name
    .replace(/_id$/, '')
    .replaceAll(/[_.-]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The columns' labels, by column or by 'table.column'. */
export const headings: Record<string, string> = {
  custom: 'Fields of our own',
  merged: 'Joined with',
  counts: 'Rows',
  left: 'Left as they are',
  role: 'Role',
  person_id: 'Person',
  post_id: 'Post',
  priority_id: 'Priority',
  pence: 'Money',
  year: 'Year',
  'commitment.form': 'Form of money',
  name: 'Name',
  title: 'Title',
  email: 'Email address',
  phone: 'Phone number',
  kind: 'Kind',
  note: 'Note',
  starts_on: 'Starts',
  ends_on: 'Ends',
  closed_on: 'Closed',
  directorate_id: 'Directorate',
  merged_into: 'Merged into',
  reference: 'Reference',
  council_reference: 'Council’s own number',
  former_names: 'Former names',
  other_names: 'Other names',
  stage: 'Status',
  purpose: 'Purpose',
  statutory_basis: 'Statutory basis',
  theme: 'Theme',
  area: 'Area',
  website: 'Website',
  started_on: 'Started',
  ended_on: 'Ended',
  governing_document: 'Governing document',
  governing_document_link: 'Link to governing document',
  lead_organisation_id: 'Lead organisation',
  accountable_body_id: 'Accountable body',
  level: 'Level of involvement',
  lead_member: 'We are the lead member',
  representative: 'We are represented',
  role_other: 'Other role',
  tier: 'Tier',
  councillor_seats: 'Councillor seats',
  officer_seats: 'Officer seats',
  risk_register: 'Risk register held',
  risk_register_reason: 'Why no risk register',
  risk_manager: 'Who manages risk',
  approval_evidenced: 'Approval evidenced',
  confirmed_on: 'Last confirmed',
  registration: 'Registration form',
  'report_part.body': 'Words of the decision report',
  'report_part.heading': 'Heading of the decision report',
  'report_part.report': 'Decision report',
  exempt_body: 'Exempt words of the decision report',
  exempt_paragraph: 'Paragraph of Schedule 12A',
  none_confirmed_by: 'Nothing to say, confirmed by',
  logged_own_form: 'Logged by whoever signed it',
  answers_left: 'Answers left as they were',
  person_name: 'Name of the person filling in',
  person_title: 'Title of the person filling in',
  extension: 'Extension',
  role_in_partnership: 'Role in the partnership',
  notes: 'Notes',
  removed_at: 'Removed',
  removed_reason: 'Why it was removed',
  predecessor_id: 'Came out of',
  identifiers: 'Identifiers',
  sector: 'Sector',
  honorific: 'Title before the name',
  job_title: 'Job title',
  ward: 'Ward',
  party: 'Party',
  organisation_id: 'Organisation',
  account_id: 'Account',
  left_on: 'Left',
  slug: 'Address',
  prefix: 'Prefix of references',
  colour: 'Colour',
  logo: 'Logo',
  logo_type: 'Kind of logo',
  contact_name: 'Contact',
  contact_email: 'Contact’s email address',
  contact_phone: 'Contact’s phone number',
  idle_minutes: 'Minutes until a time-out',
  next_reference: 'Next reference number',
  password_hash: 'Password',
  totp_secret: 'Second factor',
  totp_confirmed_at: 'Second factor confirmed',
  deactivated_at: 'Deactivated',
  operator: 'Operator of the installation',
  type: 'Type',
  help: 'Help',
  choices: 'Choices',
  position: 'Place in the order',
  retired: 'Retired',
  key: 'Key',
  heading: 'Heading',
  file_name: 'File',
  state: 'State',
  budgeted: 'Budgeted',
  days: 'Days',
  senior: 'Senior post',
  introduction: 'Introduction to the public register',
  accessibility: 'Accessibility statement',
  privacy: 'Privacy text',
  opened_at: 'Open since',
  bodies_note: 'Notes on bodies',
  money_note: 'Notes on money',
  officer_time_note: 'Words on officer time',
  published: 'Published as',
  pack_id: 'Pack',
  pack_version: 'Version',
  from_on: 'In force from',
  adopted_by: 'Adopted by',
  adopted_at: 'Adopted on',
  withdrawn_at: 'Taken back on',
  'protocol.reference': 'Reference of the decision',
  committee_id: 'Committee',
  limit_pence: 'Limit a year',
  delegated_by: 'Delegated by',
  'delegation.reference': 'Reference',
  headings: 'Headings',
  evidenced_by: 'Approved before by',
  evidenced_on: 'Approved before on',
  negotiations_concluded_on: 'Negotiations concluded',
  agreement_signed_on: 'Agreement signed',
  publication_ended: 'Taken from the public register as',
  publication_erased: 'Erased from the public register as',
}

const registrations: Choice[] = [
  { value: 'draft', label: 'Begun' },
  { value: 'submitted', label: 'Signed, with the keeper' },
  { value: 'returned', label: 'Returned with comments' },
  { value: 'logged', label: 'Logged' },
]

const choices: Record<string, readonly Choice[]> = {
  'involvement.registration': registrations,
  'partnership.kind': kinds,
  'person.kind': personKinds,
  'organisation.sector': sectors,
  'involvement.stage': stages,
  'involvement.tier': tiers,
  'involvement.level': levels,
  'appointment.role': appointmentRoles,
  'commitment.form': moneyForms,
  'membership.role': [
    { value: 'member', label: 'Partner' },
    { value: 'observer', label: 'Observer' },
  ],
  'role_grant.role': [{ value: 'keeper', label: 'Register keeper' }],
}

/** The label of a stored word, or undefined where the column holds no words of ours. */
export function choiceLabel(table: string, field: string, value: string): string | undefined {
  const list = choices[`${table}.${field}`]
  return list && (list.find(choice => choice.value === value)?.label ?? inWords(value))
}

/** What kind of record a column names by its id. */
export function refersTo(field: string): NameType | undefined {
  return references[field]
}

export const nameTypes = [
  'organisation',
  'person',
  'post',
  'directorate',
  'priority',
  'plan',
  'committee',
  'protocol',
  'involvement',
  'account',
] as const
export type NameType = (typeof nameTypes)[number]

const references: Record<string, NameType> = {
  organisation_id: 'organisation',
  lead_organisation_id: 'organisation',
  accountable_body_id: 'organisation',
  predecessor_id: 'organisation',
  person_id: 'person',
  post_id: 'post',
  directorate_id: 'directorate',
  priority_id: 'priority',
  plan_id: 'plan',
  committee_id: 'committee',
  protocol_id: 'protocol',
  involvement_id: 'involvement',
  candidate_id: 'involvement',
  account_id: 'account',
  settled_by: 'account',
}
