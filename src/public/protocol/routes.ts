import type { FastifyInstance } from 'fastify'
import { formatDate } from '#src/domain/dates.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { readingOf } from '#src/protocol/reading.ts'
import type { PublicSite } from '#src/public/answer.ts'
import type { MakePage } from '#src/public/page.ts'
import { siteNamed } from '#src/public/site.ts'
import { londonDay } from '#src/web/views.ts'
import { findPublicProtocol, listPublicProtocols } from './queries.ts'

type Asked = { Params: { authority: string }; Querystring: { version?: unknown } }

/** The protocol an authority goes by, for anyone to read; a version to come is shown from its day (PRO-1). */
export function protocolRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  app.get<Asked>('/:authority/protocol', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const { version } = req.query
    if (version !== undefined && !isId(version)) throw new NotFound('No such protocol')
    const today = londonDay(site.now())
    const make = async () => {
      const shown = await findPublicProtocol(site.db, of, today, version)
      const versions = await listPublicProtocols(site.db, of, today)
      const address = `/${of.slug}/protocol`
      return page('protocol/page.njk', of, {
        title: shown.title,
        p: readingOf(shown.pack, shown.local),
        standing: standingOf(shown.protocol_id, versions),
        versions: versions.map((each, i) => ({
          title: each.title,
          version: each.pack_version,
          from: each.from_on,
          open: each.protocol_id === shown.protocol_id,
          href: i === 0 ? address : `${address}?version=${each.protocol_id}`,
        })),
      })
    }
    // What is in force changes with the day, without anyone saving anything.
    return site.answer(req, reply, { of, key: `protocol ${version ?? ''} ${today}`, make })
  })
}

type Listed = { protocol_id: string; from_on: string }

function standingOf(id: string, versions: readonly Listed[]): string {
  const at = versions.findIndex(each => each.protocol_id === id)
  const from = formatDate(versions[at]!.from_on)
  if (at === 0) return `In force since ${from}.`
  return `In force from ${from}, until another followed on ${formatDate(versions[at - 1]!.from_on)}.`
}
