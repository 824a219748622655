import type { FastifyInstance } from 'fastify'
import { hereOf, userOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { readForm } from '#src/web/form.ts'
import { listCustomFields } from './custom-fields.ts'
import { addressOf, filtersOf } from './list-filters.ts'
import { deleteView, findView, listViews, saveView, ViewForm } from './views.ts'

type Place = { Params: { authority: string } }
type OneView = { Params: { authority: string; view: string } }

/** Views of the list that people keep for themselves. */
export function viewRoutes(app: FastifyInstance, { now }: Deps) {
  app.get<Place>('/:authority/staff/partnerships/views', { config: { needs: 'see' } }, async (req, reply) => {
    const { db, authority } = hereOf(req)
    const views = await listViews(db, authority.id, userOf(req).accountId)
    const base = `/${authority.slug}/staff/partnerships`
    return reply.view('partnerships/views.njk', { title: 'Your saved views', base, back: base, views })
  })

  app.get<Place>(
    '/:authority/staff/partnerships/views/new',
    { config: { needs: 'see' } },
    async (req, reply) => {
      const { db, authority } = hereOf(req)
      const filters = filtersOf(req.query, await listCustomFields(db, authority.id))
      const query = addressOf({ ...filters, page: 1 })
      return reply.view('partnerships/view-new.njk', newPage(authority.slug, { name: '', query }))
    },
  )

  app.post<Place>(
    '/:authority/staff/partnerships/views',
    { config: { needs: 'see' } },
    async (req, reply) => {
      const { db, authority } = hereOf(req)
      const form = readForm(ViewForm, req.body)
      if (!form.ok) {
        const page = newPage(authority.slug, form.values)
        return reply.code(422).view('partnerships/view-new.njk', { ...page, ...form })
      }
      const given = Object.fromEntries(grouped(new URLSearchParams(form.value.query)))
      const filters = filtersOf(given, await listCustomFields(db, authority.id))
      const query = addressOf({ ...filters, page: 1 })
      const what = whatOf(req, now(), 'saved-view.add', 'see')
      await saveView(db, what, userOf(req).accountId, { name: form.value.name, query })
      const answer = new URLSearchParams(query)
      answer.set('done', 'saved')
      return reply.redirect(`/${authority.slug}/staff/partnerships?${answer}`, 303)
    },
  )

  app.post<OneView>(
    '/:authority/staff/partnerships/views/:view/delete',
    { config: { needs: 'see' } },
    async (req, reply) => {
      const { db, authority } = hereOf(req)
      const view = await findView(db, authority.id, userOf(req).accountId, req.params.view)
      await deleteView(db, whatOf(req, now(), 'saved-view.remove', 'see'), view)
      return reply.redirect(`/${authority.slug}/staff/partnerships/views?done=deleted`, 303)
    },
  )
}

function newPage(slug: string, values: Record<string, unknown>) {
  const base = `/${slug}/staff/partnerships`
  const query = typeof values.query === 'string' ? values.query : ''
  return {
    title: 'Save this view',
    action: `${base}/views`,
    back: base + query,
    values: { ...values, query },
    button: 'Save view',
  }
}

function grouped(params: URLSearchParams): Map<string, string[]> {
  return new Map([...params.keys()].map(key => [key, params.getAll(key)]))
}
