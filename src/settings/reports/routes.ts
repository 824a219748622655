import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { hereWhole, whatWhole } from '#src/directory/whole.ts'
import { type Act, change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { boxesOf, type Heading, type Layout, readLayout } from './forms.ts'
import { findReport, listReports } from './queries.ts'

type ByReport = { Params: { authority: string; report: string } }

/** The headings of the decision reports, as an authority wants them (APP-7). */
export function reportSettingsRoutes(app: FastifyInstance, deps: Deps) {
  const base = '/:authority/staff/settings/reports'
  const needs = { config: { needs: 'administer' } } as const
  const view = 'settings/reports/form.njk'
  const today = () => londonDay(deps.now())

  app.get(base, needs, async (req, reply) => {
    const here = hereWhole(req, 'administer')
    return reply.view('settings/reports/list.njk', {
      title: 'Decision reports',
      back: `/${here.authority.slug}/staff/settings`,
      reports: await listReports(here.db, here.authority.id, today()),
    })
  })

  app.get<ByReport>(`${base}/:report`, needs, async (req, reply) => {
    hereWhole(req, 'administer')
    const page = await reportPage(req, today())
    return reply.view(view, { ...page, values: boxesOf(page.layout) })
  })

  app.post<ByReport>(`${base}/:report`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.choose-headings', 'administer')
    const page = await reportPage(req, today())
    const typed = (req.body ?? {}) as Record<string, unknown>
    if (String(typed.version) !== String(page.layout.version))
      return reply
        .code(409)
        .view(view, { ...page, values: { ...boxesOf(page.layout), ...typed }, clash: true })
    const form = readLayout(typed, page.layout.headings, page.left)
    if (!form.ok) return reply.code(422).view(view, { ...page, ...form })
    const { title, headings } = form.value
    await change(db, what, act => saveLayout(act, authority, page.given.id, page.layout, title, headings))
    return reply.redirect(`/${authority.slug}/staff/settings/reports/${page.given.id}?done=saved`, 303)
  })

  app.post<ByReport>(`${base}/:report/reset`, needs, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const what = whatWhole(req, deps.now(), 'authority.choose-headings', 'administer')
    const { layout, given } = await reportPage(req, today())
    if (layout.id !== null)
      await change(db, what, act =>
        act.on('authority', authority.id, authority.name).remove('report_layout', layout.id!),
      )
    return reply.redirect(`/${authority.slug}/staff/settings/reports/${given.id}?done=saved`, 303)
  })
}

async function saveLayout(
  act: Act,
  authority: { id: string; name: string },
  report: string,
  { id, version }: Layout,
  title: string,
  headings: readonly Heading[],
) {
  const writer = act.on('authority', authority.id, authority.name)
  const row = { title, headings: JSON.stringify(headings) }
  if (id === null) await writer.insert('report_layout', { report, ...row })
  else await writer.update('report_layout', id, row, version)
}

async function reportPage(req: FastifyRequest, today: string) {
  const { db, authority } = hereOf(req)
  const report = await findReport(db, authority.id, today, (req.params as { report: string }).report)
  const back = `/${authority.slug}/staff/settings/reports`
  return { ...report, title: report.layout.title, back, action: `${back}/${report.given.id}` }
}
