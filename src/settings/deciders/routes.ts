import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { listTouched } from '#src/decide/touched.ts'
import type { Deps } from '#src/deps.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { NotFound } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { fillRole, fillSuggested, listOptions } from './fill.ts'
import { lackingOf } from './lacking.ts'
import { findRole, listCandidates, listRoles } from './queries.ts'
import type { RoleState } from './readiness.ts'
import { suggestFillings } from './suggest.ts'

type ByRole = { Params: { authority: string; role: string } }

/** Who decides and advises: which posts and committees fill the roles of the protocol, and what is missing (APP-1). */
export function deciderRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/deciders'
  const needs = { config: { needs: 'administer' } } as const
  const today = () => londonDay(deps.now())

  app.get(base, needs, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    const { states, directorates, protocol, withoutDirectorate } = await listRoles(
      here.db,
      here.authority,
      today(),
    )
    const candidates = await listCandidates(here.db)
    const shown = states.map(state => ({ ...state, fillings: withNames(state.fillings, directorates) }))
    const ofPlace = (place: RoleState['place']) => shown.filter(each => each.place === place)
    return reply.view('settings/deciders/list.njk', {
      title: 'Who decides',
      back: `/${here.authority.slug}/staff/settings`,
      protocol,
      lacking: lackingOf(ofPlace('route'), withoutDirectorate),
      adviceLacking: lackingOf(ofPlace('advice'), withoutDirectorate),
      suggestions: suggestFillings(states, { ...candidates, directorates }),
      route: ofPlace('route'),
      advice: ofPlace('advice'),
      other: ofPlace('other'),
    })
  })

  app.post(`${base}/suggested`, needs, async (req, reply) => {
    const here = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.fill-roles', 'administer')
    const chosen = [(req.body as { accept?: unknown } | null)?.accept ?? []].flat()
    const count = await fillSuggested(here.db, what, here.authority, chosen, today())
    const done = count > 0 ? 'saved' : 'nothing-changed'
    return reply.redirect(`/${here.authority.slug}/staff/settings/deciders?done=${done}`, 303)
  })

  app.get<ByRole>(`${base}/:role`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    return reply.view('settings/deciders/role.njk', { ...(await rolePage(req, today())), values: {} })
  })

  app.post<ByRole>(`${base}/:role`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.fill-roles', 'administer')
    const filled = await fillRole(db, what, authority, req.params.role, req.body, today())
    const page = await rolePage(req, today())
    if (!filled.ok) return reply.code(422).view('settings/deciders/role.njk', { ...page, ...filled })
    return reply.redirect(`${page.here}?done=saved`, 303)
  })

  app.post<ByRole>(`${base}/:role/remove`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.fill-roles', 'administer')
    const { state, here } = await rolePage(req, today())
    const filling = state.fillings.find(
      each => each.id === (req.body as { filling?: unknown } | null)?.filling,
    )
    if (!filling) throw new NotFound('Nothing fills the role so')
    await change(db, what, act =>
      act.on('authority', authority.id, authority.name).remove('role_filling', filling.id),
    )
    return reply.redirect(`${here}?done=saved`, 303)
  })
}

async function rolePage(req: FastifyRequest, today: string) {
  const { db, authority } = hereOf(req)
  const { state, directorates } = await findRole(db, authority, today, (req.params as { role: string }).role)
  const back = `/${authority.slug}/staff/settings/deciders`
  return {
    title: state.role.title,
    back,
    here: `${back}/${state.role.id}`,
    state: { ...state, shown: withNames(state.fillings, directorates) },
    directorates,
    places: directorates.map(each => ({ value: each.id, label: each.name })),
    touched: await listTouched(db, authority.id, {
      posts: state.fillings.flatMap(each => each.post?.id ?? []),
      committees: state.fillings.flatMap(each => each.committee?.id ?? []),
    }),
    options: await listOptions(db, state.role.as === 'committee'),
  }
}

// A directorate that was closed since still has its name said somewhere: here it is only told apart.
function withNames<T extends { directorateId: string | null }>(
  fillings: readonly T[],
  directorates: readonly { id: string; name: string }[],
) {
  return fillings
    .map(each => ({
      ...each,
      place:
        each.directorateId === null
          ? 'Whole authority'
          : (directorates.find(({ id }) => id === each.directorateId)?.name ?? 'A closed directorate'),
    }))
    .sort(
      (a, b) =>
        Number(a.directorateId !== null) - Number(b.directorateId !== null) || a.place.localeCompare(b.place),
    )
}
