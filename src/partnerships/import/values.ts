import type { MoneyForm, PersonKind } from '#src/domain/words.ts'

/** A body in a cell. `nameMatched` is the id of the known organisation its name agrees with. */
export type OrganisationValue = { name: string; note?: string; nameMatched?: string }

/** A person, a post, both, or an empty seat. `substituteFor` names whom a substitute stands in for. */
export type HolderValue = {
  person?: { name: string; honorific?: string; kind?: PersonKind }
  post?: string
  note?: string
  position?: string
  vacant?: boolean
  substituteFor?: string
}

export type PriorityValue = { title: string }

/** Cash for one financial year ('2026/27'), in pence. */
export type MoneyValue = { year: string; pence: number; form?: MoneyForm; budgeted?: boolean; note?: string }

/** Officer time or help in kind for one financial year, in words; `days` where the words give them. */
export type EffortValue = { year: string; text: string; days?: number }

/** What a cell can hold, by the field's type; see FieldType. */
export type Value =
  | string
  | number
  | boolean
  | string[]
  | OrganisationValue
  | OrganisationValue[]
  | HolderValue
  | HolderValue[]
  | PriorityValue[]
  | MoneyValue[]
  | EffortValue[]

/** A value for the field, or null for knowingly none: 'n/a', 'ongoing'. */
export type Placed = Value | null

/** Something a person must decide. `proposed` null proposes to leave the field empty. */
export type Settle = { message: string; proposed?: Placed }

/** What a cell says besides its own field: placed when sure, else proposed with a message. */
export type Aside = { field: string; placed?: Placed; settle?: Settle }

/** What became of a cell. Both undefined means that it was blank; what is not placed is always to settle. */
export type Reading = { placed: Placed | undefined; settle: Settle | undefined; asides?: Aside[] }

/** The fields that may hold several values, and so may take several columns. */
export function holdsSeveral(type: string): boolean {
  return severals.has(type)
}

const severals = new Set(['names', 'organisations', 'holders', 'priorities', 'money', 'effort', 'in-kind'])
