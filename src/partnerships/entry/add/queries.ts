import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import { type Sight, sightOf } from '#src/accounts/may.ts'

/**
 * Entries this name may already stand for, forms begun for it and what is being considered under it, among those the
 * person may see, likeliest first.
 */
export async function listAlike(here: Here, name: string, besides: string | null = null) {
  const { rows } = await sql<{
    id: string
    reference: string
    name: string
    kind: string
    stage: string
    partners: string
    directorate_id: string | null
    logged: boolean
    /** Assessed or proposed, without a form. */
    considered: boolean
  }>`
    select e.involvement_id as id, e.reference, e.name, e.kind, e.stage, e.partners, e.directorate_id, true as logged, false as considered,
      similarity(plain(${name}), plain(e.name)) as likeness
    from register_entry e
    where e.authority_id = ${here.authority.id} and not e.merged and not e.removed and ${seenIn(here.sight, 'e.involvement_id', 'e.directorate_id')}
      and greatest(similarity(plain(${name}), plain(e.name)), word_similarity(plain(${name}), e.names_text) - 0.2) > 0.4
    union all
    select i.id, i.reference, p.name, p.kind, i.stage, '', i.directorate_id, false, i.registration = 'none',
      similarity(plain(${name}), plain(p.name))
    from involvement i join partnership p on p.authority_id = i.authority_id and p.id = i.partnership_id
    where i.authority_id = ${here.authority.id} and i.registration <> 'logged' and i.removed_at is null
      and i.id is distinct from ${besides} and ${seenIn(sightOf(here.grants, 'register'), 'i.id', 'i.directorate_id')}
      and greatest(similarity(plain(${name}), plain(p.name)), word_similarity(plain(${name}), plain(p.name)) - 0.2) > 0.4
    order by likeness desc
    limit 8`.execute(here.db)
  return rows
}

/**
 * Entries of other directorates that this name may stand for, as far as the public register shows them to anyone: where
 * the reader may not see the entry itself.
 */
export async function listPublishedAlike(here: Here, name: string) {
  if (here.sight === 'all') return []
  const { rows } = await sql<{ reference: string; name: string; kind: string; stage: string }>`
    select c.reference, c.name, c.kind, c.stage
    from public_copy c
    where c.authority_id = ${here.authority.id} and c.until_at is null
      and exists (select from public_site s where s.authority_id = c.authority_id and s.opened_at is not null)
      and not exists (select from involvement e where e.authority_id = c.authority_id and e.id = c.involvement_id
        and ${seenIn(here.sight, 'e.id', 'e.directorate_id')})
      and greatest(similarity(plain(${name}), plain(c.name)), word_similarity(plain(${name}), c.names_text) - 0.2) > 0.4
    order by similarity(plain(${name}), plain(c.name)) desc
    limit 8`.execute(here.db)
  return rows
}

/** Whether there may be entries the reader cannot see. It says nothing of whether there are. */
export function seesOnlySome(here: Here): boolean {
  return here.sight !== 'all' || sightOf(here.grants, 'register') !== 'all'
}

function seenIn(sight: Sight, entry: string, directorate: string) {
  if (sight === 'all') return sql`true`
  return sql`(${sql.ref(directorate)} = any(${sight.directorateIds}::uuid[])
    or ${sql.ref(entry)} = any(${sight.involvementIds}::uuid[]))`
}
