import type { FastifyInstance } from 'fastify'
import type { Made } from './kept.ts'
import type { Site } from './site.ts'

/** Makes a public page: the same for everyone, without who reads it, tokens or cookies. */
export type MakePage = (template: string, site: Site | null, shown: Shown) => Promise<Made>

type Shown = { title: string; status?: Made['status']; keep?: boolean } & Record<string, unknown>

/** The pages of the public site over the application's templates. `title` says where one is; paths are within src/public. */
export function pagesOf(app: FastifyInstance): MakePage {
  return async (template, site, { status, keep, ...shown }) => ({
    body: await app.view(`public/${template}`, {
      site,
      base: site ? `/${site.slug}` : '',
      menu: site ? menuOf(site, template) : [],
      ...shown,
    }),
    ...(status ? { status } : {}),
    ...(keep === undefined ? {} : { keep }),
  })
}

/** The answer to an address that has another one for good. */
export function movedTo(location: string): Made {
  return { body: '', status: 301, headers: { location }, keep: false }
}

function menuOf({ slug }: Site, template: string) {
  const items = [
    { text: 'Register', href: `/${slug}/register`, folders: ['register', 'entry'] },
    { text: 'Bodies', href: `/${slug}/bodies`, folders: ['bodies'] },
    { text: 'People and posts', href: `/${slug}/people`, folders: ['people'] },
    { text: 'Changes', href: `/${slug}/changes`, folders: ['log'] },
    { text: 'Protocol', href: `/${slug}/protocol`, folders: ['protocol'] },
  ]
  return items.map(({ folders, ...item }) => ({ ...item, active: folders.includes(template.split('/')[0]!) }))
}
