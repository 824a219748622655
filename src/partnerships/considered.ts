import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Here } from '#src/accounts/here.ts'
import { type Sight, sightOf, type Verb } from '#src/accounts/may.ts'

/**
 * Whether the reader sees an involvement, logged or not, as an expression over `i`: what `findConsidered` says of one, for a
 * list. Whoever is asked to decide, advise or act on it sees it.
 */
export function seenBy(here: Here): RawBuilder<SqlBool> {
  const at = (verb: Verb) => withinPlaces(sightOf(here.grants, verb))
  return sql`(i.registration = 'logged' and ${at('see')} or ${at('propose')} or ${at('log')}
    or i.id in (select own.involvement_id from proposal own where own.authority_id = ${here.authority.id}
      and own.account_id = current_account())
    or i.id = any((select asked_about())::uuid[]))`
}

/** Whether an involvement, as `i`, lies within what a grant covers. */
export function withinPlaces(sight: Sight): RawBuilder<SqlBool> {
  if (sight === 'all') return sql`true`
  if (sight.directorateIds.length + sight.involvementIds.length === 0) return sql`false`
  return sql`(i.directorate_id = any(${sight.directorateIds}::uuid[]) or i.id = any(${sight.involvementIds}::uuid[]))`
}
