import type { Db } from '#src/db/open.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import type { RecordColumns } from '#src/partnerships/record.ts'
import { type Moved, movedSince } from '#src/protocol/moved.ts'
import type { Round } from './round.ts'

/**
 * What has moved on record under a submission while it is being decided: it is decided on as it was submitted, and whoever
 * decides is told (APP-6). The tier counts as the rules find it today, unless someone set it. Of an extension, what stands
 * may move too.
 * @param on the day, ISO
 */
export async function movedUnder(
  db: Db,
  authorityId: string,
  entry: RecordColumns,
  round: Round,
  on: string,
): Promise<Moved[]> {
  const { made, overridden } = await findCase(db, authorityId, entry, on)
  const now = { ...made.facts, tier: overridden ? made.tier : made.significance.tier }
  const moved = movedSince(made.pack, round.facts, now)
  const { before } = round.content
  if (!before) return moved
  const standing = await findCase(db, authorityId, entry, on, 'standing')
  const beneath = movedSince(made.pack, before, standing.made.facts)
  return [...moved, ...beneath.filter(each => !moved.some(other => other.fact === each.fact))]
}
