import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { Tables } from '#src/db/tables.ts'
import { formatDate } from '#src/domain/dates.ts'
import { sorted } from '#src/trail/diff.ts'
import type { LogRow } from './chain.ts'
import { contentHash } from './chain.ts'
import { columnsOf, wordsOf } from './columns.ts'
import { mentionsOf } from './mentions.ts'

/** A row of the public log as verify walks it. */
export type Logged = LogRow & { involvement_id: string; chain: string }

/** How a row of the log is called in a report. */
export function nameOf({ number, act, reference, at }: Logged): string {
  return `number ${number} (${reference} ${act} on ${formatDate(at.toISOString())})`
}

type Copy = Omit<
  Selectable<Tables['public_copy']>,
  'search_vector' | 'search_text' | 'names_text' | 'authority_id'
>

/** Compares every copy with the log: the first thing wrong, and how many copies there are. */
export async function flawOfCopies(
  db: Db,
  authorityId: string,
  log: readonly Logged[],
): Promise<{ copies: number; flaw: string | null }> {
  const rows = new Map(log.map(row => [row.number, row]))
  const later = laterActs(log)
  const kept = new Set<number>()
  let flaw: string | null = null
  let after = 0
  for (;;) {
    const copies = await listCopies(db, authorityId, after)
    for (const copy of copies) {
      flaw ??= flawOf(copy, rows.get(copy.number), later)
      kept.add(copy.number)
    }
    flaw ??= await flawOfSearch(db, authorityId, copies)
    flaw ??= await flawOfMentions(db, authorityId, copies)
    if (copies.length < pageLength) break
    after = copies.at(-1)!.number
  }
  const missing = log.find(row => row.act === 'published' && !later.erased(row) && !kept.has(row.number))
  return { copies: kept.size, flaw: flaw ?? (missing ? `the copy of ${nameOf(missing)} is missing` : null) }
}

const pageLength = 500

// What happened to an entry after an act: the next act, and whether any erased it.
function laterActs(log: readonly Logged[]) {
  const next = new Map<number, Logged>()
  const erasedAt = new Map<string, number>()
  const newest = new Map<string, Logged>()
  for (const row of log) {
    const before = newest.get(row.involvement_id)
    if (before) next.set(before.number, row)
    newest.set(row.involvement_id, row)
    if (row.act === 'erased') erasedAt.set(row.involvement_id, row.number)
  }
  return {
    next: (row: Logged) => next.get(row.number),
    erased: (row: Logged) => (erasedAt.get(row.involvement_id) ?? 0) > row.number,
  }
}

function listCopies(db: Db, authorityId: string, after: number): Promise<Copy[]> {
  return db
    .selectFrom('public_copy')
    .select([
      'number',
      'involvement_id',
      'reference',
      'name',
      'kind',
      'stage',
      'tier',
      'theme',
      'area',
      'directorate',
    ])
    .select(['lead', 'partners', 'our_role', 'pence', 'confirmed_on', 'content', 'published_at', 'until_at'])
    .where('authority_id', '=', authorityId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(pageLength)
    .execute()
}

function flawOf(copy: Copy, row: Logged | undefined, later: ReturnType<typeof laterActs>): string | null {
  if (row?.act !== 'published') return `there is a copy of number ${copy.number}, which published nothing`
  const { number, involvement_id, content, published_at, until_at, ...columns } = copy
  if (contentHash(content) !== row.content_hash)
    return `the copy of ${nameOf(row)} was changed after it was published`
  if (later.erased(row)) return `the copy of ${nameOf(row)} is there, though the entry was erased`
  if (sorted(columns) !== sorted(columnsOf(content)) || involvement_id !== row.involvement_id)
    return `what lists show of ${nameOf(row)} was changed after it was published`
  const until = later.next(row)?.at.getTime() ?? null
  if (published_at.getTime() !== row.at.getTime() || (until_at?.getTime() ?? null) !== until)
    return `from when to when ${nameOf(row)} was public is not what the log says`
  return null
}

async function flawOfSearch(db: Db, authorityId: string, copies: Copy[]): Promise<string | null> {
  const words = copies.map(({ number, content }) => ({ number, ...wordsOf(content) }))
  const { rows } = await sql<{ number: number }>`select c.number from public_copy c
    join jsonb_to_recordset(${JSON.stringify(words)}::text::jsonb)
      as w(number int, names text, a text, b text, c text) on w.number = c.number
    where c.authority_id = ${authorityId} and (c.names_text <> plain(w.names)
      or c.search_text <> plain(concat_ws(' ', w.a, w.b, w.c)))
    order by c.number limit 1`.execute(db)
  return rows[0] ? `what number ${rows[0].number} is found by was changed after it was published` : null
}

async function flawOfMentions(db: Db, authorityId: string, copies: Copy[]): Promise<string | null> {
  const rows = await db
    .selectFrom('public_mention')
    .select(['number', 'type', 'key', 'name', 'role'])
    .where('authority_id', '=', authorityId)
    .where('number', '>=', copies[0]?.number ?? 0)
    .where('number', '<=', copies.at(-1)?.number ?? 0)
    .execute()
  const said = Map.groupBy(rows, row => row.number)
  const inOrder = (list: { type: string; key: string; name: string; role: string }[]) =>
    list
      .map(({ type, key, name, role }) => `${type} ${key} ${name} ${role}`)
      .sort()
      .join('\n')
  const wrong = copies.find(
    ({ number, content }) => inOrder(said.get(number) ?? []) !== inOrder(mentionsOf(content)),
  )
  return wrong ? `whom and what number ${wrong.number} names was changed after it was published` : null
}
