import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import type { PublicSite } from '#src/public/answer.ts'
import { addressOf, askedOf } from '#src/public/asked.ts'
import type { MakePage } from '#src/public/page.ts'
import { listPublic } from '#src/public/queries.ts'
import { findSiteWords, siteNamed } from '#src/public/site.ts'
import { addressesAt } from './addresses.ts'
import { columnsOf } from './columns.ts'
import { dictionaryOf } from './dictionary.ts'
import { fileFormats } from './formats.ts'
import { licence } from './licence.ts'

type Of = { Params: { authority: string } }

/** What the data mean, where they are and how to show them elsewhere; and the table that other websites embed (REG-5). */
export function pageRoutes(app: FastifyInstance, { config }: Deps, site: PublicSite, page: MakePage) {
  app.get<Of>('/:authority/register/fields', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const make = async () => {
      const { fields } = await findSiteWords(site.db, of)
      return page('data/fields.njk', of, {
        title: 'Data dictionary',
        back: { href: `/${of.slug}/register/open-data`, text: 'Open data' },
        lines: dictionaryOf(fields),
        ofThePublication: columnsOf([]),
      })
    }
    return site.answer(req, reply, { of, key: 'register/fields', make })
  })

  app.get<Of>('/:authority/register/open-data', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const make = () =>
      page('data/open-data.njk', of, {
        title: 'Open data',
        back: { href: `/${of.slug}/register`, text: 'Register' },
        formats: fileFormats,
        addresses: addressesAt(config.publicUrl, of.slug),
        licence,
      })
    return site.answer(req, reply, { of, key: 'register/open-data', make })
  })

  app.get<Of>('/:authority/register/table', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const { asked, mistake } = askedOf(req.query, site.now())
    const addresses = addressesAt(config.publicUrl, of.slug)
    const make = async () => {
      const list = await listPublic(site.db, of, asked)
      const turnedTo = (to: number) =>
        to >= 1 && to <= list.pages ? `${addresses.register}/table${addressOf(asked, { page: to })}` : null
      return page('data/table.njk', of, {
        title: `Partnerships of ${of.name}`,
        mistake,
        ...list,
        addressOf: addresses.entry,
        whole: `${addresses.register}${addressOf(asked, { page: 1 })}`,
        before: turnedTo(list.page - 1),
        after: turnedTo(list.page + 1),
        asAt: asked.asAt,
        licence,
        status: mistake ? 400 : 200,
        keep: !mistake && list.total > 0,
      })
    }
    const key = `register/table${addressOf(asked)}${mistake ? ' mistaken' : ''}`
    return site.answer(req, reply, { of, key, as: 'fragment', make })
  })
}
