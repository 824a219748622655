import type { FastifyInstance } from 'fastify'
import type { PublicSite } from '#src/public/answer.ts'
import type { MakePage } from '#src/public/page.ts'
import { siteNamed } from '#src/public/site.ts'
import { countLog, findLine, listNamedLog } from './queries.ts'

type Place = { Params: { authority: string }; Querystring: Record<string, unknown> }
const perPage = 100

/** The public log, and where it ends: what an auditor notes to find it unchanged later (REG-5). */
export function logRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  app.get<Place>('/:authority/changes', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const asked = wholeNumber(req.query.before)
    const before = asked && asked <= of.head ? asked : null
    const make = async () => {
      const lines = await listNamedLog(site.db, of, before, perPage + 1)
      const log = lines.slice(0, perPage)
      const older = lines.length > perPage ? log.at(-1)!.number : null
      return page('log/log.njk', of, { title: 'Changes', log, before, older })
    }
    return site.answer(req, reply, { of, key: `changes?before=${before ?? ''}`, make })
  })

  app.get<Place>('/:authority/register/checkpoint', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const number = wholeNumber(req.query.number)
    const make = async () => {
      const line = number ? await findLine(site.db, of, number) : undefined
      const lines = await countLog(site.db, of)
      const keep = number === null || line !== undefined
      return page('log/checkpoint.njk', of, { title: 'Where the public log ends', number, line, lines, keep })
    }
    return site.answer(req, reply, { of, key: `checkpoint?number=${number ?? ''}`, make })
  })
}

function wholeNumber(given: unknown): number | null {
  return typeof given === 'string' && /^[1-9]\d{0,8}$/.test(given) ? Number(given) : null
}
