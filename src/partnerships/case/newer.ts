import { type Adopted, protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import type { EntryCase } from './case.ts'

/**
 * The protocol in force, where a draft was begun under another and could go over to it; null otherwise (PRO-1, PRO-5).
 * @param on the day, ISO
 */
export async function findNewer(
  db: Db,
  authorityId: string,
  { proposal }: Pick<EntryCase, 'proposal'>,
  on: string,
): Promise<(Adopted & { id: string }) | null> {
  if (proposal?.state !== 'draft') return null
  const inForce = await protocolOn(db, authorityId, on)
  const { id } = inForce
  return id === null || id === proposal.protocolId ? null : { ...inForce, id }
}
