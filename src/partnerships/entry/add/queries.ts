import { sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import type { Sight } from '#src/accounts/may.ts'

/** Entries this name may already stand for, among those the person may see, likeliest first. */
export async function listAlike(here: Here, name: string) {
  const { rows } = await sql<{
    id: string
    reference: string
    name: string
    kind: string
    stage: string
    partners: string
    directorate_id: string | null
  }>`
    select e.involvement_id as id, e.reference, e.name, e.kind, e.stage, e.partners, e.directorate_id
    from register_entry e
    where e.authority_id = ${here.authority.id} and not e.merged and not e.removed and ${seenBy(here.sight)}
      and greatest(similarity(plain(${name}), plain(e.name)), word_similarity(plain(${name}), e.names_text) - 0.2) > 0.4
    order by similarity(plain(${name}), plain(e.name)) desc
    limit 8`.execute(here.db)
  return rows
}

function seenBy(sight: Sight) {
  if (sight === 'all') return sql`true`
  return sql`(e.directorate_id = any(${sight.directorateIds}::uuid[])
    or e.involvement_id = any(${sight.involvementIds}::uuid[]))`
}
