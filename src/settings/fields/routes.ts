import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import type { Deps } from '#src/deps.ts'
import { historyOf } from '#src/directory/history.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { newId } from '#src/domain/id.ts'
import { Conflict } from '#src/errors.ts'
import { refreshFields } from '#src/publish/open.ts'
import { type Act, change, type What } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { moved } from '../order.ts'
import { heldOf, readField, readNewField, shownFields, types } from './forms.ts'
import { findOwnField, listOwnFields } from './queries.ts'

type ById = { Params: { authority: string; id: string }; Body: { direction?: unknown } | undefined }

/** Fields of the authority's own: they are shown, searched, filtered, imported and exported like the rest. */
export function fieldRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/fields'

  app.get<ById>(base, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    const fields = await listOwnFields(here.db)
    return reply.view('settings/fields/list.njk', {
      title: 'Your own fields',
      back: `/${here.authority.slug}/staff/settings`,
      types,
      fields: fields.filter(field => !field.retired),
      retired: fields.filter(field => field.retired),
    })
  })

  app.get<ById>(`${base}/new`, { config: { needs: 'administer' } }, async (req, reply) => {
    hereWhole(req, 'administer')
    return reply.view('settings/fields/form.njk', {
      ...newPage(req.params.authority),
      values: { type: 'text' },
    })
  })

  app.post<ById>(`${base}/new`, { config: { needs: 'administer' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'custom-field.add', 'administer')
    const form = await readNewField(db, req.body)
    if (!form.ok)
      return reply.code(422).view('settings/fields/form.njk', { ...newPage(req.params.authority), ...form })
    const id = newId()
    await changeFields(db, what, act =>
      act.on('custom-field', id, form.value.heading).insert('custom_field', { id, ...form.value }),
    )
    return reply.redirect(`/${req.params.authority}/staff/settings/fields?done=saved`, 303)
  })

  app.get<ById>(`${base}/:id`, { config: { needs: 'administer' } }, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    const field = await findOwnField(here.db, req.params.id)
    const held = heldOf(field)
    return reply.view('settings/fields/form.njk', {
      ...editPage(field, req.params.authority),
      values: held.values,
      opened: openedWith(held),
      history: await historyOf(here, 'custom-field', field.id),
    })
  })

  app.post<ById>(`${base}/:id`, { config: { needs: 'administer' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'custom-field.edit', 'administer')
    const field = await findOwnField(db, req.params.id)
    const page = editPage(field, req.params.authority)
    const typed = withChoices(req.body, shownFields)
    const form = await readField(db, typed, field)
    if (!form.ok) return reply.code(422).view('settings/fields/form.njk', { ...page, ...form })
    const clash = await saveUnlessChanged(
      typed,
      shownFields,
      async () => heldOf(await findOwnField(db, field.id)),
      version =>
        changeFields(db, what, act =>
          act
            .on('custom-field', field.id, form.value.heading)
            .update('custom_field', field.id, form.value, version),
        ),
    )
    if (clash) return reply.code(409).view('settings/fields/form.njk', { ...page, values: typed, clash })
    return reply.redirect(`/${req.params.authority}/staff/settings/fields?done=saved`, 303)
  })

  for (const verb of ['retire', 'restore'] as const)
    app.post<ById>(`${base}/:id/${verb}`, { config: { needs: 'administer' } }, async (req, reply) => {
      const { db } = hereOf(req)
      const what = whatWhole(req, deps.now(), `custom-field.${verb}`, 'administer')
      const field = await findOwnField(db, req.params.id)
      await changeFields(db, what, act =>
        act
          .on('custom-field', field.id, field.heading)
          .update('custom_field', field.id, { retired: verb === 'retire' }),
      )
      return reply.redirect(`/${req.params.authority}/staff/settings/fields?done=saved`, 303)
    })

  app.post<ById>(`${base}/:id/move`, { config: { needs: 'administer' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'custom-field.move', 'administer')
    const field = await findOwnField(db, req.params.id)
    if (field.retired) throw new Conflict('This field is retired. Bring it back first.')
    const inUse = (await listOwnFields(db)).filter(each => !each.retired)
    await changeFields(db, what, async act => {
      for (const [position, { id, heading }] of moved(inUse, field.id, req.body?.direction).entries())
        await act.on('custom-field', id, heading).update('custom_field', id, { position })
    })
    return reply.redirect(`/${req.params.authority}/staff/settings/fields`, 303)
  })
}

// What the public register says of its fields follows.
function changeFields(db: Db, what: What, work: (act: Act) => Promise<unknown>): Promise<void> {
  return change(db, what, async act => {
    await work(act)
    await refreshFields(act.trx, what.authority!)
  })
}

const newPage = (slug: string) => ({
  title: 'Add a field',
  back: `/${slug}/staff/settings/fields`,
  types,
})

const editPage = (
  field: { id: string; heading: string; type: string; key: string; retired: boolean },
  slug: string,
) => ({
  title: field.heading,
  back: `/${slug}/staff/settings/fields`,
  types,
  field,
})
