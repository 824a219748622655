import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { sightOf, type Verb } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { pageIn, pagesFor } from '#src/web/paging.ts'
import { londonDay } from '#src/web/views.ts'
import { pageSize } from './queries.ts'
import { listScheduled } from './schedule.ts'
import { riskWord, scheduleCsv, scheduleXlsx } from './schedule-file.ts'

const path = '/:authority/staff/significant'

/** The schedule of significant partnerships with each one's risk, as a page and as files (SIG-4). */
export function scheduleRoutes(app: FastifyInstance, deps: Deps) {
  app.get(path, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const { directorate, directorates, lines, today } = await read(req, 'see')
    const base = `/${here.authority.slug}/staff`
    const known = lines.filter(each => each.money !== null)
    const pages = Math.max(1, Math.ceil(lines.length / pageSize))
    const page = Math.min(pages, pageIn(req.query))
    const shown = lines.slice((page - 1) * pageSize, page * pageSize)
    return reply.view('stages/consider/schedule.njk', {
      title: 'Significant partnerships',
      wide: true,
      base,
      here,
      today,
      total: lines.length,
      first: (page - 1) * pageSize + 1,
      pagination: pagesFor({ page, pages }, to => addressOf(directorate?.id, to)),
      lines: shown.map(line => ({ ...line, riskSaid: riskWord(line.risk), pence: penceOf(line.money) })),
      pence: known.reduce((sum, each) => sum + penceOf(each.money), 0),
      unknown: lines.length - known.length,
      high: lines.filter(each => each.risk === 'high').length,
      directorates,
      directorate,
      query: directorate ? `?directorate=${directorate.id}` : '',
      mayExport: here.may('export'),
    })
  })

  app.get(`${path}.csv`, { config: { needs: 'export' } }, async (req, reply) => {
    const { lines, today } = await read(req, 'export')
    return reply.headers(headersOf(req, today, 'csv')).send(scheduleCsv(lines))
  })

  app.get(`${path}.xlsx`, { config: { needs: 'export' } }, async (req, reply) => {
    const { lines, today } = await read(req, 'export')
    return reply.headers(headersOf(req, today, 'xlsx')).send(Buffer.from(await scheduleXlsx(lines, today)))
  })

  async function read(req: FastifyRequest, verb: Verb) {
    const here = hereOf(req)
    const today = londonDay(deps.now())
    const { directorates } = await findOffer(here.db, deps.now())
    const asked = (req.query as { directorate?: unknown } | undefined)?.directorate
    const directorate = directorates.find(each => each.id === asked) ?? null
    const lines = await listScheduled(here, sightOf(here.grants, verb), directorate?.id ?? null, today)
    return { today, directorates, directorate, lines }
  }
}

function addressOf(directorate: string | undefined, page: number): string {
  const asked = new URLSearchParams(directorate ? { directorate } : {})
  if (page > 1) asked.set('page', String(page))
  return asked.size > 0 ? `?${asked}` : ''
}

const penceOf = (pounds: number | null) => Math.round((pounds ?? 0) * 100)

function headersOf(req: FastifyRequest, today: string, format: 'csv' | 'xlsx') {
  const name = `${hereOf(req).authority.slug}-significant-partnerships-${today}.${format}`
  return {
    'content-type': types[format],
    'cache-control': 'private, no-store',
    'content-disposition': `attachment; filename="${name}"`,
  }
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
