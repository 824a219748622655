import type { Role } from '#src/db/tables.ts'
import { roleNames } from './may.ts'

/** What a role is given for: all of the authority, or one directorate or entry of it. */
export type GrantScope = { directorateId: string | null; involvementId: string | null }

export const wholeAuthority: GrantScope = { directorateId: null, involvementId: null }

/** The roles in the order a page offers them, each with what it means. */
export const roleChoices: { value: Role; text: string; hint: string }[] = [
  { value: 'reader', text: roleNames.reader, hint: 'Sees and exports the register.' },
  { value: 'contributor', text: roleNames.contributor, hint: 'Adds entries and changes them.' },
  { value: 'sponsor', text: roleNames.sponsor, hint: 'Changes entries and confirms that they are right.' },
  { value: 'keeper', text: roleNames.keeper, hint: 'Keeps the register: imports, settles, merges, removes.' },
  { value: 'adviser', text: roleNames.adviser, hint: 'Sees the register in order to advise on it.' },
  { value: 'auditor', text: roleNames.auditor, hint: 'Reads everything with its trail and changes nothing.' },
  {
    value: 'administrator',
    text: roleNames.administrator,
    hint: 'Does everything and decides who else may. Needs a second factor to sign in.',
  },
]

/** Why this role cannot be given for this part of the authority, or undefined. */
export function scopeMistake(role: Role, scope: GrantScope): string | undefined {
  const narrow = scope.directorateId !== null || scope.involvementId !== null
  return narrow && wholeOnly.has(role)
    ? `${roleNames[role]} is a role for the whole authority. Choose the whole authority`
    : undefined
}

const wholeOnly = new Set<Role>(['keeper', 'auditor', 'administrator'])
