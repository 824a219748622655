import type { FinancialYear, PartialDate } from '#src/domain/dates.ts'
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

/** The authorities of the sample county, by the key the rest of the data uses. */
export const authorityKeys = [
  'county',
  'borough',
  'district',
  'police',
  'health',
  'voluntary',
  'refuge',
] as const
export type AuthorityKey = (typeof authorityKeys)[number]

/** The three financial years that money is known for, in the order of a Money's `pounds`. */
export const years = ['2024/25', '2025/26', '2026/27'] as const

/** Who did something, on which day, and perhaps why. `by` is the full name of one of the authority's own people. */
export type Act = { on: string; by: string; why?: string }

/**
 * An authority that uses the installation. `body` is the key of its organisation, `prefix` starts its references,
 * and `keeper` is who keeps its directory where nobody else is named.
 */
export type Authority = {
  key: AuthorityKey
  slug: string
  name: string
  body: string
  prefix: string
  colour: string
  email: string
  phone: string
  contact: string
  keeper: string
  directorates: string[]
  posts: Post[]
}

/** A post and everyone who has held it, in the order they did. A last holder with `until` leaves it vacant. */
export type Post = { title: string; directorate?: string; held: Holding[] }
export type Holding = { by: string; from: string; until?: string }

/** Someone an authority knows. `name` is how the rest of the data points at them; `body` is set for people of other bodies. */
export type Person = {
  name: string
  title?: string
  kind: PersonKind
  email?: string
  phone?: string
  body?: string
  left?: string
}

export type Account = {
  authority?: AuthorityKey
  person?: string
  email: string
  role: Role
  scope?: { directorate: string } | { arrangement: string }
}
export type Role =
  | 'reader'
  | 'contributor'
  | 'sponsor'
  | 'keeper'
  | 'adviser'
  | 'auditor'
  | 'administrator'
  | 'operator'

/** A corporate plan for one financial year. */
export type Plan = {
  authority: AuthorityKey
  year: FinancialYear
  title: string
  adopted: string
  priorities: string[]
}

export const schemes = ['companies-house', 'charity-commission', 'gss', 'ods'] as const
export type Identifier = { scheme: (typeof schemes)[number]; value: string }

/** A body of any sector. `key` is how the rest of the data points at it, whatever it is called by then. */
export type Body = {
  key: string
  name: string
  sector: Sector
  identifiers?: Identifier[]
  website?: string
  succeeds?: string[]
}

/** Someone to speak to at a body, as one authority knows them. */
export type Contact = {
  authority: AuthorityKey
  body: string
  name: string
  role: string
  email?: string
  phone?: string
}

/** A field of an authority's own. */
export type OwnField = {
  authority: AuthorityKey
  heading: string
  type: 'text' | 'number' | 'partial-date' | 'choice' | 'yes-no'
  choices?: string[]
  help: string
}

/** Changes to bodies and directorates, which do not belong to one arrangement. */
export type DirectoryChange = Act & { authority: AuthorityKey } & (
    | { do: 'rename-body'; body: string; name: string }
    | { do: 'merge-bodies'; body: string; into: string }
    | { do: 'rename-directorate'; directorate: string; name: string }
  )

/** Who holds a part in an arrangement: a post, a person, or the person who holds it by that post. */
export type Holder = { post: string; person?: string } | { person: string }

/** One seat of an authority in an arrangement. `substitutes` are full names. */
export type Seat = Holder & {
  from: PartialDate
  until?: PartialDate
  appointed_by?: string
  substitutes?: string[]
}

/** Cash, in pounds for each of `years`; null where nothing is on record, 0 for nil. */
export type Money = {
  form: MoneyForm
  pounds: [number | null, number | null, number | null]
  budgeted: boolean
  note?: string
}

/** Officer time, and things given in kind. Without a year it is the same in all three. `days` are a year's, where known. */
export type OfficerTime = { year?: FinancialYear; who: string; amount: string; days?: number }
export type InKind = { year?: FinancialYear; what: string; worth?: number }

/** The plain fields of an arrangement, under the names of the field dictionary. */
export type Facts = {
  council_reference?: string
  name: string
  former_names?: string[]
  kind: Kind
  purpose?: string
  statutory_basis?: string
  theme?: string
  area?: string
  website?: string
  started_on?: PartialDate
  ended_on?: PartialDate
  governing_document?: string
  governing_document_link?: string
  lead_organisation?: string
  accountable_body?: string
  level?: Level
  lead_member?: boolean
  representative?: boolean
  role_other?: string
  tier?: Tier
  directorate?: string
  priorities?: string[]
  councillor_seats?: number
  officer_seats?: number
  risk_register?: boolean
  risk_register_reason?: string
  risk_manager?: string
  notes?: string
  own?: Record<string, string | number | boolean>
}

/**
 * One entry on one authority's register, as it was first entered, and what happened to it since.
 * Bodies are keys, people full names, posts and priorities titles, all of the same authority.
 */
export type Arrangement = Facts & {
  key: string
  entered: Act
  stage: Stage
  partners?: string[]
  observers?: string[]
  sponsor?: Holder
  performance_lead?: Holder
  manager?: Holder
  councillors?: Seat[]
  officers?: Seat[]
  other_representatives?: Seat[]
  money?: Money[]
  officer_time?: OfficerTime[]
  in_kind?: InKind[]
  confirmed_on?: PartialDate
  changes?: Change[]
}

/** Something that happened to an entry after it was entered. */
export type Change = Act &
  (
    | { do: 'correct'; to: Partial<Facts> }
    | { do: 'move'; stage: Stage; ended_on?: PartialDate }
    | { do: 'appoint'; as: AppointmentRole; seat: Seat }
    | { do: 'stand-down'; as: AppointmentRole; holder: string; until: string }
    | { do: 'pledge'; year: FinancialYear; form: MoneyForm; pounds: number; budgeted: boolean; note?: string }
    | { do: 'join' | 'leave'; body: string; as: 'partner' | 'observer' }
    | { do: 'confirm' }
  )

/** The entries of one authority, or of one theme of it. */
export type Register = { authority: AuthorityKey; arrangements: Arrangement[] }
