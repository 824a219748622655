import type { AppointmentRole, Kind, MoneyForm, PersonKind, Sector, Stage } from '#src/domain/words.ts'
import type { Identifier } from './tables.ts'

/** How a field is published: always, never, or as is decided for each entry. */
export type PublicRule = 'public' | 'never' | 'ask'
/** Why a field of one entry is not shown (SCR-4). */
export type WithheldReason = 'personal' | 'commercial' | 'safety'

/** One field as the public site explains it. */
export type PublicField = {
  name: string
  heading: string
  help: string
  type: string
  rule: PublicRule
  choices?: { value: string; label: string }[]
}

/**
 * What the public reads of one entry, complete and frozen at its publication (REG-5).
 * Absent keys of `values` hold nothing or are not published; `withheld` names those that hold something and why not.
 */
export type PublicContent = {
  form: 1
  /** Random, given when it is published: nobody finds erased words again by trying them against the log's hash. */
  salt?: string
  reference: string
  name: string
  kind: Kind
  stage: Stage
  /**
   * Fields of one value (text, choice, yes-no, number, partial date, link, names), by name; 'custom.<key>' too.
   * Reference, name, kind and stage stand above and not here.
   */
  values: Record<string, string | number | boolean | string[]>
  bodies: PublicBody[]
  people: PublicAppointment[]
  commitments: PublicCommitment[]
  priorities: { plan: string; title: string }[]
  withheld: { field: string; reason: WithheldReason }[]
}

/** `key` is the last part of the address of the page about it: a slug and the end of its id. */
export type PublicBody = {
  role: 'lead' | 'accountable' | 'member' | 'observer'
  key: string
  name: string
  sector: Sector
  website: string
  identifiers: Identifier[]
  note: string
}

/** Councillors and holders of senior posts by name, other officers by post (REG-5). Both null: a vacant seat. */
export type PublicAppointment = {
  role: AppointmentRole
  substitute: boolean
  /** Whom a substitute stands in for, in the words shown for them. */
  substituteFor: string
  position: string
  person: {
    key: string
    name: string
    honorific: string
    kind: PersonKind
    ward: string
    party: string
  } | null
  /** Without a key it has no page: the job title of an officer without a post, or what someone of another body is. */
  post: { key: string | null; title: string } | null
  startsOn: string | null
  endsOn: string | null
}

export type PublicCommitment = {
  year: string
  type: 'money' | 'officer-time' | 'in-kind'
  pence: number | null
  form: MoneyForm | null
  budgeted: boolean | null
  days: number | null
  note: string
}
