import { LRUCache } from 'lru-cache'
import type { Db } from '#src/db/open.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { findPublicProtocol } from '#src/public/protocol/queries.ts'
import type { Site } from '#src/public/site.ts'

// The published pack moves a site's revision on, and the day may bring another into force.
const packs = new LRUCache<string, Promise<Pack>>({ max: 20 })

/** The published pack in force. @param today ISO @throws NotFound where the site publishes none */
export function publicPackOn(db: Db, site: Site, today: string): Promise<Pack> {
  const key = `${site.authorityId} ${site.revision} ${today}`
  const known = packs.get(key)
  if (known) return known
  const read = findPublicProtocol(db, site, today).then(row => row.pack)
  packs.set(key, read)
  read.catch(() => packs.delete(key))
  return read
}
