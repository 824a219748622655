import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { listTouched } from '#src/decide/touched.ts'
import type { Deps } from '#src/deps.ts'
import { change } from '#src/trail/change.ts'
import { readForm } from '#src/web/form.ts'
import { dayBoxes, joinDays } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { hereWhole, whatWhole } from '../whole.ts'
import { leaveFormOn } from './forms.ts'
import { leave } from './leave.ts'
import { findPerson, listPostsOf, listRecordedBy, listSeatsOf } from './queries.ts'

type ById = { Params: { authority: string; id: string } }

/** Someone leaves, or it turns out that they did not. */
export function leaveRoutes(app: FastifyInstance, deps: Deps, base: string) {
  app.get<ById>(`${base}/:id/leave`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    hereWhole(req, 'edit-directory')
    return reply.view('directory/people/leave.njk', {
      ...(await leavePage(req, deps)),
      values: dayBoxes('left_on', londonDay(deps.now())),
    })
  })

  app.post<ById>(`${base}/:id/leave`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const what = whatWhole(req, deps.now(), 'person.leave', 'edit-directory')
    const page = await leavePage(req, deps)
    const form = readForm(leaveFormOn(londonDay(deps.now())), joinDays(req.body, ['left_on']))
    if (!form.ok) return reply.code(422).view('directory/people/leave.njk', { ...page, ...form })
    const { id, name } = page.person
    await change(hereOf(req).db, what, act => leave(act, { id, name }, form.value.left_on))
    return reply.redirect(`/${req.params.authority}/staff/people/${id}?done=saved`, 303)
  })

  app.post<ById>(`${base}/:id/return`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'person.return', 'edit-directory')
    const { id, name } = await findPerson(db, req.params.id)
    await change(db, what, act => act.on('person', id, name).update('person', id, { left_on: null }))
    return reply.redirect(`/${req.params.authority}/staff/people/${id}?done=saved`, 303)
  })
}

async function leavePage(req: Parameters<typeof hereOf>[0], deps: Deps) {
  const here = hereOf(req)
  const today = londonDay(deps.now())
  const person = await findPerson(here.db, (req.params as { id: string }).id)
  const current = <T extends { ends_on: string | null }>(rows: T[]) =>
    rows.filter(row => !row.ends_on || row.ends_on >= today)
  const posts = current(await listPostsOf(here.db, person.id))
  return {
    title: `${person.name} leaves`,
    back: req.url.replace(/\/leave$/, ''),
    person,
    posts,
    touched: await listTouched(here.db, here.authority.id, {
      posts: posts.map(each => each.post_id),
      committees: await listRecordedBy(here.db, person.id, today),
    }),
    seats: current(await listSeatsOf(here, person.id, today)).filter(seat => seat.by_name),
  }
}
