import type { PublicRule } from '#src/db/public-content.ts'
import type { Act } from '#src/trail/change.ts'
import { refreshFields } from './open.ts'
import { listRuledFields } from './rules.ts'

/** Changes how fields are published. Copies the public reads stay as they are until they are published again (SCR-4). */
export async function chooseRules(
  act: Act,
  authority: { id: string; name: string },
  chosen: ReadonlyMap<string, PublicRule>,
): Promise<void> {
  const rows = await act.trx
    .selectFrom('publication_rule')
    .select(['id', 'field'])
    .where('authority_id', '=', authority.id)
    .execute()
  const writer = act.on('authority', authority.id, authority.name)
  for (const { name, rule, usual } of await listRuledFields(act.trx, authority.id)) {
    const wanted = chosen.get(name)
    if (!wanted || wanted === rule) continue
    const standing = rows.find(row => row.field === name)
    if (wanted === usual) await writer.remove('publication_rule', standing!.id)
    else if (standing) await writer.update('publication_rule', standing.id, { rule: wanted })
    else await writer.insert('publication_rule', { field: name, rule: wanted })
  }
  await refreshFields(act.trx, authority.id)
}
