import type { FastifyInstance } from 'fastify'
import type { PublicSite } from '#src/public/answer.ts'
import { withheldReasons } from '#src/public/entry/withheld.ts'
import type { MakePage } from '#src/public/page.ts'
import { findSiteWords, siteNamed } from '#src/public/site.ts'

type Place = { Params: { authority: string } }

/** What a site says of itself: accessibility, privacy, and what it shows and withholds (SCR-4). */
export function aboutRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  for (const [path, title] of [
    ['accessibility', 'Accessibility'],
    ['privacy', 'Privacy'],
  ] as const)
    app.get<Place>(`/:authority/${path}`, { config: { needs: 'public' } }, async (req, reply) => {
      const of = siteNamed(await site.look(), req.params.authority)
      const make = async () => {
        const words = (await findSiteWords(site.db, of))[path]
        return page('about/statement.njk', of, { title, paragraphs: words.split(/\n\s*\n/).filter(Boolean) })
      }
      return site.answer(req, reply, { of, key: path, make })
    })

  app.get<Place>('/:authority/shown', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const make = async () => {
      const { fields } = await findSiteWords(site.db, of)
      const groups = ['public', 'ask', 'never'].map(rule => fields.filter(field => field.rule === rule))
      return page('about/shown.njk', of, {
        title: 'What is shown and what is not',
        always: groups[0],
        sometimes: groups[1],
        never: groups[2],
        reasons: Object.values(withheldReasons),
      })
    }
    return site.answer(req, reply, { of, key: 'shown', make })
  })
}
