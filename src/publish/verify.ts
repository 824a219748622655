import type { Database, Db } from '#src/db/open.ts'
import { chainHash } from './chain.ts'
import { flawOfCopies, type Logged, nameOf } from './verify-copies.ts'

/** An authority's public log as it was found: how many acts and copies, where it ends, and the first thing wrong. */
export type LogReport = {
  name: string
  acts: number
  copies: number
  head: { number: number; chain: string }
  broken: string | null
}

/**
 * Walks every public log from its first number: recomputes its chain, looks for the event of each act on the trail,
 * and compares every copy with its hash, its columns and search words with its content, and what is kept with what was
 * erased. Run it after verifyTrail: the events are believed.
 */
export async function verifyPublications(
  database: Database,
): Promise<{ logs: LogReport[]; broken: string | null }> {
  const db = database.maintenance()
  const sites = await db
    .selectFrom('authority as a')
    .leftJoin('public_site as s', 's.authority_id', 'a.id')
    .select(['a.id', 'a.slug as name', 's.head as number', 's.chain'])
    .orderBy('a.slug')
    .execute()
  const logs: LogReport[] = []
  for (const { id, name, number, chain } of sites) {
    const report = await walk(db, id, { number: number ?? 0, chain: chain ?? '' })
    if (number !== null || report.broken) logs.push({ name, ...report })
  }
  const found = logs.find(log => log.broken)
  return { logs, broken: found ? `${found.name}’s public log: ${found.broken}` : null }
}

async function walk(db: Db, authorityId: string, head: LogReport['head']): Promise<Omit<LogReport, 'name'>> {
  const notes = await readNotes(db, authorityId)
  const rows: Logged[] = []
  let last = { number: 0, chain: '' }
  let broken: string | null = null
  for (;;) {
    const page = await listLog(db, authorityId, last.number)
    for (const row of page) {
      broken ??= flawOf(row, last) ?? flawOfNote(row, notes)
      last = { number: row.number, chain: row.chain }
      rows.push(row)
    }
    if (page.length < pageLength) break
  }
  broken ??= flawOfEnd(last, head, notes)
  const { copies, flaw } = await flawOfCopies(db, authorityId, rows)
  return { acts: rows.length, copies, head: last, broken: broken ?? flaw }
}

const pageLength = 1000

function listLog(db: Db, authorityId: string, after: number): Promise<Logged[]> {
  return db
    .selectFrom('publication')
    .select(['number', 'involvement_id', 'reference', 'act', 'at', 'content_hash', 'reason', 'chain'])
    .where('authority_id', '=', authorityId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(pageLength)
    .execute()
}

function flawOf(row: Logged, previous: { number: number; chain: string }): string | null {
  if (row.number !== previous.number + 1)
    return `number ${previous.number + 1} is missing; the next is ${nameOf(row)}`
  return chainHash(previous.chain, row) === row.chain
    ? null
    : `${nameOf(row)} was changed after it was written`
}

type Note = { field: string; involvementId: string; hash: string; reason: string }

const fieldOf = { published: 'published', ended: 'publication_ended', erased: 'publication_erased' }

function flawOfNote(row: Logged, { said, redacted }: Notes): string | null {
  const note = said.get(row.number)
  if (!note) return redacted.has(row.involvement_id) ? null : `${nameOf(row)} has no event on the trail`
  const same =
    note.field === fieldOf[row.act] &&
    note.involvementId === row.involvement_id &&
    note.hash === row.content_hash &&
    note.reason === row.reason
  return same ? null : `${nameOf(row)} says something else than its event on the trail`
}

function flawOfEnd(last: LogReport['head'], head: LogReport['head'], notes: Notes): string | null {
  const told = Math.max(0, ...notes.said.keys())
  if (told > last.number) return `number ${told} stands on the trail but not in the log`
  if (last.number !== head.number || last.chain !== head.chain)
    return `the log ends at number ${last.number}, but the register says ${head.number}`
  return null
}

// What events say of acts of publishing, by number, and the entries of which some were redacted since.
type Notes = { said: Map<number, Note>; redacted: Set<string> }

async function readNotes(db: Db, authorityId: string): Promise<Notes> {
  const rows = await db
    .selectFrom('event')
    .select(['subject_id', 'payload'])
    .where('authority_id', '=', authorityId)
    .where('action', 'in', acts)
    .execute()
  const notes: Notes = { said: new Map(), redacted: new Set() }
  for (const { subject_id, payload } of rows) {
    if (!payload) notes.redacted.add(subject_id)
    for (const { field, after } of payload?.changes ?? []) {
      if (!Object.values(fieldOf).includes(field)) continue
      const { number, hash = '', reason = '' } = after as { number: number; hash?: string; reason?: string }
      notes.said.set(number, { field, involvementId: subject_id, hash, reason })
    }
  }
  return notes
}

const acts = ['involvement.publish', 'involvement.end-publication', 'involvement.erase-publication']
