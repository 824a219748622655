import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { hereOf } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import type { Deps } from '#src/deps.ts'
import { historyOf } from '#src/directory/history.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { newId } from '#src/domain/id.ts'
import { Conflict } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, type Shown, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { neededLine } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { countLiveEntries, findDirectorate, isNameTaken, listDirectorates, listEntriesOf } from './queries.ts'

type ById = { Params: { authority: string; id: string } }

const DirectorateForm = z.object({ name: neededLine('Name', 'Enter the name of the directorate') })
const shownFields: Shown[] = [{ name: 'name', heading: 'Name' }]

/** The directorates that answer for entries: added, renamed, closed and opened again. */
export function directorateRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/directorates'

  app.get<ById>(base, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    return reply.view('settings/directorates/list.njk', {
      title: 'Directorates',
      back: `/${here.authority.slug}/staff/settings`,
      directorates: await listDirectorates(here.db),
    })
  })

  app.get<ById>(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    hereWhole(req, 'edit-directory')
    return reply.view('settings/directorates/form.njk', { ...newPage(req.params.authority), values: {} })
  })

  app.post<ById>(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'directorate.add', 'edit-directory')
    const form = await readDirectorate(db, req.body)
    if (!form.ok)
      return reply
        .code(422)
        .view('settings/directorates/form.njk', { ...newPage(req.params.authority), ...form })
    const id = newId()
    const { name } = form.value
    await change(db, what, act =>
      act.on('directorate', id, name).insert('directorate', { id, name, closed_on: null }),
    )
    return reply.redirect(`/${req.params.authority}/staff/settings/directorates?done=saved`, 303)
  })

  app.get<ById>(`${base}/:id`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    const directorate = await findDirectorate(here.db, req.params.id)
    return reply.view('settings/directorates/page.njk', {
      title: directorate.name,
      back: `/${here.authority.slug}/staff/settings/directorates`,
      directorate,
      entries: await listEntriesOf(here, directorate.id),
      live: await countLiveEntries(here.db, directorate.id),
      history: await historyOf(here, 'directorate', directorate.id),
    })
  })

  app.get<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    const directorate = await findDirectorate(here.db, req.params.id)
    const held = heldOf(directorate)
    const page = { ...renamePage(directorate.name, req.url), values: held.values, opened: openedWith(held) }
    return reply.view('settings/directorates/form.njk', page)
  })

  app.post<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'directorate.edit', 'edit-directory')
    const directorate = await findDirectorate(db, req.params.id)
    const page = renamePage(directorate.name, req.url)
    const typed = withChoices(req.body, shownFields)
    const form = await readDirectorate(db, typed, directorate.id)
    if (!form.ok) return reply.code(422).view('settings/directorates/form.njk', { ...page, ...form })
    const clash = await saveUnlessChanged(
      typed,
      shownFields,
      async () => heldOf(await findDirectorate(db, directorate.id)),
      version =>
        change(db, what, act =>
          act
            .on('directorate', directorate.id, form.value.name)
            .update('directorate', directorate.id, form.value, version),
        ),
    )
    if (clash)
      return reply.code(409).view('settings/directorates/form.njk', { ...page, values: typed, clash })
    return reply.redirect(
      `/${req.params.authority}/staff/settings/directorates/${directorate.id}?done=saved`,
      303,
    )
  })

  app.post<ById>(`${base}/:id/close`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'directorate.close', 'edit-directory')
    const { id, name } = await findDirectorate(db, req.params.id)
    const live = await countLiveEntries(db, id)
    if (live > 0)
      throw new Conflict(
        `${live} ${live === 1 ? 'entry still answers' : 'entries still answer'} to ${name}. Move them to another directorate first, then close it.`,
      )
    const closed_on = londonDay(deps.now())
    await change(db, what, act => act.on('directorate', id, name).update('directorate', id, { closed_on }))
    return reply.redirect(`/${req.params.authority}/staff/settings/directorates/${id}?done=saved`, 303)
  })

  app.post<ById>(`${base}/:id/reopen`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'directorate.reopen', 'edit-directory')
    const { id, name } = await findDirectorate(db, req.params.id)
    if (await isNameTaken(db, name, id))
      throw new Conflict(`Another directorate is called ${name} now. Rename one of the two first.`)
    await change(db, what, act =>
      act.on('directorate', id, name).update('directorate', id, { closed_on: null }),
    )
    return reply.redirect(`/${req.params.authority}/staff/settings/directorates/${id}?done=saved`, 303)
  })
}

const newPage = (slug: string) => ({
  title: 'Add a directorate',
  back: `/${slug}/staff/settings/directorates`,
})

const renamePage = (name: string, url: string) => ({
  title: `Rename ${name}`,
  back: url.replace(/\/edit$/, ''),
})

const heldOf = ({ version, name }: { version: number; name: string }) => ({ version, values: { name } })

async function readDirectorate(db: Db, body: unknown, self?: string) {
  const form = readForm(DirectorateForm, body)
  if (!form.ok || !(await isNameTaken(db, form.value.name, self))) return form
  return badForm(body, [{ field: 'name', text: 'There is a directorate of that name already' }])
}
