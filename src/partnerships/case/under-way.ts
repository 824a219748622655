import type { Db } from '#src/db/open.ts'
import { Conflict } from '#src/errors.ts'

/**
 * Refuses what would take an entry from under its proposal: joining it to another, or removing it.
 * @throws Conflict where a proposal about one of these entries is under way, naming the first
 */
export async function refuseWhileProposed(
  db: Db,
  authorityId: string,
  entries: readonly { id: string; reference: string }[],
): Promise<void> {
  const rows = await db
    .selectFrom('proposal')
    .select(['involvement_id', 'state'])
    .where('authority_id', '=', authorityId)
    .where(
      'involvement_id',
      'in',
      entries.map(entry => entry.id),
    )
    .where('state', 'in', ['draft', 'submitted'])
    .execute()
  const entry = entries.find(each => rows.some(row => row.involvement_id === each.id))
  if (!entry) return
  const submitted = rows.some(row => row.involvement_id === entry.id && row.state === 'submitted')
  throw new Conflict(
    submitted
      ? `The proposal about ${entry.reference} is being decided. Wait for the decision, or take it back and drop it.`
      : `A proposal about ${entry.reference} is under way. Drop it or have it decided first.`,
  )
}
