import type { FastifyInstance } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import { refusal, sightOf, wholeGrantFor } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { newId } from '#src/domain/id.ts'
import { protocolSince, whyNotInPlace } from '#src/partnerships/began.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { findOffer } from '../choices.ts'
import { readTyped } from '../edit/typed.ts'
import { addEntry } from './add.ts'
import { addForm, addInputs, proposeAddress } from './forms.ts'
import { listAlike } from './queries.ts'
import { suggestRoute } from './suggest.ts'

const path = '/:authority/staff/partnerships/new'
const view = 'partnerships/entry/add/add.njk'

/** A new entry: named first, with those that may be the same one shown before it is added. */
export function addRoutes(app: FastifyInstance, deps: Deps) {
  suggestRoute(app)
  app.get<{ Querystring: { name?: string } }>(path, { config: { needs: 'add' } }, async (req, reply) => {
    const here = hereOf(req)
    const { inputs } = await formFor(here, deps)
    const name = typeof req.query.name === 'string' ? req.query.name.slice(0, 300) : ''
    return reply.view(view, {
      ...page(here, inputs),
      values: { name, kind: 'partnership', stage: 'in-place' },
    })
  })

  app.post(path, { config: { needs: 'add' } }, async (req, reply) => {
    const here = hereOf(req)
    const { schema, inputs, since } = await formFor(here, deps)
    const body = (req.body ?? {}) as Record<string, unknown>
    const typed = readTyped(inputs, body)
    const form = readForm(schema, typed)
    const values = { ...typed, form_id: body.form_id }
    if (!form.ok) return reply.code(422).view(view, { ...page(here, inputs), ...form, values })
    const { name, kind, stage, started_on } = form.value
    const propose = proposeAddress(here, name)
    if (stage === 'considered') return reply.redirect(propose, 303)
    const why = whyNotInPlace(since, kind, started_on)
    if (why) {
      const bad = badForm(values, [{ field: 'started_on', text: why.text }])
      return reply.code(422).view(view, { ...page(here, inputs), ...bad, propose: why.late && propose })
    }
    const compared = normaliseName(form.value.name)
    const alike = body.compared === compared ? [] : await listAlike(here, form.value.name)
    if (alike.length > 0) return reply.view(view, { ...page(here, inputs), values, alike, compared })
    const id = newId(deps.now())
    const place = { involvementId: id, directorateId: form.value.directorate }
    const what = whatOf(req, deps.now(), 'involvement.add', 'add', place)
    const entry = { id, ...form.value }
    const reference = await change(here.db, what, act => addEntry(act, here.authority.id, entry, deps.now()))
    return reply.redirect(`/${here.authority.slug}/staff/partnerships/${reference}?done=added`, 303)
  })
}

async function formFor(here: Here, deps: Deps) {
  const { directorates } = await findOffer(here.db, deps.now())
  const free = wholeGrantFor(here.grants, 'add') !== undefined
  const sight = sightOf(here.grants, 'add')
  const own =
    sight === 'all' ? directorates : directorates.filter(each => sight.directorateIds.includes(each.id))
  if (!free && own.length === 0) throw refusal('add')
  const since = await protocolSince(here.db, here.authority.id, londonDay(deps.now()))
  return { schema: addForm(own, free), inputs: addInputs(own, free, since), since }
}

const page = (here: Here, inputs: ReturnType<typeof addInputs>) => ({
  title: 'Add to the register',
  back: `/${here.authority.slug}/staff/partnerships`,
  action: `/${here.authority.slug}/staff/partnerships/new`,
  inputs,
})
