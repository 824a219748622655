import type { Db } from '#src/db/open.ts'
import { type Within, withinScheme } from '#src/protocol/delegation.ts'

/** One line of the authority's scheme of delegation, for a post; the limit is in pence a year. */
export type SchemeLine = Awaited<ReturnType<typeof listScheme>>[number]

/** The scheme of delegation of an authority (APP-5). */
export function listScheme(db: Db, authorityId: string) {
  return db
    .selectFrom('delegation')
    .select(['id', 'post_id', 'what', 'limit_pence', 'starts_on', 'ends_on', 'reference', 'delegated_by'])
    .where('authority_id', '=', authorityId)
    .orderBy('starts_on')
    .execute()
}

/**
 * Whether a post may decide this under the scheme of delegation, and by which line (APP-5).
 * @param asked `pounds` a year, 0 where no money is at stake; `on` the day, ISO
 */
export function withinSchemeOf(
  scheme: readonly SchemeLine[],
  post: { id: string; title: string },
  asked: { what: 'enter' | 'extend'; pounds: number; on: string },
): Within {
  const lines = scheme.map(line => ({
    role: line.post_id,
    what: line.what,
    limit: line.limit_pence === null ? null : line.limit_pence / 100,
    from: line.starts_on,
    to: line.ends_on,
    reference: line.reference,
    by: line.delegated_by,
  }))
  return withinScheme(lines, { ...asked, role: post.id, title: post.title })
}
