import type { FastifyInstance } from 'fastify'
import type { PublicSite } from '#src/public/answer.ts'
import { addressOf, askedOf, cleared } from '#src/public/asked.ts'
import { readLookBack } from '#src/public/look-back.ts'
import type { MakePage } from '#src/public/page.ts'
import { listPublic, pageSize } from '#src/public/queries.ts'
import { findSiteWords, siteNamed } from '#src/public/site.ts'
import { pagesFor } from '#src/web/paging.ts'
import { choicesFor } from './choices.ts'
import { controlsOf, sortsOf, tagsOf } from './controls.ts'

type Place = { Params: { authority: string } }

/** An authority's public register: searched, filtered, sorted, page by page, now or as it was (REG-5). */
export function registerRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  app.get<Place>('/:authority/register', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const { asked, mistake } = askedOf(req.query, site.now())
    const lookBack = readLookBack(req.query, site.now(), mistake)
    const here = `/${of.slug}/register`
    if (lookBack.isDay) return reply.redirect(here + addressOf(asked, { asAt: lookBack.asAt, page: 1 }), 303)
    const address = addressOf({ ...asked, page: 1 })
    const make = async () => {
      const list = await listPublic(site.db, of, asked)
      const controls = controlsOf(asked, await choicesFor(site.db, of))
      const { introduction } = await findSiteWords(site.db, of)
      return page('register/list.njk', of, {
        title: asked.asAt ? 'Partnerships as they were' : 'Partnerships',
        here,
        introduction,
        asked,
        ...list,
        first: (list.page - 1) * pageSize + 1,
        controls,
        tags: tagsOf(asked, controls),
        sorts: sortsOf(asked),
        address,
        clearAddress: addressOf(cleared(asked)) || here,
        nowAddress: addressOf({ ...asked, asAt: null, page: 1 }) || here,
        pagination: pagesFor(list, to => addressOf(asked, { page: to })),
        lookBack,
        status: lookBack.mistake ? 400 : 200,
        keep: !lookBack.mistake && (list.total > 0 || address === ''),
      })
    }
    const key = `register${addressOf(asked)}${lookBack.mistake ? ' mistaken' : ''}`
    return site.answer(req, reply, { of, key: lookBack.mistake ? `${key} ${req.url}` : key, make })
  })
}
