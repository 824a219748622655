import type {
  PublicAppointment,
  PublicBody,
  PublicCommitment,
  PublicContent,
} from '#src/db/public-content.ts'

/** One published copy, as every format of the open data takes it. */
export type Published = {
  number: number
  content: PublicContent
  publishedAt: Date
  /** When another copy or an end took its place; null where it is current. */
  untilAt: Date | null
}

/** The field of the dictionary that a body of an entry stands under. */
export function fieldOfBody({ role }: PublicBody): string {
  return bodyFields[role]
}

/** The field of the dictionary that an appointment stands under; substitutes have one of their own. */
export function fieldOfPerson({ role, substitute }: PublicAppointment): string {
  return substitute ? 'substitutes' : personFields[role]
}

/** The field of the dictionary that a commitment stands under. */
export function fieldOfCommitment({ type }: PublicCommitment): string {
  return commitmentFields[type]
}

const bodyFields = {
  lead: 'lead_organisation',
  accountable: 'accountable_body',
  member: 'partners',
  observer: 'observers',
} as const

const personFields = {
  sponsor: 'sponsor',
  'performance-lead': 'performance_lead',
  manager: 'manager',
  councillor: 'councillors',
  officer: 'officers',
  other: 'other_representatives',
} as const

const commitmentFields = { money: 'money', 'officer-time': 'officer_time', 'in-kind': 'in_kind' } as const
