import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { change, type What } from '#src/trail/change.ts'

const uses = {
  organisation: [
    ['membership', 'organisation_id'],
    ['partnership', 'lead_organisation_id'],
    ['partnership', 'accountable_body_id'],
    ['organisation', 'merged_into'],
    ['organisation', 'predecessor_id'],
    ['person', 'organisation_id'],
  ],
  person: [
    ['appointment', 'person_id'],
    ['post_holding', 'person_id'],
    ['person', 'merged_into'],
  ],
  post: [
    ['appointment', 'post_id'],
    ['post_holding', 'post_id'],
  ],
} as const

/** Takes away the bodies, people and posts that an import added, nobody changed since and nothing uses any more. */
export async function removeUnused(db: Db, what: What, batchId: string): Promise<void> {
  for (const table of ['person', 'post', 'organisation'] as const) {
    const unused = await listUnused(db, what.authority!, batchId, table)
    for (let at = 0; at < unused.length; at += 50)
      await change(db, what, async act => {
        for (const { id, name } of unused.slice(at, at + 50)) await act.on(table, id, name).remove(table, id)
      })
  }
}

async function listUnused(db: Db, authorityId: string, batchId: string, table: keyof typeof uses) {
  const used = uses[table].map(
    ([other, column]) =>
      sql`not exists (select from ${sql.table(other)} u where u.authority_id = t.authority_id and u.${sql.ref(column)} = t.id)`,
  )
  const name = sql.ref(table === 'post' ? 'title' : 'name')
  const { rows } = await sql<{ id: string; name: string }>`
    select t.id, t.${name} as name from ${sql.table(table)} t
    where t.authority_id = ${authorityId}
      and exists (select from event e where e.authority_id = t.authority_id and e.subject_type = ${table}
        and e.subject_id = t.id and e.batch_id = ${batchId})
      and not exists (select from event e where e.authority_id = t.authority_id and e.subject_type = ${table}
        and e.subject_id = t.id and e.batch_id is distinct from ${batchId})
      and ${sql.join(used, sql` and `)}`.execute(db)
  return rows
}
