import type { Here, User } from '#src/accounts/here.ts'
import { NotAllowed } from '#src/errors.ts'
import { type Entry, placeOf } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import { isProposed } from './lead-in.ts'
import { moveRegistration } from './move.ts'
import type { Registration } from './queries.ts'

/**
 * Drops a form that came to nothing: only whoever began it, or a keeper. What was filled in stays in its history.
 * @throws NotAllowed; Conflict when it was signed meanwhile
 */
export async function drop(
  act: Act,
  entry: Entry,
  registration: Registration,
  seen: 'draft' | 'returned',
  user: User,
  here: Here,
  at: Date,
): Promise<void> {
  if (registration.account_id !== user.accountId && !here.may('log', placeOf(entry)))
    throw new NotAllowed('Only whoever began this form, or a register keeper, can drop it.')
  await moveRegistration(act, entry, registration, seen, 'dropped')
  if (registration.purpose !== 'new') return
  // What was approved stays so, and its form can be begun again.
  const fallen = (await isProposed(act.trx, entry.id))
    ? { registration: 'none' as const }
    : { removed_at: at, removed_reason: 'The registration form was dropped' }
  await act.on('involvement', entry.id, entry.name).update('involvement', entry.id, fallen)
}
