import type { FastifyRequest } from 'fastify'
import { type Here, hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import { refusal } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { Elsewhere } from '#src/errors.ts'
import { findOffer, type Offer } from '#src/partnerships/entry/choices.ts'
import { type Entry, findEntryHere, placeOf } from '#src/partnerships/entry/queries.ts'
import type { What } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { type Extras, extraPages, findExtras } from './extras.ts'
import { waitsForForm } from './lead-in.ts'
import { type FormPage, formPages } from './pages.ts'
import { findRegistration, findSigning, type Registration, type Signing } from './queries.ts'

export type FormAddress = { Params: { authority: string; ref: string; page: string } }

/** An entry's form as a page of it needs it. */
export type OpenForm = {
  here: Here
  entry: Entry
  offer: Offer
  /** The filling-in under way or, of what is not logged, the last one; undefined for a settled entry. */
  registration: Registration | undefined
  signing: Signing | undefined
  extras: Extras
  /** The address of the entry, and of its form. */
  record: string
  base: string
}

/**
 * The form of an entry for someone who may fill it in or log it.
 * @param also.waiting also what is approved and has no form yet
 * @throws NotFound; NotAllowed
 */
export async function openForm(
  req: FastifyRequest<FormAddress>,
  deps: Deps,
  also: { waiting?: boolean } = {},
): Promise<OpenForm> {
  const here = hereOf(req)
  const entry = await findEntryHere(here, req.params.ref, 'register', { unlogged: true })
  if (entry.registration === 'none' && !(also.waiting && waitsForForm(entry)))
    throw new Elsewhere(
      `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}/proposal`,
    )
  const registration =
    entry.registration === 'none'
      ? undefined
      : await findRegistration(here.db, entry, registrationIn(req.body))
  await mustWorkOnIt(here, entry, registration, userOf(req).accountId)
  const signing = registration && (await findSigning(here.db, registration.id))
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  const at = deps.now()
  const offer = await findOffer(here.db, at)
  const extras = await findExtras(here.db, here.authority.id, entry, londonDay(at))
  return { here, entry, offer, registration, signing, extras, record, base: `${record}/form` }
}

// Whoever is asked to decide or advise sees what is not on the register yet, and fills in nothing.
async function mustWorkOnIt(
  here: Here,
  entry: Entry,
  registration: Registration | undefined,
  accountId: string,
) {
  const place = placeOf(entry)
  if (entry.registration === 'logged' || here.may('register', place) || here.may('log', place)) return
  if (registration?.account_id === accountId) return
  const own = await here.db
    .selectFrom('proposal')
    .select('id')
    .where('involvement_id', '=', entry.id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!own) throw refusal('register')
}

// A form that comes back names the filling-in it was of, so that a second one is answered about the same.
function registrationIn(body: unknown): string | undefined {
  const id = (body as { registration?: unknown } | null | undefined)?.registration
  return isId(id) ? id : undefined
}

/** The pages of a form under way. */
export function pagesOf({ offer, entry, extras }: OpenForm, registration: Registration): FormPage[] {
  return formPages(offer, entry, registration, extraPages(extras))
}

/** The frame of a change to a form: whoever began it goes on with it even where the place is no longer theirs. */
export function formWhat(req: FastifyRequest, deps: Deps, entry: Entry, action: string): What {
  const place = placeOf(entry)
  return whatOf(req, deps.now(), action, 'register', hereOf(req).may('register', place) ? place : undefined)
}

/** What every page of a form says at its top. */
export function headOf({ entry, extras, record }: OpenForm, title: string) {
  // What the register holds in place already has its approval told on its own page.
  const moved = entry.registration === 'logged' ? [] : (extras.entryCase.approval?.moved ?? [])
  return { title, caption: `${entry.reference} ${entry.name}`, entry, record, moved }
}
