import type { Here } from '#src/accounts/here.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { findSource, listBegun, listParts } from './queries.ts'
import { reportOf } from './report.ts'

/** A report with how many of its headings nobody has written yet. */
export type Unwritten = { which: string; title: string; missing: number }

/**
 * How far the reports are that a committee has before it (APP-7): those that someone began to write, or the first of the
 * layouts.
 * @throws NotFound where nothing was ever proposed
 */
export async function listUnwritten(here: Here, entry: Entry, at: Date): Promise<Unwritten[]> {
  const { db, authority } = here
  const source = await findSource(db, authority, entry, at)
  const begun = await listBegun(db, authority.id, source.proposalId)
  const layouts = source.layouts.filter(each => begun.includes(each.id))
  const unwritten: Unwritten[] = []
  for (const layout of layouts.length > 0 ? layouts : source.layouts.slice(0, 1)) {
    const parts = await listParts(db, authority.id, source.proposalId, layout.id)
    const { missing } = reportOf(source, layout, parts, '')
    unwritten.push({ which: layout.id, title: layout.title, missing: missing.length })
  }
  return unwritten
}
