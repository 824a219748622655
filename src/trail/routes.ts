import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Here, hereOf } from '#src/accounts/here.ts'
import { sightOf } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { londonDay } from '#src/web/views.ts'
import { type ReadPage, trailCsv, trailJson } from './export.ts'
import { choices, type Filters, queryOf, readFilters } from './filters.ts'
import { listReferences, listTrail } from './queries.ts'
import { type Told, tell } from './sentences.ts'

const onAPage = 40
const inAnExport = 500

/** The authority's whole trail, for those who may read it: by date, person, record and field, and to take away. */
export function trailRoutes(app: FastifyInstance, deps: Deps) {
  const config = { needs: 'read-trail' } as const
  app.get('/:authority/staff/trail', { config }, async (req, reply) => {
    const here = hereOf(req)
    const { filters, typed, errors, errorFor } = readFilters(req.query)
    const { told, next } = await pageOf(here, filters, onAPage)
    const base = `/${here.authority.slug}/staff`
    return reply.view('trail/trail.njk', {
      title: 'Trail',
      wide: true,
      entries: await withLinks(here, base, told),
      typed,
      errors,
      errorFor,
      choices,
      narrowed: queryOf({ ...typed, before: '' }) !== '',
      older: next && `${base}/trail?${queryOf(typed, { before: next })}`,
      newest: filters.before && `${base}/trail?${queryOf(typed, { before: '' })}`,
      download: queryOf({ ...typed, before: '' }),
      base,
    })
  })
  app.get('/:authority/staff/trail.csv', { config }, (req, reply) =>
    download(req, reply, deps, 'csv', 'text/csv; charset=utf-8', trailCsv),
  )
  app.get('/:authority/staff/trail.json', { config }, (req, reply) =>
    download(req, reply, deps, 'json', 'application/json', trailJson),
  )
}

function download(
  req: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
  ending: string,
  type: string,
  write: typeof trailCsv,
) {
  const here = hereOf(req)
  const { filters } = readFilters(req.query)
  const readPage: ReadPage = before => pageOf(here, { ...filters, before }, inAnExport)
  const name = `trail-${here.authority.slug}-${londonDay(deps.now())}.${ending}`
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(write(readPage))
}

async function pageOf(here: Here, filters: Filters, limit: number) {
  const sight = sightOf(here.grants, 'read-trail')
  const { events, next } = await listTrail(here.db, here.authority.id, sight, filters, limit)
  return { told: await tell(here.db, events), next }
}

async function withLinks(here: Here, base: string, told: Told[]) {
  const entries = told
    .filter(({ subject }) => subject.type === 'involvement')
    .map(({ subject }) => subject.id)
  const references = await listReferences(here.db, [...new Set(entries)])
  return told.map(entry => {
    const { type, id } = entry.subject
    const shown = type !== 'import' || here.may('import')
    const path =
      type === 'involvement'
        ? references.get(id) && `partnerships/${references.get(id)}`
        : pages[type] && `${pages[type]}/${id}`
    return { ...entry, href: path && shown && `${base}/${path}` }
  })
}

const pages: Record<string, string> = {
  organisation: 'organisations',
  person: 'people',
  post: 'posts',
  import: 'imports',
}
