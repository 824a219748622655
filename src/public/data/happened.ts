import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { PublicContent } from '#src/db/public-content.ts'
import type { PublicationAct } from '#src/db/tables.ts'
import type { Site } from '#src/public/site.ts'
import type { Addresses } from './addresses.ts'
import type { Happened } from './atom.ts'
import { cellOf } from './cells.ts'
import type { Column } from './columns.ts'

/** The newest acts of an authority's public log, newest first, each with what it changed as far as that is still kept: of what was erased nothing is. */
export async function listHappened(
  db: Db,
  site: Site,
  columns: readonly Column[],
  addresses: Addresses,
): Promise<Happened[]> {
  const { rows } = await sql<Row>`
    select p.number, p.act, p.at, p.reference, p.reason, c.content,
      last.act as "lastAct", l.content as "lastContent"
    from publication p
    left join public_copy c on c.authority_id = p.authority_id and c.number = p.number
    left join lateral (
      select q.number, q.act from publication q
      where q.authority_id = p.authority_id and q.involvement_id = p.involvement_id and q.number < p.number
      order by q.number desc limit 1
    ) last on true
    left join public_copy l on l.authority_id = p.authority_id and l.number = last.number
    where p.authority_id = ${site.authorityId}
    order by p.number desc limit ${newest}`.execute(db)
  return rows.map(({ content, lastAct, lastContent, act, ...row }) => ({
    ...row,
    act: act === 'published' && lastAct === 'published' ? 'changed' : act,
    name: (content ?? lastContent)?.name ?? null,
    changed: content && lastContent ? changedIn(lastContent, content, columns, addresses) : [],
  }))
}

const newest = 100

type Row = {
  number: number
  act: PublicationAct
  at: Date
  reference: string
  reason: string
  content: PublicContent | null
  lastAct: PublicationAct | null
  lastContent: PublicContent | null
}

function changedIn(
  before: PublicContent,
  after: PublicContent,
  columns: readonly Column[],
  addresses: Addresses,
): string[] {
  const cell = (content: PublicContent, column: Column) =>
    cellOf(column, { content, number: 0, publishedAt: new Date(0), untilAt: null }, addresses)
  return columns.filter(column => cell(before, column) !== cell(after, column)).map(column => column.heading)
}
