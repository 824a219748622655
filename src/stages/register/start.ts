import type { PartialDate } from '#src/domain/dates.ts'
import { newId } from '#src/domain/id.ts'
import { addEntry } from '#src/partnerships/entry/add/add.ts'
import { type Entry, lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import type { Filler } from './queries.ts'

/**
 * Begins a registration form: the partnership and our involvement in it are real rows from the start, with their
 * reference, and no entry of the register until the form is logged (REG-2). @returns the reference
 */
export async function startRegistration(
  act: Act,
  authorityId: string,
  given: { id: string; name: string; directorate: string | null; started_on?: PartialDate | null },
  filler: Filler,
  at: Date,
): Promise<string> {
  const { id, name, directorate, started_on = null } = given
  const entry = { id, name, directorate, kind: 'partnership', stage: 'in-place' } as const
  const reference = await addEntry(
    act,
    authorityId,
    { ...entry, purpose: '', started_on, registration: 'draft' },
    at,
  )
  await addRegistration(act, { id, name }, 'new', filler, at)
  return reference
}

/** Begins to confirm or correct an entry; whoever comes second goes on with what is begun (REG-4). */
export async function startConfirmation(act: Act, entry: Entry, filler: Filler, at: Date): Promise<void> {
  await lockEntries(act.trx, [entry.id])
  const begun = await act.trx
    .selectFrom('registration')
    .select('id')
    .where('involvement_id', '=', entry.id)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  if (!begun) await addRegistration(act, entry, 'confirmation', filler, at)
}

/** Adds a filling-in of an entry's form. @returns its id */
export function addRegistration(
  act: Act,
  entry: { id: string; name: string },
  purpose: 'new' | 'confirmation',
  { accountId, ...known }: Filler,
  at: Date,
): Promise<string> {
  return act.on('involvement', entry.id, entry.name).insert('registration', {
    id: newId(at),
    involvement_id: entry.id,
    purpose,
    account_id: accountId,
    ...known,
    started_at: at,
  })
}
