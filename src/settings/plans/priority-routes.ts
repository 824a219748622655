import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { listEntriesNaming } from '#src/directory/entries.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { readForm } from '#src/web/form.ts'
import { moved } from '../order.ts'
import { PriorityForm, priorityFields } from './forms.ts'
import { findPlan, findPriority, listPriorities } from './queries.ts'

type ById = {
  Params: { authority: string; id: string; priority: string }
  Body: { direction?: unknown } | undefined
}

/** One priority of a plan: its wording, its place in the order, who contributes, and its retirement. */
export function priorityRoutes(app: FastifyInstance, deps: Deps, base: string) {
  const url = `${base}/:id/priorities/:priority`

  app.get<ById>(url, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    hereWhole(req, 'edit-directory')
    const page = await priorityPage(req)
    const held = heldOf(page.priority)
    return reply.view('settings/plans/priority.njk', {
      ...page,
      values: held.values,
      opened: openedWith(held),
    })
  })

  app.post<ById>(url, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'plan.edit', 'edit-directory')
    const { plan, priority, ...page } = await priorityPage(req)
    const typed = withChoices(req.body, priorityFields)
    const form = readForm(PriorityForm, typed)
    if (!form.ok)
      return reply.code(422).view('settings/plans/priority.njk', { plan, priority, ...page, ...form })
    const clash = await saveUnlessChanged(
      typed,
      priorityFields,
      async () => heldOf(await findPriority(db, plan.id, priority.id)),
      version =>
        change(db, what, act =>
          act.on('plan', plan.id, plan.name).update('priority', priority.id, form.value, version),
        ),
    )
    if (clash)
      return reply
        .code(409)
        .view('settings/plans/priority.njk', { plan, priority, ...page, values: typed, clash })
    return reply.redirect(`/${req.params.authority}/staff/settings/plans/${plan.id}?done=saved`, 303)
  })

  for (const verb of ['retire', 'restore'] as const)
    app.post<ById>(`${url}/${verb}`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
      const { db } = hereOf(req)
      const what = whatWhole(req, deps.now(), 'plan.edit', 'edit-directory')
      const plan = await findPlan(db, req.params.id)
      const priority = await findPriority(db, plan.id, req.params.priority)
      await change(db, what, act =>
        act.on('plan', plan.id, plan.name).update('priority', priority.id, { retired: verb === 'retire' }),
      )
      return reply.redirect(`/${req.params.authority}/staff/settings/plans/${plan.id}?done=saved`, 303)
    })

  app.post<ById>(`${url}/move`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'plan.edit', 'edit-directory')
    const plan = await findPlan(db, req.params.id)
    const priority = await findPriority(db, plan.id, req.params.priority)
    const order = moved(
      (await listPriorities(db, plan.id)).filter(each => !each.retired),
      priority.id,
      req.body?.direction,
    )
    await change(db, what, async act => {
      const writer = act.on('plan', plan.id, plan.name)
      for (const [position, { id }] of order.entries()) await writer.update('priority', id, { position })
    })
    return reply.redirect(`/${req.params.authority}/staff/settings/plans/${plan.id}#order`, 303)
  })
}

const heldOf = ({ version, title }: { version: number; title: string }) => ({ version, values: { title } })

async function priorityPage(req: Parameters<typeof hereOf>[0]) {
  const here = hereOf(req)
  const { id, priority: priorityId } = req.params as { id: string; priority: string }
  const plan = await findPlan(here.db, id)
  const priority = await findPriority(here.db, plan.id, priorityId)
  return {
    title: priority.title,
    caption: plan.name,
    back: `/${here.authority.slug}/staff/settings/plans/${plan.id}`,
    plan,
    priority,
    entries: await listEntriesNaming(here, 'priority_ids', priority.id),
  }
}
