import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import type { PublicSite } from '#src/public/answer.ts'
import { siteNamed } from '#src/public/site.ts'
import { addressesAt } from './addresses.ts'
import { catalogOf } from './catalog.ts'
import { listPlaces } from './places.ts'
import { schemasAt } from './schema.ts'
import { robotsOf, sitemapIndexOf, sitemapOf } from './sitemap.ts'

/** What is said of all registers at once: the catalogue, the schemas, and what search engines ask for (REG-5). */
export function wholeRoutes(app: FastifyInstance, { config }: Deps, site: PublicSite) {
  const base = config.publicUrl

  app.get('/data/catalog.jsonld', { config: { needs: 'public' } }, async (req, reply) => {
    const sites = await site.look()
    return site.answer(req, reply, {
      of: sites,
      key: 'data/catalog.jsonld',
      as: 'data',
      make: async () => ({
        type: 'application/ld+json; charset=utf-8',
        body: JSON.stringify(
          catalogOf(
            base,
            sites.all.map(each => ({ ...each, addresses: addressesAt(base, each.slug) })),
          ),
        ),
      }),
    })
  })

  for (const [name, schema] of Object.entries(schemasAt(base)))
    app.get(`/data/schema/${name}`, { config: { needs: 'public' } }, async (req, reply) =>
      site.answer(req, reply, {
        of: await site.look(),
        key: `data/schema/${name}`,
        as: 'data',
        make: async () => ({
          type: 'application/schema+json; charset=utf-8',
          body: JSON.stringify(schema, null, 2),
        }),
      }),
    )

  app.get('/robots.txt', { config: { needs: 'public' } }, async (req, reply) =>
    site.answer(req, reply, {
      of: await site.look(),
      key: 'robots.txt',
      make: async () => ({ type: 'text/plain; charset=utf-8', body: robotsOf(base) }),
    }),
  )

  app.get('/sitemap.xml', { config: { needs: 'public' } }, async (req, reply) => {
    const sites = await site.look()
    const maps = sites.all.map(({ slug, changedAt }) => ({
      address: `${base}/${slug}/sitemap.xml`,
      changedAt,
    }))
    return site.answer(req, reply, {
      of: sites,
      key: 'sitemap.xml',
      make: async () => ({ type: xml, body: sitemapIndexOf(maps) }),
    })
  })

  app.get<{ Params: { authority: string } }>(
    '/:authority/sitemap.xml',
    { config: { needs: 'public' } },
    async (req, reply) => {
      const of = siteNamed(await site.look(), req.params.authority)
      return site.answer(req, reply, {
        of,
        key: 'sitemap.xml',
        make: async () => ({
          type: xml,
          body: sitemapOf(await listPlaces(site.db, of, addressesAt(base, of.slug))),
        }),
      })
    },
  )
}

const xml = 'application/xml; charset=utf-8'
