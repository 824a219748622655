/** The pages of a proposal that fill in the register's own fields: `/proposal/<name>`. */
export const proposalPages = {
  partnership: [
    'name',
    'purpose',
    'directorate',
    'lead_organisation',
    'accountable_body',
    'partners',
    'observers',
    'priorities',
  ],
  people: [
    'sponsor',
    'performance_lead',
    'manager',
    'councillor_seats',
    'councillors',
    'officer_seats',
    'officers',
    'other_representatives',
    'substitutes',
    'risk_register',
    'risk_register_reason',
    'risk_manager',
  ],
  resources: ['money', 'officer_time', 'in_kind'],
} as const satisfies Record<string, readonly string[]>

export type ProposalPage = keyof typeof proposalPages

/** The page of a proposal on which a field of the register is filled in; undefined where none does. */
export function proposalPageOf(field: string): ProposalPage | undefined {
  return (Object.keys(proposalPages) as ProposalPage[]).find(page =>
    proposalPages[page].some(each => each === field),
  )
}
