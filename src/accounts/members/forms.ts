import { z } from 'zod'
import type { Db } from '#src/db/open.ts'
import { oneOf } from '#src/web/inputs.ts'
import { type GrantScope, roleChoices, scopeMistake, wholeAuthority } from '../roles.ts'
import { AccountEmail, PersonName } from '../start/forms.ts'
import { findEntryByReference, listDirectorates } from './queries.ts'

const reaches = [{ value: 'whole' }, { value: 'directorate' }, { value: 'entry' }] as const

/** A role and how far it reaches. */
export const RoleForm = z.object({
  role: oneOf(roleChoices, 'Choose a role'),
  reach: oneOf(reaches, 'Choose what the role is for'),
  directorate: z.string().max(100),
  entry: z.string().max(100),
})

export const InviteForm = z.object({ name: PersonName, email: AccountEmail, ...RoleForm.shape })

export type RoleGiven = z.output<typeof RoleForm>

/** What a role is given for, looked up in the authority; a mistake names its field. */
export async function findScope(
  db: Db,
  { role, reach, directorate, entry }: RoleGiven,
): Promise<{ scope: GrantScope; mistake?: { field: string; text: string } }> {
  const scope = { ...wholeAuthority }
  if (reach === 'directorate') {
    const found = (await listDirectorates(db)).find(each => each.value === directorate)
    if (!found) return { scope, mistake: { field: 'directorate', text: 'Choose a directorate' } }
    scope.directorateId = found.value
  }
  if (reach === 'entry') {
    const found = entry.trim() ? await findEntryByReference(db, entry) : undefined
    const text = entry.trim() ? 'No entry has that reference' : 'Enter the reference of the entry'
    if (!found) return { scope, mistake: { field: 'entry', text } }
    scope.involvementId = found.id
  }
  const unfit = scopeMistake(role, scope)
  return unfit ? { scope, mistake: { field: 'reach', text: unfit } } : { scope }
}
