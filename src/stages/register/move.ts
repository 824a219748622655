import { Conflict } from '#src/errors.ts'
import { lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import { formatMoment } from '#src/web/views.ts'
import { findSigning, type Registration, type Signing } from './queries.ts'

type State = Registration['state']

/** Where a filling-in of the form can go from each state (REG-2 to REG-4). A confirmation waits for nobody. */
const moves: Record<Registration['purpose'], Record<State, readonly State[]>> = {
  new: {
    draft: ['submitted', 'dropped'],
    submitted: ['returned', 'logged'],
    returned: ['submitted', 'dropped'],
    logged: [],
    dropped: [],
  },
  confirmation: { draft: ['logged', 'dropped'], submitted: [], returned: [], logged: [], dropped: [] },
}

/**
 * Moves a filling-in of the form: the only writer of its state and of what the entry says of it. Of two who move it
 * at once the second is told what happened.
 * @param seen the state it was in when the mover looked
 * @throws Conflict when it has moved meanwhile, or this state does not lead there
 */
export async function moveRegistration(
  act: Act,
  entry: { id: string; name: string },
  registration: Pick<Registration, 'id' | 'purpose'>,
  seen: State,
  to: State,
): Promise<void> {
  await holdStill(act, entry.id, registration.id, [seen])
  if (!moves[registration.purpose][seen].includes(to))
    throw new Conflict('This cannot be done with the form as it stands. Open it again and look.')
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.update('registration', registration.id, { state: to })
  if (registration.purpose === 'new' && to !== 'dropped')
    await writer.update('involvement', entry.id, { registration: to })
}

/**
 * Makes others who would change the form wait until the transaction ends.
 * @throws Conflict saying what happened when it is in none of these states any more
 */
export async function holdStill(act: Act, entryId: string, id: string, seen: State[]): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const { state } = await act.trx
    .selectFrom('registration')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (!seen.includes(state)) throw new Conflict(happened(state, await findSigning(act.trx, id)))
}

/** Notes that someone went through a page of the form. @throws Conflict where it is signed by now */
export async function markPage(
  act: Act,
  entry: { id: string; name: string },
  id: string,
  page: string,
  done: boolean,
): Promise<void> {
  await holdStill(act, entry.id, id, open)
  const { pages_done } = await act.trx
    .selectFrom('registration')
    .select('pages_done')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const others = pages_done.filter(each => each !== page)
  await act
    .on('involvement', entry.id, entry.name)
    .update('registration', id, { pages_done: (done ? [...others, page] : others).toSorted() })
}

/** The states in which its answers may change. */
export const open: State[] = ['draft', 'returned']

/** What became of a form, told to someone who still saw it as it was before. */
export function happened(state: State, signing: Signing | undefined): string {
  const look = 'Open the form again and look.'
  if (state === 'submitted' && signing)
    return `${signing.signed_name} signed this form on ${formatMoment(signing.signed_at)}. ${look}`
  if (state === 'returned' && signing)
    return `${signing.outcome_name} returned this form on ${formatMoment(signing.outcome_at!)}. ${look}`
  if (state === 'logged' && signing)
    return `${signing.outcome_name} logged this form on ${formatMoment(signing.outcome_at!)}. ${look}`
  return state === 'dropped' ? 'Someone dropped this form meanwhile.' : `Someone changed this form. ${look}`
}
