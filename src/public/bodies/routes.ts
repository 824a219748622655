import type { FastifyInstance } from 'fastify'
import { labelOf, sectors } from '#src/domain/words.ts'
import type { PublicSite } from '#src/public/answer.ts'
import { findMentioned, listMentioned, type Naming } from '#src/public/mentions.ts'
import { type MakePage, movedTo } from '#src/public/page.ts'
import { siteNamed } from '#src/public/site.ts'

type Place = { Params: { authority: string } }
type Named = { Params: { authority: string; key: string } }

/** The bodies the published entries name, and what each leads or is in (REG-5). */
export function bodyRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  app.get<Place>('/:authority/bodies', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const make = async () =>
      page('bodies/list.njk', of, { title: 'Bodies', bodies: await listMentioned(site.db, of, ['body']) })
    return site.answer(req, reply, { of, key: 'bodies', make })
  })

  app.get<Named>('/:authority/bodies/:key', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const { key } = req.params
    const make = async () => {
      const body = await findMentioned(site.db, of, 'body', key)
      if (body.key !== key) return movedTo(`/${of.slug}/bodies/${body.key}`)
      return page('bodies/page.njk', of, {
        title: body.name,
        body,
        about: aboutBody(body.naming, key),
        entries: body.naming.map(each => ({
          ...each,
          as: each.roles.map(role => roles[role] ?? role).join(', '),
        })),
      })
    }
    return site.answer(req, reply, { of, key: `bodies/${key}`, make })
  })
}

const roles: Record<string, string> = {
  lead: 'Leads it',
  accountable: 'Answers for its money',
  member: 'Member',
  observer: 'Observer',
}

// As the newest copy has it.
function aboutBody(naming: readonly Naming[], key: string) {
  const { content } = naming.reduce((newest, each) => (each.number > newest.number ? each : newest))
  const body = content.bodies.find(each => each.key === key)
  return {
    sector: labelOf(sectors, body?.sector ?? null),
    website: /^https?:/i.test(body?.website ?? '') ? body!.website : '',
    identifiers: (body?.identifiers ?? []).map(({ scheme, value }) => ({
      label: schemes[scheme] ?? scheme,
      value,
    })),
  }
}

const schemes: Record<string, string> = {
  'companies-house': 'Companies House number',
  'charity-commission': 'Charity number',
  gss: 'ONS code',
  ods: 'NHS organisation code',
}
