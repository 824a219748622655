import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { countEntriesNaming } from '#src/directory/entries.ts'
import { historyOf } from '#src/directory/history.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { openedWith, saveUnlessChanged, withChoices } from '#src/web/clash.ts'
import { readForm } from '#src/web/form.ts'
import { joinDays } from '#src/web/inputs.ts'
import { boxesOf, heldOf, NewPlanForm, PlanForm, PrioritiesForm, planDays, planFields } from './forms.ts'
import { priorityRoutes } from './priority-routes.ts'
import { findPlan, listPlans, listPriorities } from './queries.ts'

type ById = { Params: { authority: string; id: string } }

/** Corporate plans by year and the priorities entries contribute to. */
export function planRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/plans'

  app.get<ById>(base, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    return reply.view('settings/plans/list.njk', {
      title: 'Corporate plans',
      back: `/${here.authority.slug}/staff/settings`,
      plans: await listPlans(here.db),
    })
  })

  app.get<ById>(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    hereWhole(req, 'edit-directory')
    return reply.view('settings/plans/form.njk', { ...newPage(req.params.authority), values: {} })
  })

  app.post<ById>(`${base}/new`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const what = whatWhole(req, deps.now(), 'plan.add', 'edit-directory')
    const form = readForm(NewPlanForm, joinDays(req.body, planDays))
    if (!form.ok)
      return reply.code(422).view('settings/plans/form.njk', { ...newPage(req.params.authority), ...form })
    const id = newId()
    const { name, starts_on, ends_on, priorities } = form.value
    await change(hereOf(req).db, what, async act => {
      const writer = act.on('plan', id, name)
      await writer.insert('plan', { id, name, starts_on, ends_on: ends_on || null })
      await writer.insertMany(
        'priority',
        priorities.map((title, position) => ({ plan_id: id, title, position })),
      )
    })
    return reply.redirect(`/${req.params.authority}/staff/settings/plans/${id}?done=saved`, 303)
  })

  app.get<ById>(`${base}/:id`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    hereWhole(req, 'edit-directory')
    return reply.view('settings/plans/page.njk', { ...(await planPage(req)), values: {} })
  })

  app.post<ById>(`${base}/:id/priorities`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'plan.edit', 'edit-directory')
    const form = readForm(PrioritiesForm, req.body)
    if (!form.ok)
      return reply.code(422).view('settings/plans/page.njk', { ...(await planPage(req)), ...form })
    const plan = await findPlan(db, req.params.id)
    const standing = await listPriorities(db, plan.id)
    const known = new Set(standing.map(each => each.title.toLowerCase()))
    const first = Math.max(-1, ...standing.map(each => each.position)) + 1
    const fresh = form.value.priorities.filter(title => !known.has(title.toLowerCase()))
    const rows = fresh.map((title, index) => ({ plan_id: plan.id, title, position: first + index }))
    await change(db, what, act => act.on('plan', plan.id, plan.name).insertMany('priority', rows))
    const done = rows.length > 0 ? 'saved' : 'nothing-changed'
    return reply.redirect(`/${req.params.authority}/staff/settings/plans/${plan.id}?done=${done}`, 303)
  })

  app.get<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereWhole(req, 'edit-directory')
    const held = heldOf(await findPlan(here.db, req.params.id))
    return reply.view('settings/plans/form.njk', {
      ...editPage(held.values.name!, req.url),
      values: boxesOf(held.values),
      opened: openedWith(held),
    })
  })

  app.post<ById>(`${base}/:id/edit`, { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'plan.edit', 'edit-directory')
    const plan = await findPlan(db, req.params.id)
    const page = editPage(plan.name, req.url)
    const typed = withChoices(joinDays(req.body, planDays), planFields)
    const form = readForm(PlanForm, typed)
    if (!form.ok) return reply.code(422).view('settings/plans/form.njk', { ...page, ...form })
    const patch = { ...form.value, ends_on: form.value.ends_on || null }
    const clash = await saveUnlessChanged(
      typed,
      planFields,
      async () => heldOf(await findPlan(db, plan.id)),
      version =>
        change(db, what, act => act.on('plan', plan.id, patch.name).update('plan', plan.id, patch, version)),
    )
    if (clash)
      return reply.code(409).view('settings/plans/form.njk', { ...page, values: boxesOf(typed), clash })
    return reply.redirect(`/${req.params.authority}/staff/settings/plans/${plan.id}?done=saved`, 303)
  })

  priorityRoutes(app, deps, base)
}

const newPage = (slug: string) => ({
  title: 'Add a corporate plan',
  back: `/${slug}/staff/settings/plans`,
  isNew: true,
})

const editPage = (name: string, url: string) => ({
  title: `Change ${name}`,
  back: url.replace(/\/edit$/, ''),
})

async function planPage(req: Parameters<typeof hereOf>[0]) {
  const here = hereOf(req)
  const plan = await findPlan(here.db, (req.params as { id: string }).id)
  const priorities = await listPriorities(here.db, plan.id)
  const entries = await countEntriesNaming(
    here,
    'priority_ids',
    priorities.map(each => each.id),
  )
  const withEntries = priorities.map(each => ({ ...each, entries: entries.get(each.id) ?? 0 }))
  return {
    title: plan.name,
    back: `/${here.authority.slug}/staff/settings/plans`,
    plan,
    priorities: withEntries.filter(each => !each.retired),
    retired: withEntries.filter(each => each.retired),
    history: await historyOf(here, 'plan', plan.id),
  }
}
