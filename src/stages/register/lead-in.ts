import type { Db } from '#src/db/open.ts'
import { appointmentRoles, labelOf } from '#src/domain/words.ts'
import { Conflict } from '#src/errors.ts'
import { findCase, type Proposal } from '#src/partnerships/case/case.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { check } from '#src/partnerships/entry/edit/save.ts'
import { type Entry, findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { extraPages, findExtras } from './extras.ts'
import { type FormPage, formPages } from './pages.ts'
import type { Filler } from './queries.ts'
import { addRegistration } from './start.ts'

/** Whether an entry waits to be registered: approved, and on no form yet. */
export function waitsForForm({ stage, registration }: Pick<Entry, 'stage' | 'registration'>): boolean {
  return stage === 'approved' && registration === 'none'
}

/**
 * Begins the registration form of what was approved (REG-2): what its proposal says is filled in, and pages that are
 * whole count as done, so that nothing is asked twice. Whoever comes second goes on with the form that is begun.
 * @throws Conflict where it is not approved any more
 */
export async function startLeadIn(
  act: Act,
  authorityId: string,
  entryId: string,
  filler: Filler,
  at: Date,
): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const entry = await findEntry(act.trx, authorityId, entryId)
  if (entry.stage === 'approved' && entry.registration !== 'none') return
  if (!waitsForForm(entry))
    throw new Conflict('Only what is approved goes on to its registration form. Look at its proposal again.')
  const { made, proposal } = await findCase(act.trx, authorityId, entry, londonDay(at), 'standing')
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.update('involvement', entry.id, { registration: 'draft', ...filledFrom(entry, made) })
  const id = await addRegistration(act, entry, 'new', filler, at)
  await writer.update('registration', id, { role_in_partnership: roleOf(entry, filler, proposal) })
  const registration = await act.trx
    .selectFrom('registration')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const filled = await findEntry(act.trx, authorityId, entryId)
  const extras = await findExtras(act.trx, authorityId, filled, londonDay(at))
  const pages = formPages(await findOffer(act.trx, at), filled, registration, extraPages(extras))
  const whole = pages.filter(page => isWhole(page, filled, made)).map(page => page.name)
  await writer.update('registration', id, { pages_done: whole.toSorted() })
}

/** Whether an approved proposal leads to this entry's form, which then can be begun again. */
export async function isProposed(db: Db, entryId: string): Promise<boolean> {
  const proposal = await db
    .selectFrom('proposal')
    .select('id')
    .where('involvement_id', '=', entryId)
    .where('state', '=', 'approved')
    .executeTakeFirst()
  return proposal !== undefined
}

// Whoever has a part in it says so by that part; whoever proposed it need not say it again.
function roleOf(entry: Entry, filler: Filler, proposal: Proposal | null): string {
  const own = entry.appointments.find(each => each.person?.name === filler.person_name)
  if (own) return labelOf(appointmentRoles, own.role)
  return proposal && proposal.accountId === filler.accountId ? 'Proposed it' : ''
}

// What the form asks in its own words and the proposal answered in others.
function filledFrom(entry: Entry, { answers }: Case) {
  const seats = [entry.councillor_seats, entry.officer_seats]
  const seen = seats.some(each => (each ?? 0) > 0) || seats.every(each => each === 0)
  const manager = answers['exposure.manager']?.value
  return {
    ...(entry.representative === null && seen ? { representative: seats.some(each => (each ?? 0) > 0) } : {}),
    ...(entry.risk_manager === '' && typeof manager === 'string' ? { risk_manager: manager } : {}),
  }
}

// A sum that was estimated is asked for by year.
function isWhole(page: FormPage, entry: Entry, { facts }: Case): boolean {
  const estimated = { money: facts.money_a_year, 'officer-time': facts.officer_days_a_year }[page.name]
  const type = page.name === 'money' ? 'money' : 'officer-time'
  if (Number(estimated ?? 0) > 0 && !entry.commitments.some(each => each.type === type)) return false
  const form = check(page, page.shown(entry))
  return form.ok && page.missing(form.value).length === 0
}
