import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Here, hereOf } from '#src/accounts/here.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Deps } from '#src/deps.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { listStated, statedInWords } from '#src/partnerships/stated.ts'
import { pageIn, pagesFor } from '#src/web/paging.ts'
import { londonDay } from '#src/web/views.ts'
import { endedOf, exceptionKinds, exceptionsCsv, toldOf } from './exception-words.ts'
import {
  countExceptions,
  type Exception,
  type ExceptionFilters,
  listAllExceptions,
  listExceptions,
  pageSize,
} from './exceptions.ts'

const path = '/:authority/staff/exceptions'

/** Where the protocol was departed from and what an auditor asks about, of the whole authority, on one page (REV-4). */
export function exceptionRoutes(app: FastifyInstance, { now }: Deps) {
  const needs = { config: { needs: 'read-trail' } } as const

  app.get(path, needs, async (req, reply) => {
    const here = hereOf(req)
    const { when } = req.query as Record<string, unknown>
    const { filters, directorates, query } = await read(req)
    const page = pageIn(req.query)
    const base = `/${here.authority.slug}/staff`
    const lines = await listExceptions(here, filters, page)
    if (lines.length === 0 && page > 1) return reply.redirect(`${base}/exceptions${query({})}`, 303)
    const counts = await countExceptions(here, filters)
    const of = (kind: Exception['kind']) => counts.get(kind) ?? 0
    const acts = exceptionKinds
      .filter(({ value }) => value !== 'unevidenced')
      .reduce((sum, { value }) => sum + of(value), 0)
    const total = filters.kind ? of(filters.kind) : acts
    return reply.view('stages/waive/exceptions.njk', {
      title: 'Exceptions',
      wide: true,
      base,
      filters,
      when: filters.since ? when : '',
      acts,
      kinds: exceptionKinds.map(each => ({
        ...each,
        count: of(each.value),
        href: query({ kind: each.value }),
      })),
      every: query({ kind: '' }),
      periods,
      directorates,
      lines: await told(here, lines),
      total,
      download: `${base}/exceptions.csv${query({})}`,
      pagination: pagesFor({ page, pages: Math.max(1, Math.ceil(total / pageSize)) }, to =>
        query({ page: String(to) }),
      ),
    })
  })

  app.get(`${path}.csv`, needs, async (req, reply) => {
    const here = hereOf(req)
    const { filters } = await read(req)
    const name = `${here.authority.slug}-exceptions-${londonDay(now())}.csv`
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(exceptionsCsv(await told(here, await listAllExceptions(here, filters))))
  })

  async function read(req: FastifyRequest) {
    const here = hereOf(req)
    const asked = req.query as Record<string, unknown>
    const { directorates } = await findOffer(here.db, now())
    const period = periods.find(each => each.value === asked.when)
    const filters: ExceptionFilters = {
      kind: exceptionKinds.find(each => each.value === asked.kind)?.value ?? '',
      directorate: directorates.find(each => each.id === asked.directorate)?.id ?? null,
      since: period ? londonDay(new Date(now().getTime() - period.days * 86_400_000)) : null,
    }
    const said = { kind: filters.kind, directorate: filters.directorate ?? '', when: period?.value ?? '' }
    const query = (changes: Record<string, string>) => {
      const all = Object.entries({ ...said, ...changes }).filter(([, value]) => value !== '')
      return `?${new URLSearchParams(all)}`
    }
    return { filters, directorates, query }
  }

  async function told(here: Here, lines: Exception[]) {
    const { pack } = await protocolOn(here.db, here.authority.id, londonDay(now()))
    const open = lines.filter(each => each.kind === 'unevidenced').map(each => each.reference)
    const stated = await listStated(here.db, here.authority.id, open)
    return lines.map(line => {
      const { label, page } = exceptionKinds.find(each => each.value === line.kind)!
      const started = line.kind === 'unevidenced' ? stated.get(line.reference) : undefined
      const reason = started ? statedInWords(started) : line.reason
      return { ...line, reason, label, page, told: toldOf(line, pack), ended: endedOf(line) }
    })
  }
}

const periods = [
  { value: 'quarter', label: 'The last three months', days: 92 },
  { value: 'year', label: 'The last twelve months', days: 366 },
] as const
