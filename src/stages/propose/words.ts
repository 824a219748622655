import type { ProposalPurpose, ProposalState } from '#src/db/tables.ts'
import type { ListState, Resourced } from './list-queries.ts'

/** What a proposal is called, by its purpose. */
export const purposes: Record<ProposalPurpose, string> = {
  enter: 'Proposal',
  extend: 'Proposal to extend',
  existing: 'Put on record as in place',
}

/** What became of a proposal. */
export const states: Record<ProposalState, string> = {
  draft: 'Draft',
  submitted: 'Being decided',
  approved: 'Approved',
  declined: 'Declined',
  dropped: 'Dropped',
  recorded: 'On record',
}

/** The states by which the list of proposals is narrowed, in its order. */
export const listStates: { value: ListState; label: string }[] = [
  { value: 'draft', label: 'Draft' },
  { value: 'submitted', label: 'Being decided' },
  { value: 'out-of-date', label: 'Approved, out of date' },
  { value: 'approved', label: 'Approved, not yet registered' },
  { value: 'declined', label: 'Declined' },
]

/** Whether a proposal has what it needs, in the order in which the list counts them. */
export const resourcedWords: { value: Resourced; label: string }[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'unbudgeted', label: 'Unbudgeted' },
  { value: 'short', label: 'Short' },
  { value: 'unknown', label: 'Not known' },
]
