import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { readingOf } from '#src/protocol/reading.ts'
import { londonDay } from '#src/web/views.ts'
import { findAdoption, listAdoptions } from './adopt.ts'
import { findProtocol, protocolOn } from './protocol.ts'
import { standingOf, versionsOf } from './versions.ts'

type Asked = { Params: { authority: string }; Querystring: { version?: unknown } }

/** The adopted protocol to read, the one in force or another version, with an anchor for every question (PRO-1). */
export function adoptedRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Asked>('/:authority/staff/protocol', { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const { version } = req.query
    if (version !== undefined && !isId(version)) throw new NotFound('No such protocol')
    const today = londonDay(deps.now())
    const inForce = await protocolOn(here.db, here.authority.id, today)
    const shown = version ? await findProtocol(here.db, here.authority.id, version) : inForce
    const row = shown.id === null ? undefined : await findAdoption(here.db, shown.id)
    const versions = versionsOf(await listAdoptions(here.db), today)
    const address = `/${here.authority.slug}/staff/protocol`
    return reply.view('adopted/read.njk', {
      title: shown.title,
      p: readingOf(shown.pack, row?.local),
      standing: standingOf(versions.find(each => each.id === shown.id)),
      reference: row?.reference,
      versions: versions.map(each => ({
        ...each,
        href: each.id === inForce.id ? address : `${address}?version=${each.id}`,
        open: each.id === shown.id,
      })),
      mayAdopt: here.may('administer'),
    })
  })
}
