import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { PublicField } from '#src/db/public-content.ts'
import type { Deps } from '#src/deps.ts'
import { NotFound } from '#src/errors.ts'

/** An authority that publishes, as every public page knows it. */
export type Site = {
  authorityId: string
  slug: string
  name: string
  colour: string
  hasLogo: boolean
  contact: { name: string; email: string; phone: string }
  website: string
  /** How many entries the public can read now. */
  entries: number
  /** The number of the newest publication, and the chain's hash there; 0 and '' before the first. */
  head: number
  chain: string
  /** When the newest publication was made. */
  newest: Date | null
  openedAt: Date
  /** The last moment anything changed that anyone outside could see. */
  changedAt: Date
  /** Counts such changes: an answer made at a revision is right until the next. */
  revision: number
}

/** Every site at one moment. `revision` goes up in this process with any change of any of them. */
export type Sites = { all: readonly Site[]; bySlug: ReadonlyMap<string, Site>; revision: number }

/** Looks at the sites; at most once a second does that ask the database. */
export type LookAtSites = () => Promise<Sites>

const lookEvery = 1000

/**
 * The sites that publish, looked at by the service's clock no more than once a second, whoever asks (REG-5).
 * Only those whose revision moved on are read anew.
 * @param moved told of each change, so that what is kept of the old can go
 * @returns the look, and whether the last one still holds
 */
export function sitesOf({ database, now }: Pick<Deps, 'database' | 'now'>, moved: (sites: Sites) => void) {
  const db = database.public()
  let sites: Sites = { all: [], bySlug: new Map(), revision: 0 }
  let lookedAt = Number.NEGATIVE_INFINITY
  let looking: Promise<Sites> | undefined

  const look: LookAtSites = async () => {
    const at = now().getTime()
    if (looking) return looking
    // A clock that was put back counts as a second gone by.
    if (Math.abs(at - lookedAt) < lookEvery) return sites
    looking = lookAgain(db, sites)
      .then(seen => {
        lookedAt = at
        if (seen !== sites) moved(seen)
        sites = seen
        return seen
      })
      .finally(() => {
        looking = undefined
      })
    return looking
  }
  return { look, isFresh: () => Math.abs(now().getTime() - lookedAt) < lookEvery }
}

/** The site with this slug. @throws NotFound where no authority of that name publishes */
export function siteNamed(sites: Sites, slug: string): Site {
  const site = sites.bySlug.get(slug)
  if (!site) throw new NotFound('No such authority')
  return site
}

export type SiteWords = {
  introduction: string
  accessibility: string
  privacy: string
  fields: PublicField[]
}

/** What a site says of itself at length: its statements, and every field with its rule. */
export async function findSiteWords(db: Db, site: Site): Promise<SiteWords> {
  return db
    .selectFrom('public_site')
    .select(['introduction', 'accessibility', 'privacy', 'fields'])
    .where('authority_id', '=', site.authorityId)
    .executeTakeFirstOrThrow(() => new NotFound('No such authority'))
}

async function lookAgain(db: Db, last: Sites): Promise<Sites> {
  const seen = await db.selectFrom('public_site').select(['authority_id', 'revision']).execute()
  const known = new Map(last.all.map(site => [site.authorityId, site]))
  const changed = seen.filter(row => known.get(row.authority_id)?.revision !== row.revision)
  if (changed.length === 0 && seen.length === last.all.length) return last
  for (const site of await readSites(
    db,
    changed.map(row => row.authority_id),
  ))
    known.set(site.authorityId, site)
  const all = seen
    .flatMap(row => known.get(row.authority_id) ?? [])
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
  return { all, bySlug: new Map(all.map(site => [site.slug, site])), revision: last.revision + 1 }
}

async function readSites(db: Db, authorityIds: string[]): Promise<Site[]> {
  if (authorityIds.length === 0) return []
  const { rows } = await sql<Omit<Site, 'contact'> & Record<`contact_${'name' | 'email' | 'phone'}`, string>>`
    select s.authority_id as "authorityId", s.slug, s.name, s.colour, s.logo is not null as "hasLogo",
      s.contact_name, s.contact_email, s.contact_phone, s.website, s.head, s.chain, s.opened_at as "openedAt",
      s.revision, p.at as newest, greatest(p.at, s.changed_at) as "changedAt",
      (select count(*)::int from public_copy c
        where c.authority_id = s.authority_id and c.until_at is null) as entries
    from public_site s
    left join publication p on p.authority_id = s.authority_id and p.number = s.head
    where s.authority_id = any(${authorityIds}::uuid[])`.execute(db)
  return rows.map(({ contact_name, contact_email, contact_phone, ...site }) => ({
    ...site,
    contact: { name: contact_name, email: contact_email, phone: contact_phone },
  }))
}
