import type { FastifyInstance } from 'fastify'
import { hereOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { requireWhole } from './asked.ts'
import { importsAt, pageNumber } from './pages.ts'
import { openDuplicates } from './queries.ts'

const needs = { config: { needs: 'merge' } } as const
const size = 10

/** The screen of likely duplicates: two entries side by side, and a person says whether they are one. */
export function duplicateRoutes(app: FastifyInstance, deps: Deps) {
  app.get<{ Querystring: Record<string, string> }>(
    '/:authority/staff/imports/duplicates',
    needs,
    async (req, reply) => {
      const { db, authority } = hereOf(req)
      requireWhole(req, 'merge')
      const page = pageNumber(req.query.page)
      const { count } = await openDuplicates(db, authority.id)
        .select(eb => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      const found = await openDuplicates(db, authority.id)
        .select(['d.id', 'd.score', 'a.involvement_id as a', 'b.involvement_id as b'])
        .orderBy('d.score', 'desc')
        .orderBy('d.id')
        .limit(size)
        .offset((page - 1) * size)
        .execute()
      const entries = await db
        .selectFrom('register_entry as e')
        .innerJoin('involvement as i', join =>
          join.onRef('i.authority_id', '=', 'e.authority_id').onRef('i.id', '=', 'e.involvement_id'),
        )
        .innerJoin('partnership as p', join =>
          join.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.id', '=', 'i.partnership_id'),
        )
        .select([
          'e.involvement_id',
          'e.reference',
          'e.council_reference',
          'e.kind',
          'e.name',
          'e.directorate',
          'e.lead',
        ])
        .select(['e.partners', 'e.people', 'e.pence', 'p.purpose'])
        .where('e.authority_id', '=', authority.id)
        .where(
          'e.involvement_id',
          'in',
          found.length > 0 ? found.flatMap(pair => [pair.a, pair.b]) : [authority.id],
        )
        .execute()
      const entryOf = (id: string) => entries.find(entry => entry.involvement_id === id)
      return reply.view('partnerships/import/duplicates.njk', {
        title: count === 1 ? '1 likely duplicate' : `${count.toLocaleString('en-GB')} likely duplicates`,
        base: importsAt(req),
        register: `/${authority.slug}/staff/partnerships`,
        back: importsAt(req),
        pairs: found.map(pair => ({
          id: pair.id,
          percent: Math.round(pair.score * 100),
          a: entryOf(pair.a),
          b: entryOf(pair.b),
        })),
        count,
        page,
        next: page * size < count ? page + 1 : null,
        wide: true,
      })
    },
  )

  app.post<{ Body: Record<string, string> }>(
    '/:authority/staff/imports/duplicates',
    needs,
    async (req, reply) => {
      const { db, authority } = hereOf(req)
      requireWhole(req, 'merge')
      const id = req.body?.id
      const pair =
        isId(id) &&
        (await db
          .selectFrom('duplicate as d')
          .innerJoin('register_entry as e', join =>
            join
              .onRef('e.authority_id', '=', 'd.authority_id')
              .onRef('e.involvement_id', '=', 'd.involvement_id'),
          )
          .select(['d.id', 'd.involvement_id', 'd.state', 'e.name'])
          .where('d.authority_id', '=', authority.id)
          .where('d.id', '=', id)
          .executeTakeFirst())
      if (!pair) throw new NotFound('No such pair')
      const at = `${importsAt(req)}/duplicates?done=settled`
      if (pair.state !== 'open') return reply.redirect(at, 303)
      await change(db, whatOf(req, deps.now(), 'duplicate.settle', 'merge'), act =>
        act
          .on('involvement', pair.involvement_id, pair.name)
          .update('duplicate', pair.id, { state: 'different' }),
      )
      return reply.redirect(at, 303)
    },
  )
}
