import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'

/** A proposal that is being decided and asks a post or a committee: its reference, its name, and in which role. */
export type Touched = { reference: string; name: string; role: string; asks: string }

/**
 * The running submissions that still ask one of these posts or committees: what becomes of those touches them (APP-1, APP-6).
 * A route keeps the posts and committees it was submitted with.
 */
export async function listTouched(
  db: Db,
  authorityId: string,
  { posts = [], committees = [] }: { posts?: readonly string[]; committees?: readonly string[] },
): Promise<Touched[]> {
  if (posts.length === 0 && committees.length === 0) return []
  const { rows } = await sql<Touched>`
    select distinct i.reference, p.name, s.role_title as role, coalesce(c.name, t.title) as asks
    from approval_seat s
    join approval a on a.authority_id = s.authority_id and a.id = s.approval_id
      and a.state in ('running', 'call-in', 'called-in')
    join involvement i on i.authority_id = a.authority_id and i.id = a.involvement_id
    join partnership p on p.authority_id = i.authority_id and p.id = i.partnership_id
    left join committee c on c.authority_id = s.authority_id and c.id = s.committee_id
    left join post t on t.authority_id = s.authority_id and t.id = any (s.post_ids) and t.id = any (${[...posts]}::uuid[])
    where s.authority_id = ${authorityId} and s.decision_id is null and s.dropped_at is null and s.waived_by = ''
      and (s.post_ids && ${[...posts]}::uuid[] or s.committee_id = any (${[...committees]}::uuid[]))
    order by p.name, i.reference`.execute(db)
  return rows
}
