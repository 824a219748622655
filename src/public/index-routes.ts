import type { FastifyInstance } from 'fastify'
import { pagesFor } from '#src/web/paging.ts'
import type { PublicSite } from './answer.ts'
import { addressOf, askedOf } from './asked.ts'
import type { MakePage } from './page.ts'
import { listPublic } from './queries.ts'
import { siteNamed } from './site.ts'

/** The first page: the authorities that publish, and a search across all of them (MUL-1). */
export function indexRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  app.get('/', { config: { needs: 'public' } }, async (req, reply) => {
    const sites = await site.look()
    // Nothing to read yet: whoever comes is here to set up or to sign in.
    if (sites.all.length === 0) return reply.header('cache-control', 'no-store').redirect('/start')
    const { q, page: number } = askedOf(req.query, site.now()).asked
    const asked = {
      ...askedOf({}, site.now()).asked,
      q,
      page: q ? number : 1,
      sort: q ? 'match' : 'name',
    } as const
    const make = async () => {
      const found = q ? await listPublic(site.db, null, asked) : null
      const owners = new Map(sites.all.map(each => [each.authorityId, each]))
      return page('index.njk', null, {
        title: q ? `Search for ‘${q}’` : 'Registers of partnerships',
        q,
        sites: sites.all,
        found: found && {
          ...found,
          copies: found.copies.map(copy => ({ ...copy, owner: owners.get(copy.authorityId) })),
          pagination: pagesFor(found, to => addressOf(asked, { page: to })),
        },
        keep: !found || found.total > 0,
      })
    }
    return site.answer(req, reply, { of: sites, key: `/${addressOf(asked)}`, make })
  })

  app.get<{ Params: { authority: string } }>(
    '/:authority',
    { config: { needs: 'public' } },
    async (req, reply) => {
      const { slug } = siteNamed(await site.look(), req.params.authority)
      return reply.redirect(`/${slug}/register`)
    },
  )
}
