import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { comparePacks } from '#src/protocol/compare.ts'
import { readingOf } from '#src/protocol/reading.ts'
import { londonDay } from '#src/web/views.ts'
import { findAdoption, listAdoptions } from './adopt.ts'
import { findProtocol, protocolOn } from './protocol.ts'
import { standingOf, type Version, versionsOf } from './versions.ts'

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
      changes: beforeIn(versions, shown.id) && `${address}/changes?version=${shown.id}`,
      reference: row?.reference,
      versions: versions.map(each => ({
        ...each,
        href: each.id === inForce.id ? address : `${address}?version=${each.id}`,
        open: each.id === shown.id,
      })),
      mayAdopt: here.may('administer'),
    })
  })

  app.get<Asked>('/:authority/staff/protocol/changes', { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const { version } = req.query
    const versions = versionsOf(await listAdoptions(here.db), londonDay(deps.now()))
    const shown = versions.find(each => each.id === version)
    const before = shown && beforeIn(versions, shown.id)
    if (!before) throw new NotFound('No such protocol, or none before it')
    const [was, now] = [
      await findProtocol(here.db, here.authority.id, before.id),
      await findProtocol(here.db, here.authority.id, shown.id),
    ]
    return reply.view('adopted/changes.njk', {
      title: 'What it changed',
      back: `/${here.authority.slug}/staff/protocol?version=${shown.id}`,
      shown,
      before,
      standing: standingOf(shown),
      comparison: comparePacks(was.pack, now.pack),
    })
  })
}

// The version that was to hold before this one; one that never did changed nothing.
function beforeIn(versions: readonly Version[], id: string | null): Version | undefined {
  const at = versions.findIndex(each => each.id === id)
  return at < 0 ? undefined : versions.slice(at + 1).find(each => each.state !== 'never')
}
