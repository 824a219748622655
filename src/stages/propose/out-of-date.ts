import type { Here } from '#src/accounts/here.ts'
import { findProtocol } from '#src/adopted/protocol.ts'
import { listCases } from '#src/partnerships/case/case.ts'
import { type RecordColumns, recordRows } from '#src/partnerships/record.ts'
import { listChangedSinceApproval } from './list-queries.ts'

/** The entries the reader may see whose approval is out of date, by the protocol they were decided under (APP-6). */
export async function listOutOfDate(here: Here, on: string): Promise<string[]> {
  const changed = await listChangedSinceApproval(here, await leastShares(here))
  const found: string[] = []
  for (let from = 0; from < changed.length; from += chunk)
    found.push(...(await outOfDateAmong(here, changed.slice(from, from + chunk), on)))
  return found
}

// Whole records: so many at a time.
const chunk = 300

/** Those of these entries whose approval is out of date (APP-6). @param ids few; `on` the day, ISO */
export async function outOfDateAmong(here: Here, ids: readonly string[], on: string): Promise<string[]> {
  if (ids.length === 0) return []
  const { db, authority } = here
  const entries = (await recordRows(db, authority.id, ids).execute()) as RecordColumns[]
  const cases = await listCases(db, authority.id, entries, on, 'standing')
  return entries.filter((_, i) => (cases[i]!.approval?.moved.length ?? 0) > 0).map(entry => entry.id)
}

// By how much a number may differ before it matters, under the strictest protocol of the authority.
async function leastShares({ db, authority }: Here): Promise<Record<string, number>> {
  const rows = await db.selectFrom('protocol').select('id').where('authority_id', '=', authority.id).execute()
  const shares: Record<string, number> = {}
  for (const row of rows) {
    const { pack } = await findProtocol(db, authority.id, row.id)
    for (const { id, percent = 0 } of pack.material) shares[id] = Math.min(shares[id] ?? percent, percent)
  }
  return shares
}
