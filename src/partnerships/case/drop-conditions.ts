import type { Act } from '#src/trail/change.ts'

/**
 * Drops what the approvals of a proposal still ask for: it comes to nothing, and nobody owes it any more (APP-6).
 * @param why in a sentence, for whoever it was asked of
 */
export async function dropAllConditions(
  act: Act,
  authorityId: string,
  entry: { id: string; name: string },
  proposalId: string,
  why: string,
): Promise<void> {
  const open = await act.trx
    .selectFrom('action as x')
    .innerJoin('decision as d', join =>
      join.onRef('d.authority_id', '=', 'x.authority_id').onRef('d.id', '=', 'x.cause_id'),
    )
    .innerJoin('approval as a', join =>
      join.onRef('a.authority_id', '=', 'd.authority_id').onRef('a.id', '=', 'd.approval_id'),
    )
    .select('x.id')
    .where('x.authority_id', '=', authorityId)
    .where('a.proposal_id', '=', proposalId)
    .where('x.cause_type', '=', 'condition')
    .where('x.state', 'in', ['open', 'done'])
    .execute()
  for (const { id } of open)
    await act
      .on('involvement', entry.id, entry.name)
      .update('action', id, { state: 'dropped', remark: why, closed_at: act.at })
}
