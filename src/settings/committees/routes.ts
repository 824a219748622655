import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { listTouched } from '#src/decide/touched.ts'
import type { Deps } from '#src/deps.ts'
import { historyOf } from '#src/directory/history.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { CommitteeForm, committeeFields, heldOf } from './forms.ts'
import { findCommittee, isNameTaken, listCommittees, listRecorders } from './queries.ts'
import { recorderRoutes } from './recorder-routes.ts'

type ById = { Params: { authority: string; committee: string } }

/** The committees that decide, and who may enter what they decided (APP-6). */
export function committeeRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/committees'
  const needs = { config: { needs: 'administer' } } as const

  app.get(base, needs, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    const committees = await listCommittees(here.db, londonDay(deps.now()))
    return reply.view('settings/committees/list.njk', {
      title: 'Committees',
      back: `/${here.authority.slug}/staff/settings`,
      committees: committees.filter(each => !each.closed_on),
      closed: committees.filter(each => each.closed_on),
    })
  })

  app.get(`${base}/new`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    return reply.view('settings/committees/form.njk', { ...newPage(req), values: {} })
  })

  app.post(`${base}/new`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'committee.add', 'administer')
    const form = await readName(req)
    if (!form.ok) return reply.code(422).view('settings/committees/form.njk', { ...newPage(req), ...form })
    const id = newId()
    const { name } = form.value
    await change(db, what, act =>
      act.on('committee', id, name).insert('committee', { id, name, closed_on: null }),
    )
    return reply.redirect(`/${authority.slug}/staff/settings/committees/${id}?done=saved`, 303)
  })

  app.get<ById>(`${base}/:committee`, needs, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    const committee = await findCommittee(here.db, req.params.committee)
    const today = londonDay(deps.now())
    const recorders = await listRecorders(here.db, committee.id)
    const isPast = (each: { ends_on: string | null }) => each.ends_on !== null && each.ends_on < today
    return reply.view('settings/committees/page.njk', {
      title: committee.name,
      back: `/${here.authority.slug}/staff/settings/committees`,
      committee,
      recorders: recorders.filter(each => !isPast(each)),
      past: recorders.filter(isPast),
      touched: await listTouched(here.db, here.authority.id, { committees: [committee.id] }),
      history: await historyOf(here, 'committee', committee.id),
    })
  })

  app.get<ById>(`${base}/:committee/edit`, needs, async (req, reply) => {
    const { db } = hereWhole(req, 'administer')
    const held = heldOf(await findCommittee(db, req.params.committee))
    return reply.view('settings/committees/form.njk', {
      ...editPage(held.values.name!, req.url),
      values: held.values,
      opened: openedWith(held),
    })
  })

  app.post<ById>(`${base}/:committee/edit`, needs, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'committee.edit', 'administer')
    const committee = await findCommittee(db, req.params.committee)
    const page = editPage(committee.name, req.url)
    const typed = withChoices(req.body, committeeFields)
    const form = await readName(req, typed, committee.id)
    if (!form.ok) return reply.code(422).view('settings/committees/form.njk', { ...page, ...form })
    const clash = await saveUnlessChanged(
      typed,
      committeeFields,
      async () => heldOf(await findCommittee(db, committee.id)),
      version =>
        change(db, what, act =>
          act
            .on('committee', committee.id, form.value.name)
            .update('committee', committee.id, form.value, version),
        ),
    )
    if (clash) return reply.code(409).view('settings/committees/form.njk', { ...page, values: typed, clash })
    return reply.redirect(`${page.back}?done=saved`, 303)
  })

  for (const verb of ['close', 'reopen'] as const)
    app.post<ById>(`${base}/:committee/${verb}`, needs, async (req, reply) => {
      const { db, authority } = hereOf(req)
      const what = whatWhole(req, deps.now(), `committee.${verb}`, 'administer')
      const { id, name } = await findCommittee(db, req.params.committee)
      const closed_on = verb === 'close' ? londonDay(deps.now()) : null
      await change(db, what, act => act.on('committee', id, name).update('committee', id, { closed_on }))
      return reply.redirect(`/${authority.slug}/staff/settings/committees/${id}?done=saved`, 303)
    })

  recorderRoutes(app, deps, base)
}

async function readName(req: FastifyRequest, body: unknown = req.body, but?: string) {
  const form = readForm(CommitteeForm, body)
  if (!form.ok || !(await isNameTaken(hereOf(req).db, form.value.name, but))) return form
  return badForm(body, [{ field: 'name', text: 'There is a committee of that name already' }])
}

const newPage = (req: FastifyRequest) => ({
  title: 'Add a committee',
  back: `/${hereOf(req).authority.slug}/staff/settings/committees`,
  isNew: true,
})

const editPage = (name: string, url: string) => ({
  title: `Change ${name}`,
  back: url.replace(/\/edit(\?.*)?$/, ''),
})
