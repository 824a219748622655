import type { Section } from './fields.ts'

/** Something a record should say and does not: its name in register_entry.gaps, the sentence people read, and the section that mends it. */
export type Gap = { name: string; sentence: string; section: Section }

/** Every gap that refresh_register (migrations/0001-register.sql) can find, in the order of the record page. */
export const gaps: readonly Gap[] = [
  { name: 'purpose', sentence: 'It does not say what it is for', section: 'about' },
  { name: 'governing_document', sentence: 'No governing document is named', section: 'about' },
  { name: 'lead_organisation', sentence: 'No lead organisation is named', section: 'bodies' },
  { name: 'partners', sentence: 'No partners are named', section: 'bodies' },
  { name: 'directorate', sentence: 'No directorate answers for it', section: 'our-part' },
  { name: 'tier', sentence: 'It does not say how significant it is', section: 'our-part' },
  { name: 'priorities', sentence: 'No corporate plan priority is chosen', section: 'our-part' },
  { name: 'sponsor', sentence: 'It has no sponsor', section: 'people' },
  { name: 'sponsor_vacant', sentence: 'The sponsor’s post is vacant', section: 'people' },
  { name: 'performance_lead', sentence: 'Nobody leads on its performance', section: 'people' },
  { name: 'manager', sentence: 'It has no partnership manager', section: 'people' },
  { name: 'representatives', sentence: 'Nobody represents us', section: 'people' },
  { name: 'vacant_seat', sentence: 'A seat is vacant', section: 'people' },
  { name: 'resources', sentence: 'No money, time or other resources are recorded', section: 'resources' },
  { name: 'risk_register', sentence: 'It does not say whether a risk register is held', section: 'risk' },
  { name: 'risk_register_reason', sentence: 'It does not say why no risk register is held', section: 'risk' },
  { name: 'risk_manager', sentence: 'It does not say who manages risk', section: 'risk' },
]

/** What the day and the protocol in force make of its start: asked for, and not kept in register_entry.gaps (start-gaps.ts). */
export const startGaps = [
  {
    name: 'no_start',
    sentence: 'It does not say when it started, so it counts as not approved',
    section: 'about',
  },
  { name: 'too_new', sentence: 'It began since our protocol and is not approved', section: 'about' },
] as const satisfies readonly Gap[]

/** The gaps of these names, in the order of the record page; names nobody knows are left out. */
export function gapsNamed(names: readonly string[]): Gap[] {
  return gaps.filter(gap => names.includes(gap.name))
}
