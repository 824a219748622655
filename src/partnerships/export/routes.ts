import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { sightOf } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { listCustomFields } from '#src/partnerships/custom-fields.ts'
import { filtersOf } from '#src/partnerships/list-filters.ts'
import { londonDay } from '#src/web/views.ts'
import { exportStream, formats } from './export.ts'

/** The list as files, at the list's own address with an ending: exactly what its filters show. */
export function exportRoutes(app: FastifyInstance, { now }: Deps) {
  for (const format of formats) {
    app.get<{ Params: { authority: string } }>(
      `/:authority/staff/partnerships.${format}`,
      { config: { needs: 'export' } },
      async (req, reply) => {
        const { db, authority, grants } = hereOf(req)
        const at = now()
        const today = londonDay(at)
        const filters = filtersOf(req.query, await listCustomFields(db, authority.id))
        const asking = { db, authorityId: authority.id, sight: sightOf(grants, 'export'), today }
        const file = await exportStream(asking, format, filters, at)
        return reply
          .type(contentTypes[format])
          .header('cache-control', 'private, no-store')
          .header(
            'content-disposition',
            `attachment; filename="${authority.slug}-register-${today}.${format}"`,
          )
          .send(file)
      },
    )
  }
}

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
}
