import type { FastifyInstance } from 'fastify'
import type { PublicSite } from '#src/public/answer.ts'
import { askedOf } from '#src/public/asked.ts'
import { readLookBack } from '#src/public/look-back.ts'
import { listNamedNow } from '#src/public/mentions.ts'
import type { MakePage } from '#src/public/page.ts'
import { findPublic, listVersions } from '#src/public/queries.ts'
import { findSiteWords, siteNamed } from '#src/public/site.ts'
import { entryBodyOf } from './entry-body.ts'
import { versionsShown } from './versions.ts'

type Place = { Params: { authority: string; ref: string } }

/** One partnership at its permanent address, as it is or was on a day, with what changed and when (REG-5). */
export function entryRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  app.get<Place>('/:authority/register/:ref', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const { ref } = req.params
    const { asked, mistake } = askedOf(req.query, site.now())
    const lookBack = readLookBack(req.query, site.now(), mistake)
    const here = `/${of.slug}/register/${encodeURIComponent(ref)}`
    const at = (day: string | null) => (day ? `?as-at=${day}` : '')
    if (lookBack.isDay) return reply.redirect(here + at(lookBack.asAt), 303)
    const make = async () => {
      const found = await findPublic(site.db, of, ref, asked.asAt)
      const shown = { here, found, asked: { asAt: asked.asAt }, back: backTo(of.slug, asked.asAt), lookBack }
      if (found.state === 'erased')
        return page('entry/erased.njk', of, { title: `${ref} was erased`, status: 410, ...shown })
      if (found.state === 'not-then')
        return page('entry/not-then.njk', of, {
          title: `${ref} was not published then`,
          status: 404,
          keep: false,
          ...shown,
        })
      const { content } = found.copy
      const words = { base: `/${of.slug}`, fields: (await findSiteWords(site.db, of)).fields }
      const named = found.state === 'published' ? {} : { named: await listNamedNow(site.db, of, content) }
      return page('entry/entry.njk', of, {
        title: content.name,
        body: entryBodyOf(content, { ...words, ...named }),
        versions: versionsShown(await listVersions(site.db, of, ref), words),
        status: lookBack.mistake ? 400 : 200,
        keep: !lookBack.mistake,
        ...shown,
      })
    }
    const key = `register/${ref}${at(asked.asAt)}`
    return site.answer(req, reply, { of, key: lookBack.mistake ? `${key} ${req.url}` : key, make })
  })
}

function backTo(slug: string, asAt: string | null) {
  return asAt
    ? { href: `/${slug}/register?as-at=${asAt}`, text: 'The register as it was' }
    : { href: `/${slug}/register`, text: 'The whole register' }
}
