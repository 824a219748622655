import type { FastifyInstance } from 'fastify'
import { hereOf, userOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { pagesFor } from '#src/web/paging.ts'
import { londonDay } from '#src/web/views.ts'
import { addressOf, filtersOf } from './list-filters.ts'
import { findPanel } from './list-kept.ts'
import { clearedAddress, columnsOf, controlsOf, sortsOf, tagsOf } from './list-page.ts'
import { hasEntries, listEntries, pageSize } from './list-queries.ts'

type Place = { Params: { authority: string } }

/** The register as a list: searched, filtered, sorted, page by page, all of it in the address. */
export function listRoutes(app: FastifyInstance, { now }: Deps) {
  app.get<Place>('/:authority/staff/partnerships', { config: { needs: 'see' } }, async (req, reply) => {
    const { db, authority, sight } = hereOf(req)
    const asking = { db, authorityId: authority.id, sight, today: londonDay(now()) }
    const { choices, customFields, views } = await findPanel(db, authority.id, userOf(req).accountId)
    const filters = filtersOf(req.query, customFields)
    // A form sends its empty boxes too; the address people keep and share is the short one.
    if (/[?&][^=&]+=(&|$)/.test(req.url))
      return reply.redirect(`/${authority.slug}/staff/partnerships${addressOf(filters)}`, 303)
    const list = await listEntries(asking, filters)
    const controls = controlsOf(filters, choices, customFields)
    const tags = tagsOf(filters, controls)
    return reply.view('partnerships/list.njk', {
      title: 'Register',
      base: `/${authority.slug}/staff/partnerships`,
      ...list,
      filters,
      controls,
      tags,
      address: addressOf({ ...filters, page: 1 }),
      clearAddress: clearedAddress(filters),
      columns: columnsOf(filters),
      sorts: sortsOf(filters),
      pagination: pagesFor(list, page => addressOf(filters, { page })),
      views,
      empty: list.total === 0 && !(await hasEntries(asking)),
      first: (list.page - 1) * pageSize + 1,
    })
  })
}
