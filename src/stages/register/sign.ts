import { newId } from '#src/domain/id.ts'
import { Conflict } from '#src/errors.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { findExtras } from './extras.ts'
import { moveRegistration } from './move.ts'
import type { Filler } from './queries.ts'
import { findSigning, listSignings, type Registration } from './queries.ts'
import { answersHash, hashOf, type SignedForm, signedForm } from './signed.ts'
import { addRegistration } from './start.ts'

/** Who signs: the name as typed, and the account behind it. */
export type Signature = { name: string; account: { id: string | null; name: string }; at: Date }
type Authority = { id: string; name: string }

/**
 * Signs a form: what it says at that moment is frozen with its hash, and it goes to the keeper; a confirmation
 * stands at once (REG-2, REG-4).
 * @param seen the state and the answers as the signer saw them
 * @returns what was signed @throws Conflict when either changed meanwhile
 */
export async function sign(
  act: Act,
  authority: Authority,
  entryId: string,
  registration: Registration,
  seen: { state: Registration['state']; answers: string },
  signature: Signature,
): Promise<SignedForm> {
  await lockEntries(act.trx, [entryId])
  const entry = await findEntry(act.trx, authority.id, entryId)
  const now = await act.trx
    .selectFrom('registration')
    .selectAll()
    .where('id', '=', registration.id)
    .executeTakeFirstOrThrow()
  const to = registration.purpose === 'new' ? 'submitted' : 'logged'
  await moveRegistration(act, entry, registration, seen.state, to)
  const offer = await findOffer(act.trx, signature.at)
  const extras = await findExtras(act.trx, authority.id, entry, londonDay(signature.at))
  const content = signedForm(
    { authority: authority.name, entry, registration: now, offer, extras },
    { name: signature.name, at: signature.at, account: signature.account.name },
  )
  if (answersHash(content.sections) !== seen.answers)
    throw new Conflict('Someone changed an answer while you read. Read the answers again, then sign.')
  const writer = act.on('involvement', entry.id, entry.name)
  const confirms = registration.purpose === 'confirmation'
  await writer.insert('registration_signing', {
    id: newId(signature.at),
    registration_id: registration.id,
    involvement_id: entry.id,
    number: (await listSignings(act.trx, registration.id)).length + 1,
    account_id: signature.account.id,
    signed_name: signature.name,
    signed_at: signature.at,
    content: JSON.stringify(content),
    content_hash: hashOf(content),
    outcome: confirms ? 'logged' : null,
    outcome_at: confirms ? signature.at : null,
    outcome_by: confirms ? signature.account.id : null,
    outcome_name: confirms ? signature.account.name : '',
  })
  if (confirms) await writer.update('involvement', entry.id, { confirmed_on: londonDay(signature.at) })
  return content
}

/**
 * 'Nothing has changed': confirms an entry as it stands, signed with the account's name, in one act (REG-4).
 * Confirming the same once more the same day does nothing.
 */
export async function confirmUnchanged(
  act: Act,
  authority: Authority,
  entryId: string,
  filler: Filler,
  account: { id: string; name: string },
  at: Date,
): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const entry = await findEntry(act.trx, authority.id, entryId)
  if (entry.removed_at || entry.merged_into || entry.registration !== 'logged')
    throw new Conflict('This entry is not on the register any more. Open it again and look.')
  if (
    entry.confirmed_on === londonDay(at) &&
    (await isSignedBy(act, entryId, account.id, entry.confirmed_on))
  )
    return
  const begun = await act.trx
    .selectFrom('registration')
    .selectAll()
    .where('involvement_id', '=', entryId)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  const id = begun?.id ?? (await addRegistration(act, entry, 'confirmation', filler, at))
  const registration =
    begun ??
    (await act.trx.selectFrom('registration').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
  const offer = await findOffer(act.trx, at)
  const extras = await findExtras(act.trx, authority.id, entry, londonDay(at))
  const { sections } = signedForm({ authority: authority.name, entry, registration, offer, extras }, null)
  const seen = { state: registration.state, answers: answersHash(sections) }
  await sign(act, authority, entryId, registration, seen, { name: account.name, account, at })
}

/** What the keeper decides about the newest signature, and whom they are. */
export type Decision = { signingId: string; by: { id: string | null; name: string }; at: Date }

/** Puts a signed form on the register: its entry appears with this act (REG-3). @throws Conflict */
export async function logForm(
  act: Act,
  entry: { id: string; name: string },
  registration: Registration,
  decision: Decision,
): Promise<void> {
  await moveRegistration(act, entry, registration, 'submitted', 'logged')
  const signing = await settle(act, entry, registration, decision, { outcome: 'logged' })
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.update('involvement', entry.id, { confirmed_on: londonDay(signing.signed_at) })
  if (signing.account_id === decision.by.id) writer.note('logged_own_form', true)
}

/** Returns a signed form with what should be changed, page by page (REG-3). @throws Conflict */
export async function returnForm(
  act: Act,
  entry: { id: string; name: string },
  registration: Registration,
  decision: Decision,
  asked: { note: string; comments: Record<string, string> },
): Promise<void> {
  await moveRegistration(act, entry, registration, 'submitted', 'returned')
  await settle(act, entry, registration, decision, {
    outcome: 'returned',
    note: asked.note,
    comments: JSON.stringify(asked.comments),
  })
  // A page that is asked about is looked at again before the form can be signed.
  const pages_done = registration.pages_done.filter(page => !(page in asked.comments))
  await act.on('involvement', entry.id, entry.name).update('registration', registration.id, { pages_done })
}

async function settle(
  act: Act,
  entry: { id: string; name: string },
  registration: Registration,
  { signingId, by, at }: Decision,
  outcome: { outcome: 'logged' | 'returned'; note?: string; comments?: string },
) {
  const signing = await findSigning(act.trx, registration.id)
  if (signing?.id !== signingId)
    throw new Conflict('The form was signed again meanwhile. Open it again and look at what changed.')
  await act.on('involvement', entry.id, entry.name).update('registration_signing', signing.id, {
    ...outcome,
    outcome_at: at,
    outcome_by: by.id,
    outcome_name: by.name,
  })
  return signing
}

async function isSignedBy(act: Act, entryId: string, accountId: string, day: string): Promise<boolean> {
  const last = await act.trx
    .selectFrom('registration_signing')
    .select(['account_id', 'signed_at'])
    .where('involvement_id', '=', entryId)
    .orderBy('signed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.account_id === accountId && londonDay(last.signed_at) === day
}
