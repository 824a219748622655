/** One word of a closed list: what is stored, and what people read. */
export type Choice = { value: string; label: string }

/** What an arrangement is (DEF-3, DEF-4). The last four share the partnership's screens under their own kind. */
export const kinds = [
  { value: 'partnership', label: 'Partnership' },
  { value: 'contract', label: 'Contract for services' },
  { value: 'network', label: 'Network or forum' },
  { value: 'mixed', label: 'Contract with partnership elements' },
  { value: 'outside-body', label: 'Outside body' },
] as const satisfies Choice[]

/** Where an authority's involvement stands, in the order of its life. */
export const stages = [
  { value: 'considered', label: 'Being considered' },
  { value: 'proposed', label: 'Proposed' },
  { value: 'approved', label: 'Approved' },
  { value: 'in-place', label: 'In place' },
  { value: 'leaving', label: 'Leaving' },
  { value: 'ended', label: 'Ended' },
  { value: 'declined', label: 'Declined' },
  { value: 'not-a-partnership', label: 'Not a partnership' },
] as const satisfies Choice[]

/** How significant an involvement is (SIG-2). */
export const tiers = [
  { value: 'significant', label: 'Significant' },
  { value: 'standard', label: 'Standard' },
  { value: 'light', label: 'Light' },
] as const satisfies Choice[]

/** The nature of an authority's involvement, from most to least bound (ENT-6). */
export const levels = [
  { value: 'accountable-body', label: 'Accountable body' },
  { value: 'lead', label: 'Lead' },
  { value: 'active', label: 'Active partner' },
  { value: 'supporting', label: 'Supporting' },
  { value: 'papers-only', label: 'Receives papers only' },
] as const satisfies Choice[]

/** What someone does for the authority in a partnership (PEO-1 to PEO-3). */
export const appointmentRoles = [
  { value: 'sponsor', label: 'Sponsor' },
  { value: 'performance-lead', label: 'Performance lead' },
  { value: 'manager', label: 'Partnership manager' },
  { value: 'councillor', label: 'Councillor representative' },
  { value: 'officer', label: 'Officer representative' },
  { value: 'other', label: 'Other representative' },
] as const satisfies Choice[]

/** The form money takes (REG-2). */
export const moneyForms = [
  { value: 'grant', label: 'Grant' },
  { value: 'subscription', label: 'Subscription or fee' },
  { value: 'pooled', label: 'Pooled budget' },
  { value: 'existing', label: 'Existing budget diverted' },
  { value: 'capital', label: 'Capital' },
  { value: 'other', label: 'Other' },
] as const satisfies Choice[]

export const personKinds = [
  { value: 'councillor', label: 'Councillor' },
  { value: 'officer', label: 'Officer' },
  { value: 'external', label: 'From another body' },
] as const satisfies Choice[]

export const sectors = [
  { value: 'local-government', label: 'Local government' },
  { value: 'health', label: 'Health' },
  { value: 'police-fire', label: 'Police, fire and justice' },
  { value: 'central-government', label: 'Central government' },
  { value: 'education', label: 'Education' },
  { value: 'voluntary', label: 'Voluntary and community' },
  { value: 'private', label: 'Private' },
  { value: 'other', label: 'Other' },
] as const satisfies Choice[]

/** Why something of an entry is not published (SCR-4). */
export const withheldReasons = [
  { value: 'personal', label: 'Personal data' },
  { value: 'commercial', label: 'Commercial' },
  { value: 'safety', label: 'Safety' },
] as const satisfies Choice[]

export type Kind = (typeof kinds)[number]['value']
export type Stage = (typeof stages)[number]['value']
export type Tier = (typeof tiers)[number]['value']
export type Level = (typeof levels)[number]['value']
export type AppointmentRole = (typeof appointmentRoles)[number]['value']
export type MoneyForm = (typeof moneyForms)[number]['value']
export type PersonKind = (typeof personKinds)[number]['value']
export type Sector = (typeof sectors)[number]['value']

/** The label people read for a stored value; the value itself when the list does not know it. */
export function labelOf(list: readonly Choice[], value: string | null): string {
  if (!value) return ''
  return list.find(choice => choice.value === value)?.label ?? value
}

/** Whether the text says that nobody holds the seat. */
export const isVacant = (text: string) => /^(vacant|vacancy|none|nobody|tbc)$/i.test(text)
