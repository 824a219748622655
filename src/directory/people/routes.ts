import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { newId } from '#src/domain/id.ts'
import { personKinds } from '#src/domain/words.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { oneLine } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { countEntriesNaming } from '../entries.ts'
import { historyOf } from '../history.ts'
import { mergeRoutes } from '../merge-routes.ts'
import { pageOf } from '../paging.ts'
import { labelOfPick, listBodiesToPick, type Option, pickOf } from '../pick.ts'
import { hereWhole, mayWhole, whatWhole } from '../whole.ts'
import { heldOf, PersonForm, shownFields } from './forms.ts'
import { importRoutes } from './import-routes.ts'
import { leaveRoutes } from './leave-routes.ts'
import { mergeablePeople } from './mergeable.ts'
import {
  countPeople,
  findPerson,
  groups,
  listMergedInto,
  listNamesakes,
  listPeople,
  listPostsOf,
  listSeatsOf,
} from './queries.ts'

type ById = { Params: { authority: string; id: string } }

/** The people an authority knows: list, page, add, edit, leave, merge (PEO-7). */
export function personRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/people'

  app.get(base, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const search = searchOf(req)
    const page = pageOf(req.url.split('?')[0]!, search, await countPeople(here.db, search))
    const rows = await listPeople(here.db, search, londonDay(deps.now()), page)
    const entries = await countEntriesNaming(
      here,
      'person_ids',
      rows.map(row => row.id),
    )
    const first = !search.q && !search.group && page.offset === 0
    return reply.view('directory/people/list.njk', {
      title: 'People',
      search,
      groups,
      page,
      rows: rows.map(row => ({ ...row, entries: entries.get(row.id) ?? 0 })),
      namesakes: first && mayWhole(here, 'merge') ? await listNamesakes(here.db) : [],
      mayEdit: mayWhole(here, 'edit-directory'),
    })
  })

  app.get(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    const page = await formPage(req)
    const { organisation, name } = req.query as Record<string, unknown>
    const body = labelOfPick(page.bodies, typeof organisation === 'string' ? organisation : null)
    return reply.view('directory/people/form.njk', {
      ...page,
      back: `/${here.authority.slug}/staff/people`,
      values: {
        kind: body ? 'external' : 'officer',
        organisation: body,
        name: typeof name === 'string' ? oneLine(name) : '',
      },
    })
  })

  app.post<ById>(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const what = whatWhole(req, deps.now(), 'person.add', 'edit-directory')
    const page = await formPage(req)
    const form = readPerson(req.body, page.bodies)
    if (!form.ok) return reply.code(422).view('directory/people/form.njk', { ...page, ...form })
    const id = newId()
    await change(hereOf(req).db, what, act =>
      act.on('person', id, form.value.name).insert('person', {
        id,
        ...form.value,
        account_id: null,
        left_on: null,
        merged_into: null,
      }),
    )
    return reply.redirect(`/${req.params.authority}/staff/people/${id}?done=saved`, 303)
  })

  app.get<ById>(`${base}/:id`, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const today = londonDay(deps.now())
    const person = await findPerson(here.db, req.params.id)
    const seats = await listSeatsOf(here, person.id, today)
    return reply.view('directory/people/page.njk', {
      title: [person.honorific, person.name].filter(Boolean).join(' '),
      person,
      today,
      posts: await listPostsOf(here.db, person.id),
      seats: seats.filter(seat => !seat.ends_on || seat.ends_on >= today),
      ended: seats.filter(seat => seat.ends_on && seat.ends_on < today),
      into: person.merged_into ? await findPerson(here.db, person.merged_into) : null,
      absorbed: await listMergedInto(here.db, person.id),
      history: await historyOf(here, 'person', person.id),
      back: `/${here.authority.slug}/staff/people`,
      mayEdit: mayWhole(here, 'edit-directory'),
      mayMerge: mayWhole(here, 'merge'),
      mayBulk: here.may('change-in-bulk'),
      mayAdminister: here.may('administer'),
    })
  })

  app.get<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    const person = await findPerson(here.db, req.params.id)
    const page = await formPage(req, person.name)
    const held = heldOf(person, page.bodies)
    return reply.view('directory/people/form.njk', { ...page, values: held.values, opened: openedWith(held) })
  })

  app.post<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'person.edit', 'edit-directory')
    const person = await findPerson(db, req.params.id)
    const page = await formPage(req, person.name)
    const typed = withChoices(req.body, shownFields)
    const form = readPerson(typed, page.bodies)
    if (!form.ok) return reply.code(422).view('directory/people/form.njk', { ...page, ...form })
    let saved = false
    const clash = await saveUnlessChanged(
      typed,
      shownFields,
      async () => heldOf(await findPerson(db, person.id), page.bodies),
      version =>
        change(db, what, async act => {
          saved = await act
            .on('person', person.id, form.value.name)
            .update('person', person.id, form.value, version)
        }),
    )
    if (clash) return reply.code(409).view('directory/people/form.njk', { ...page, values: typed, clash })
    const done = saved ? 'saved' : 'nothing-changed'
    return reply.redirect(`/${req.params.authority}/staff/people/${person.id}?done=${done}`, 303)
  })

  importRoutes(app, deps, base)
  leaveRoutes(app, deps, base)
  mergeRoutes(app, deps, base, mergeablePeople)
}

function searchOf(req: FastifyRequest) {
  const { q, group } = req.query as Record<string, unknown>
  return {
    q: typeof q === 'string' ? oneLine(q).slice(0, 200) : '',
    group: groups.find(each => each.value === group)?.value ?? '',
  }
}

async function formPage(req: FastifyRequest, name?: string) {
  return {
    title: name ? `Change ${name}` : 'Add a person',
    back: req.url.replace(/\/(edit|new)(\?.*)?$/, ''),
    kinds: personKinds,
    bodies: await listBodiesToPick(hereOf(req).db),
  }
}

function readPerson(body: unknown, bodies: readonly Option[]) {
  const form = readForm(PersonForm, body)
  if (!form.ok) return form
  const { organisation, ...value } = form.value
  const picked = organisation === '' ? null : pickOf(bodies, organisation)
  if (picked === 'none')
    return badForm(body, [
      { field: 'organisation', text: 'No organisation has that name. Add it first, or leave this empty' },
    ])
  if (picked === 'several')
    return badForm(body, [
      { field: 'organisation', text: 'More than one organisation has that name. Choose one from the list' },
    ])
  return { ok: true as const, value: { ...value, organisation_id: picked?.id ?? null } }
}
