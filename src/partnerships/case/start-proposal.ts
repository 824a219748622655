import type { User } from '#src/accounts/here.ts'
import { keepProtocol } from '#src/adopted/protocol.ts'
import type { ProposalPurpose } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { Conflict } from '#src/errors.ts'
import { lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'

/**
 * Starts a proposal about an entry as a draft, under the protocol in force that day (PRO-5).
 * @param by whose proposal it is: they will never decide on it
 * @param today the day, ISO
 * @param changes what an extension changes, in words
 * @returns its id
 * @throws Conflict where one is under way already, or the entry was removed or joined to another
 */
export async function startProposal(
  act: Act,
  authorityId: string,
  entry: { id: string; name: string },
  purpose: ProposalPurpose,
  by: Pick<User, 'accountId' | 'name'>,
  today: string,
  at: Date,
  changes = '',
): Promise<string> {
  await lockEntries(act.trx, [entry.id])
  const { merged_into, removed_at } = await act.trx
    .selectFrom('involvement')
    .select(['merged_into', 'removed_at'])
    .where('authority_id', '=', authorityId)
    .where('id', '=', entry.id)
    .executeTakeFirstOrThrow()
  if (merged_into || removed_at)
    throw new Conflict('This entry was removed or joined to another. Open it again and look.')
  const underWay = await act.trx
    .selectFrom('proposal')
    .select('started_by')
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entry.id)
    .where('state', 'in', ['draft', 'submitted'])
    .executeTakeFirst()
  if (underWay)
    throw new Conflict(`${underWay.started_by} has started a proposal about this already. Open that one.`)
  const protocol = await keepProtocol(act, authorityId, today, at)
  return act.on('involvement', entry.id, entry.name).insert('proposal', {
    id: newId(at),
    involvement_id: entry.id,
    purpose,
    protocol_id: protocol.id,
    changes,
    account_id: by.accountId,
    started_by: by.name,
    started_at: at,
    evidenced_on: null,
  })
}
