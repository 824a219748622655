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

function seenIn(sight: Sight, entry: string, directorate: string) {
  if (sight === 'all') return sql`true`
  return sql`(${sql.ref(directorate)} = any(${sight.directorateIds}::uuid[])
    or ${sql.ref(entry)} = any(${sight.involvementIds}::uuid[]))`
}
