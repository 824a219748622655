import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { listHistory } from '#src/trail/queries.ts'
import { tell } from '#src/trail/sentences.ts'
import { londonDay } from '#src/web/views.ts'
import { addRoutes } from './add/routes.ts'
import { agreementRoutes } from './agreement/routes.ts'
import { findOffer } from './choices.ts'
import { editRoutes } from './edit/routes.ts'
import { lifeRoutes } from './life/routes.ts'
import { mergeRoutes } from './merge/routes.ts'
import { recordPage, subjectOf } from './pages.ts'
import { findEntryHere } from './queries.ts'

type Address = {
  Params: { authority: string; ref: string }
  Querystring: { kept?: string; before?: string }
}

const path = '/:authority/staff/partnerships/:ref'

/** The pages of one entry: the record, its history, and everything that changes it. */
export function entryRoutes(app: FastifyInstance, deps: Deps) {
  addRoutes(app, deps)

  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const entry = await findEntryHere(here, req.params.ref)
    const offer = await findOffer(here.db, deps.now())
    const page = await recordPage(here, entry, offer, req.query.kept, londonDay(deps.now()))
    return reply.view('partnerships/entry/show.njk', page)
  })

  app.get<Address>(`${path}/history`, { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const entry = await findEntryHere(here, req.params.ref, 'see', { unlogged: true })
    const before = isId(req.query.before) ? req.query.before : undefined
    const page = { limit: 30, before }
    const { events, next } = await listHistory(here.db, here.authority.id, [subjectOf(entry)], page)
    return reply.view('partnerships/entry/history.njk', {
      title: `History of ${entry.name}`,
      caption: `${entry.reference} ${entry.name}`,
      back: `/${here.authority.slug}/staff/partnerships/${entry.reference}`,
      history: await tell(here.db, events),
      next,
    })
  })

  editRoutes(app, deps)
  lifeRoutes(app, deps)
  agreementRoutes(app, deps)
  mergeRoutes(app, deps)
}
