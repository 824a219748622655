import type { ProposalPurpose, ProposalState } from '#src/db/tables.ts'

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
