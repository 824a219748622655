import type { FastifyInstance, FastifyReply } from 'fastify'
import { hereOf, type User, userOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict, Elsewhere } from '#src/errors.ts'
import { findEntryHere, placeOf } from '#src/partnerships/entry/queries.ts'
import { change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { extraPages } from './extras.ts'
import { startLeadIn, waitsForForm } from './lead-in.ts'
import { type FormAddress, formWhat, headOf, type OpenForm, openForm } from './open.ts'
import { formPages } from './pages.ts'
import { type Filler, findFiller, findLastSigned, type Registration } from './queries.ts'
import { confirmUnchanged } from './sign.ts'
import { answersOf } from './signed.ts'
import { startConfirmation } from './start.ts'

const record = '/:authority/staff/partnerships/:ref'

/** An entry confirmed as it stands with one click, or opened to be corrected and signed anew (REG-4). */
export function confirmRoutes(app: FastifyInstance, deps: Deps) {
  app.post<FormAddress>(`${record}/confirm`, { config: { needs: 'confirm' } }, async (req, reply) => {
    const entry = await findEntryHere(hereOf(req), req.params.ref, 'confirm')
    if (entry.merged_into) throw new Conflict('This entry was joined to another. Open that one instead.')
    if (entry.removed_at) throw new Conflict('This entry was removed. Put it back first.')
    const { authority, db } = hereOf(req)
    const user = userOf(req)
    const at = deps.now()
    const filler = await findFiller(db, user, londonDay(at))
    const account = { id: user.accountId, name: user.name }
    await change(db, whatOf(req, at, 'involvement.confirm', 'confirm', placeOf(entry)), act =>
      confirmUnchanged(act, authority, entry.id, filler, account, at),
    )
    const place = `/${authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
    return reply.redirect(`${place}?done=confirmed`, 303)
  })

  app.post<FormAddress>(`${record}/form/start`, { config: { needs: 'register' } }, async (req, reply) => {
    const { here, entry, base } = await openForm(req, deps, { waiting: true })
    const waits = waitsForForm(entry)
    if ((entry.registration !== 'logged' && !waits) || entry.removed_at || entry.merged_into)
      throw new Elsewhere(base)
    const at = deps.now()
    const filler = await findFiller(here.db, userOf(req), londonDay(at))
    if (waits) {
      await change(here.db, formWhat(req, deps, entry, 'involvement.register'), act =>
        startLeadIn(act, here.authority.id, entry.id, filler, at),
      )
      return reply.redirect(base, 303)
    }
    await change(here.db, formWhat(req, deps, entry, 'involvement.open-form'), act =>
      startConfirmation(act, entry, filler, at),
    )
    return reply.redirect(base, 303)
  })
}

/** Shows what an entry says, to confirm it as it stands or to begin correcting it. */
export async function showConfirm(reply: FastifyReply, form: OpenForm, user: User, deps: Deps) {
  const { here, entry, offer, extras, record: back, base } = form
  if (entry.removed_at || entry.merged_into) throw new Elsewhere(back)
  const filler = await findFiller(here.db, user, londonDay(deps.now()))
  const pages = formPages(offer, entry, blank(filler, entry.id, deps.now()), extraPages(extras))
  return reply.view('stages/register/confirm.njk', {
    ...headOf(form, 'Confirm or correct this entry'),
    back,
    record: back,
    base,
    sections: answersOf(
      pages.filter(page => page.name !== 'you'),
      entry,
    ),
    last: await findLastSigned(here.db, entry.id),
    mayConfirm: here.may('confirm', placeOf(entry)),
  })
}

// The answers about the person are asked once the form is begun; until then no row stands for it.
function blank(filler: Filler, involvement_id: string, started_at: Date): Registration {
  const { accountId: account_id, ...known } = filler
  const none = { id: '', authority_id: '', version: 1, pages_done: [], role_in_partnership: '' }
  return {
    ...none,
    ...known,
    account_id,
    involvement_id,
    purpose: 'confirmation',
    state: 'draft',
    started_at,
  }
}
