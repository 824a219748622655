import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Deps } from '#src/deps.ts'
import { formatDate } from '#src/domain/dates.ts'
import { labelOf, tiers } from '#src/domain/words.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { inWords } from '#src/trail/labels.ts'
import { pagesFor } from '#src/web/paging.ts'
import { londonDay } from '#src/web/views.ts'
import { type Exception, type ExceptionKind, listExceptions, pageSize } from './queries.ts'

/** Every waiver, override and re-route of the authority, for whoever audits (REV-4). */
export function exceptionRoutes(app: FastifyInstance, { now }: Deps) {
  app.get('/:authority/staff/exceptions', { config: { needs: 'read-trail' } }, async (req, reply) => {
    const here = hereOf(req)
    const base = `/${here.authority.slug}/staff`
    const { kind: asked, page: number } = req.query as Record<string, unknown>
    const kind = kinds.find(each => each.value === asked)?.value ?? ''
    const page = /^[1-9]\d{0,4}$/.test(String(number)) ? Number(number) : 1
    const lines = await listExceptions(here, { kind, page })
    if (lines.length === 0 && page > 1) return reply.redirect(`${base}/exceptions`, 303)
    const { pack } = await protocolOn(here.db, here.authority.id, londonDay(now()))
    const total = lines[0]?.total ?? 0
    const pages = Math.max(1, Math.ceil(total / pageSize))
    return reply.view('stages/waive/exceptions.njk', {
      title: 'Waivers, overrides and re-routes',
      wide: true,
      base,
      kind,
      kinds,
      lines: lines.map(line => ({ ...line, label: labelOf(kinds, line.kind), told: toldOf(line, pack) })),
      total,
      pagination: pagesFor({ page, pages }, to => `?kind=${kind}&page=${to}`),
    })
  })
}

const kinds: { value: ExceptionKind; label: string }[] = [
  { value: 'waiver', label: 'Requirement waived' },
  { value: 'step', label: 'Step waived' },
  { value: 'override', label: 'Tier overridden' },
  { value: 're-route', label: 'Route changed' },
  { value: 'urgent', label: 'Urgent, without a call-in' },
]

function toldOf({ kind, what }: Exception, { requirements }: Pack): string {
  if (kind === 'waiver') return requirements.find(each => each.id === what)?.says ?? inWords(what)
  if (kind === 'urgent') return what ? `Reported on ${formatDate(what.slice(-10))}` : 'Still to be reported'
  if (kind !== 'override') return what.charAt(0).toUpperCase() + what.slice(1)
  const [found = '', result = ''] = what.split(' ')
  return `The rules found ${labelOf(tiers, found).toLowerCase()}; it counts as ${labelOf(tiers, result).toLowerCase()}`
}
