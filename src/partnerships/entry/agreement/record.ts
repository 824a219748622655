import type { Db } from '#src/db/open.ts'
import { Conflict } from '#src/errors.ts'
import { protocolSince } from '#src/partnerships/began.ts'
import { findNeeds, type Needs } from '#src/partnerships/needs.ts'
import type { Act } from '#src/trail/change.ts'
import { type Entry, findEntry, lockEntries } from '../queries.ts'
import type { Agreement } from './forms.ts'

/**
 * Records when negotiations concluded and when the agreement was signed (APP-2, APP-3).
 * @param seen the version of the entry the writer looked at
 * @param on the day, ISO
 * @throws Conflict when the approvals are not there, or someone else changed it meanwhile
 */
export async function recordAgreement(
  act: Act,
  authorityId: string,
  entryId: string,
  given: Agreement,
  seen: number,
  on: string,
): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const entry = await findEntry(act.trx, authorityId, entryId)
  const { blocks, over } = await whatHolds(act.trx, authorityId, entry, given, on)
  if (over) throw new Conflict(over)
  if (blocks.length > 0)
    throw new Conflict(`The approvals have to be there first: ${blocks.map(each => each.says).join('; ')}.`)
  const writer = act.on('involvement', entry.id, entry.name)
  const { negotiations_concluded_on, agreement_signed_on } = given
  await writer.update('involvement', entry.id, { negotiations_concluded_on, agreement_signed_on }, seen)
}

/**
 * What holds these days back: what is still to be approved where one of them is new, and `over` where there is nothing
 * to agree any more. Days before the protocol of what is in place already are history, and held back by nothing.
 */
export async function whatHolds(
  db: Db,
  authorityId: string,
  entry: Entry,
  given: Agreement,
  on: string,
): Promise<Pick<Needs, 'blocks' | 'advice'> & { over?: string }> {
  const none = { blocks: [], advice: [] }
  if (entry.stage === 'declined' || entry.stage === 'not-a-partnership')
    return { ...none, over: 'Nothing is negotiated here any more. Consider it again first.' }
  const days = [
    [entry.negotiations_concluded_on, given.negotiations_concluded_on],
    [entry.agreement_signed_on, given.agreement_signed_on],
  ] as const
  const fresh = days.flatMap(([before, after]) => (after && after !== before ? [after] : []))
  if (fresh.length === 0) return none
  const placed = entry.stage === 'in-place' || entry.stage === 'leaving' || entry.stage === 'ended'
  const { day } = await protocolSince(db, authorityId, on)
  if (placed && fresh.every(each => each < day)) return none
  return findNeeds(db, authorityId, entry, 'approved', on)
}
