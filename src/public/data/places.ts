import type { Db } from '#src/db/open.ts'
import { listMentioned } from '#src/public/mentions.ts'
import type { Site } from '#src/public/site.ts'
import type { Addresses } from './addresses.ts'
import { longestSitemap, type Place } from './sitemap.ts'

/** Every public page of an authority: the register, its entries, and a page for each body, person and post they name. */
export async function listPlaces(db: Db, site: Site, addresses: Addresses): Promise<Place[]> {
  const entries = await db
    .selectFrom('public_copy')
    .select(['reference', 'published_at as changedAt'])
    .where('authority_id', '=', site.authorityId)
    .where('until_at', 'is', null)
    .orderBy('reference')
    .limit(longestSitemap)
    .execute()
  const named = await listMentioned(db, site, ['body', 'person', 'post'])
  return [
    { address: addresses.register, changedAt: site.changedAt },
    ...['bodies', 'people', 'changes'].map(list => ({ address: `${addresses.base}/${site.slug}/${list}` })),
    { address: addresses.openData },
    { address: `${addresses.register}/fields` },
    ...entries.map(({ reference, changedAt }) => ({ address: addresses.entry(reference), changedAt })),
    ...named.map(({ type, key }) => ({ address: addresses[type](key) })),
  ]
}
