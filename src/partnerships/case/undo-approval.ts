import type { Act } from '#src/trail/change.ts'
import { dropAllConditions } from './drop-conditions.ts'

/**
 * Takes the approval of an entry out of force: its proposal is a draft again or declined after all, and nothing evidences
 * an approval any more but what was on record from before the protocol (APP-2, APP-6).
 * @returns whether there was an approved proposal
 */
export async function undoApproval(
  act: Act,
  authorityId: string,
  entry: { id: string; name: string },
  to: 'draft' | 'declined',
): Promise<boolean> {
  const proposals = await act.trx
    .selectFrom('proposal')
    .select(['id', 'state', 'evidenced_by'])
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entry.id)
    .where('state', 'in', ['approved', 'recorded'])
    .orderBy('started_at', 'desc')
    .execute()
  const last = proposals.find(each => each.state === 'approved')
  if (!last) return false
  const evidenced = proposals.some(each => each.state === 'recorded' && each.evidenced_by !== '')
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.update('proposal', last.id, { state: to })
  if (to === 'declined')
    await dropAllConditions(act, authorityId, entry, last.id, 'It was decided against after all.')
  await writer.update('involvement', entry.id, { approval_evidenced: evidenced })
  return true
}
