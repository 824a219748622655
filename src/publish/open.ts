import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { Act } from '#src/trail/change.ts'
import { openProtocols } from './protocols.ts'
import { listRuledFields, publicFieldsOf } from './rules.ts'
import { usualAccessibility, usualPrivacy } from './statements.ts'

/** Opens the authority's public register, with nothing on it yet (REG-5). The texts stand until someone changes them. */
export async function openPublicRegister(
  act: Act,
  authority: { id: string; name: string },
  at: Date,
): Promise<void> {
  await act.on('authority', authority.id, authority.name).insert('public_site', {
    accessibility: usualAccessibility(authority.name),
    privacy: usualPrivacy(authority.name),
    opened_at: at,
  })
  await refreshFields(act.trx, authority.id)
  await openProtocols(act, authority.id, at)
}

/** Rewrites what the public site says of the fields: after a rule or a field of the authority's own changes. */
export async function refreshFields(trx: Db, authorityId: string): Promise<void> {
  const fields = publicFieldsOf(await listRuledFields(trx, authorityId))
  await trx
    .updateTable('public_site')
    .set({ fields: JSON.stringify(fields) })
    .where('authority_id', '=', authorityId)
    .where(sql<boolean>`fields is distinct from ${JSON.stringify(fields)}::text::jsonb`)
    .execute()
}
