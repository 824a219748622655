import type { Here } from '#src/accounts/here.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import type { RecordColumns } from '#src/partnerships/record.ts'
import { recordRows } from '#src/partnerships/record.ts'
import { listChangedSinceApproval } from './list-queries.ts'

/** The entries the reader may see whose approval is out of date, by the protocol they were decided under (APP-6). */
export async function listOutOfDate(here: Here, on: string): Promise<string[]> {
  const ids = await listChangedSinceApproval(here)
  if (ids.length === 0) return []
  const entries = await recordRows(here.db, here.authority.id, ids).execute()
  const found: string[] = []
  for (const entry of entries as RecordColumns[]) {
    const { approval } = await findCase(here.db, here.authority.id, entry, on, 'standing')
    if (approval && approval.moved.length > 0) found.push(entry.id)
  }
  return found
}
