import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Db } from '#src/db/open.ts'
import type { Deps } from '#src/deps.ts'
import { isVacant } from '#src/domain/words.ts'
import { NotFound } from '#src/errors.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import { londonDay } from '#src/web/views.ts'
import {
  type Suggestion,
  suggestHolders,
  suggestOrganisations,
  suggestPeople,
  suggestPosts,
  type Typed,
} from './queries.ts'

type Asked = {
  Params: { authority: string; what: string }
  Querystring: { q?: unknown; current?: unknown }
}

const directories: Record<string, (db: Db, typed: Typed) => Promise<Suggestion[]>> = {
  organisations: suggestOrganisations,
  people: suggestPeople,
  posts: suggestPosts,
  holders: suggestHolders,
}

/**
 * Names from the directory while somebody types one, as JSON. `fresh` says that nothing there is called so;
 * `current` leaves out who left and what closed.
 */
export function suggestRoutes(app: FastifyInstance, { now }: Deps) {
  app.get<Asked>('/:authority/staff/suggest/:what', { config: { needs: 'see' } }, async (req, reply) => {
    const { db } = hereOf(req)
    const { what } = req.params
    if (!Object.hasOwn(directories, what)) throw new NotFound('No such list of names')
    const q = typeof req.query.q === 'string' ? req.query.q.trim().slice(0, 200) : ''
    const typed = { q, today: londonDay(now()), current: req.query.current === 'yes' }
    const found = q === '' ? [] : await directories[what]!(db, typed)
    return reply.header('cache-control', 'private, no-store').send({
      names: found.map(({ name, detail }) => ({ name, detail })),
      fresh: q !== '' && !isVacant(q) && !found.some(each => isCalled(each, q)),
    })
  })
}

function isCalled({ name, aliases }: Suggestion, q: string): boolean {
  const wanted = normaliseName(q)
  return [name, ...aliases].some(each => normaliseName(each) === wanted)
}
