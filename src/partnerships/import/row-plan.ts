import type { ToSettle } from './plan.ts'
import type { Placed } from './values.ts'

/** One field of an entry that would change, in words. */
export type PlannedChange = { field: string; heading: string; before: string; after: string }

/** A pair that may be one: with an entry of the register, or with an earlier row of the file. */
export type PlannedDuplicate = {
  score: number
  name: string
  entryId?: string
  reference?: string
  row?: { sheet: number; row: number }
}

/** A cell whose column fills no field: its words are kept with the import. */
export type KeptText = { heading: string; text: string }

/** A row that becomes an entry of its own. */
export type CreatePlan = {
  is: 'create'
  name: string
  values: Record<string, Placed>
  toSettle: ToSettle[]
  kept: KeptText[]
  /** Why it is taken in as not approved: it began since the protocol did, or does not say when. */
  tooNew?: string
  duplicates?: PlannedDuplicate[]
  /** Once it is on the register. */
  entryId?: string
  reference?: string
}

/** A row that is the same record as an entry of the register. */
export type MatchPlan = {
  is: 'update' | 'unchanged'
  name: string
  entryId: string
  reference: string
  values: Record<string, Placed>
  changes: PlannedChange[]
  toSettle: ToSettle[]
  kept: KeptText[]
  /** How many changes the entry had had when the plan was made. */
  seen: number
}

/** A row that is not taken, and why. */
export type SkipPlan = { is: 'skip'; reason: string; text: string }

/** What becomes of one row of the file; kept with it until the import is done and after. */
export type RowPlan = CreatePlan | MatchPlan | SkipPlan
