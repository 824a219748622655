import type { FastifyInstance } from 'fastify'
import { type Here, hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import { refusal, sightOf, wholeGrantFor } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { newId } from '#src/domain/id.ts'
import { protocolSince, whyNotInPlace } from '#src/partnerships/began.ts'
import { proposeAddress } from '#src/partnerships/entry/add/forms.ts'
import { listAlike } from '#src/partnerships/entry/add/queries.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { readTyped } from '#src/partnerships/entry/edit/typed.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { startForm } from './forms.ts'
import { findFiller, listForms } from './queries.ts'
import { startRegistration } from './start.ts'

const path = '/:authority/staff/registrations'
const view = 'stages/register/start.njk'

/** The forms under way, and the first question of a new one (REG-2, REG-3). */
export function startRoutes(app: FastifyInstance, deps: Deps) {
  app.get(path, { config: { needs: 'register' } }, async (req, reply) => {
    const here = hereOf(req)
    const forms = await listForms(here)
    const inState = (state: string) => forms.filter(form => form.state === state)
    return reply.view('stages/register/list.njk', {
      title: 'Registration forms',
      back: `/${here.authority.slug}/staff/partnerships`,
      backText: 'Register',
      base: `/${here.authority.slug}/staff`,
      wide: true,
      mayLog: here.may('log'),
      accountId: userOf(req).accountId,
      submitted: inState('submitted'),
      returned: inState('returned'),
      begun: inState('draft'),
    })
  })

  app.get(`${path}/new`, { config: { needs: 'register' } }, async (req, reply) => {
    const here = hereOf(req)
    const { inputs } = await formFor(here, deps)
    return reply.view(view, { ...page(here), inputs, values: {} })
  })

  app.post(`${path}/new`, { config: { needs: 'register' } }, async (req, reply) => {
    const here = hereOf(req)
    const { inputs, schema, only, since } = await formFor(here, deps)
    const body = (req.body ?? {}) as Record<string, unknown>
    const typed = readTyped(inputs, body)
    const form = readForm(schema, typed)
    const values = { ...typed, form_id: body.form_id }
    if (!form.ok) return reply.code(422).view(view, { ...page(here), inputs, ...form, values })
    const { name, started_on } = form.value
    const why = whyNotInPlace(since, 'partnership', started_on)
    if (why) {
      const propose = why.late && proposeAddress(here, name)
      const bad = badForm(values, [{ field: 'started_on', text: why.text }])
      return reply.code(422).view(view, { ...page(here), inputs, ...bad, propose })
    }
    const compared = normaliseName(name)
    const alike = body.compared === compared ? [] : await listAlike(here, name)
    if (alike.length > 0) return reply.view(view, { ...page(here), inputs, values, alike, compared })
    const at = deps.now()
    const filler = await findFiller(here.db, userOf(req), londonDay(at))
    const id = newId(at)
    const directorate = form.value.directorate ?? only ?? filler.directorate_id
    const place = { involvementId: id, directorateId: directorate }
    const what = whatOf(req, at, 'involvement.register', 'register', place)
    const reference = await change(here.db, what, act =>
      startRegistration(act, here.authority.id, { id, name, directorate, started_on }, filler, at),
    )
    return reply.redirect(`/${here.authority.slug}/staff/partnerships/${reference}/form`, 303)
  })
}

// Whoever answers for some directorates alone registers for one of them.
async function formFor(here: Here, deps: Deps) {
  const { directorates } = await findOffer(here.db, deps.now())
  const free = wholeGrantFor(here.grants, 'register') !== undefined
  const sight = sightOf(here.grants, 'register')
  const own = sight === 'all' ? [] : directorates.filter(each => sight.directorateIds.includes(each.id))
  if (!free && own.length === 0) throw refusal('register')
  const since = await protocolSince(here.db, here.authority.id, londonDay(deps.now()))
  return { ...startForm(own, free, since), only: own.length === 1 ? own[0]!.id : null, since }
}

const page = (here: Here) => ({
  title: 'Register a partnership',
  back: `/${here.authority.slug}/staff/registrations`,
  action: `/${here.authority.slug}/staff/registrations/new`,
  mayAdd: here.may('add'),
  entries: `/${here.authority.slug}/staff/partnerships`,
})
