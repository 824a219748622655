import { type SqlBool, sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { PublicContent } from '#src/db/public-content.ts'
import { searchFor, tsqueryOf } from '#src/db/search.ts'
import type { PublicationAct } from '#src/db/tables.ts'
import type { Kind, Stage, Tier } from '#src/domain/words.ts'
import { NotFound } from '#src/errors.ts'
import type { Asked } from './asked.ts'
import { endOfDay } from './day.ts'
import type { Site } from './site.ts'

export const pageSize = 50

/** One entry as a list shows it. */
export type ListedCopy = {
  authorityId: string
  number: number
  reference: string
  name: string
  kind: Kind
  stage: Stage
  tier: Tier | null
  theme: string
  area: string
  directorate: string
  lead: string
  pence: number | null
  confirmedOn: string | null
  publishedAt: Date
  near: boolean
}
export type ListedCopies = {
  copies: ListedCopy[]
  total: number
  page: number
  pages: number
  /** No entry has the words as typed; these have the nearest. */
  near: boolean
}

/**
 * One page of what an authority publishes, of all of them where `site` is null, with how many entries there are in
 * all (REG-5). A page past the end gives the last one.
 */
export async function listPublic(db: Db, site: Site | null, asked: Asked): Promise<ListedCopies> {
  if (asked.q !== '') return searchPublic(db, site, asked)
  const total = await countPublic(db, site, asked)
  const page = Math.min(asked.page, pagesFor(total))
  const copies = total === 0 ? [] : await pageOf(db, site, asked, page).execute()
  return { copies, total, page, pages: pagesFor(total), near: false }
}

// Counted while it is found: a search is dear.
async function searchPublic(db: Db, site: Site | null, asked: Asked): Promise<ListedCopies> {
  const rows = await pageOf(db, site, asked, asked.page)
    .select(sql<number>`count(*) over ()`.as('total'))
    .execute()
  if (rows.length === 0 && asked.page > 1)
    return searchPublic(db, site, { ...asked, page: pagesFor(await countPublic(db, site, asked)) })
  const total = rows[0]?.total ?? 0
  const copies = rows.map(({ total: _, ...copy }) => copy)
  return { copies, total, page: asked.page, pages: pagesFor(total), near: rows.some(each => each.near) }
}

const pagesFor = (total: number) => Math.max(1, Math.ceil(total / pageSize))

async function countPublic(db: Db, site: Site | null, asked: Asked): Promise<number> {
  const { total } = await copiesFor(db, site, asked)
    .select(eb => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

const pageOf = (db: Db, site: Site | null, asked: Asked, page: number) =>
  copiesFor(db, site, asked)
    .select([
      'c.authority_id as authorityId',
      'c.number',
      'c.reference',
      'c.name',
      'c.kind',
      'c.stage',
      'c.tier',
      'c.theme',
      'c.area',
      'c.directorate',
      'c.lead',
      'c.pence',
      'c.confirmed_on as confirmedOn',
      'c.published_at as publishedAt',
      's.near',
    ])
    .orderBy(orderOf(asked))
    .orderBy('c.number')
    .limit(pageSize)
    .offset((page - 1) * pageSize)

/** The copies that fit, alone: `c` is the copy, `s` what the search says of it. For lists, files and feeds. */
export function copiesFor(db: Db, site: Site | null, asked: Asked) {
  const { asAt, kind, stage, tier, theme, area, directorate, body } = asked
  return db
    .selectFrom('public_copy as c')
    .innerJoin(searched(site, asked).as('s'), join =>
      asked.q === '' || asAt
        ? join.onTrue()
        : join.onRef('s.authority_id', '=', 'c.authority_id').onRef('s.number', '=', 'c.number'),
    )
    .$if(site !== null, query => query.where('c.authority_id', '=', site!.authorityId))
    .where(asAt ? heldAtEndOf(asAt) : sql<SqlBool>`c.until_at is null`)
    .$if(asAt !== null && asked.q !== '', query => query.where(hasWords(asked.q)))
    .$if(kind.length > 0, query => query.where('c.kind', 'in', kind as Kind[]))
    .$if(stage.length > 0, query => query.where('c.stage', 'in', stage as Stage[]))
    .$if(tier.length > 0, query => query.where('c.tier', 'in', tier as Tier[]))
    .$if(theme !== '', query => query.where('c.theme', '=', theme))
    .$if(area !== '', query => query.where('c.area', '=', area))
    .$if(directorate !== '', query => query.where('c.directorate', '=', directorate))
    .$if(body !== '', query => query.where(names(body, asAt)))
}

/** The order of a list, before the number that settles it. */
export function orderOf({ sort }: Asked) {
  return {
    match: sql`s.score desc`,
    name: sql`plain(c.name) collate "und-x-icu"`,
    newest: sql`c.published_at desc`,
    reference: sql`c.reference`,
    money: sql`c.pence desc nulls last`,
  }[sort]
}

// Current copies stand in an index by whom they name, under the end of its id: the rest of a key is its name.
function names(body: string, asAt: string | null) {
  if (asAt) return sql<SqlBool>`c.content -> 'bodies' @> ${JSON.stringify([{ key: body }])}::jsonb`
  return sql<SqlBool>`exists (select from public_mention m where m.authority_id = c.authority_id
    and m.number = c.number and m.type = 'body' and right(m.key, 8) = ${body.slice(-8)})`
}

// One clause for both: the day's end lies in the time the copy was the one to read.
function heldAtEndOf(day: string) {
  const end = endOfDay(day)
  return sql<SqlBool>`(c.published_at < ${end} and (c.until_at is null or c.until_at >= ${end}))`
}

type Hit = { authority_id: string; number: number; score: number; near: boolean }
const noHit = sql`null::uuid as authority_id, null::int as number, 0 as score, false as near`

function searched(site: Site | null, { q, asAt }: Asked) {
  if (q === '' || asAt) return sql<Hit>`(select ${noHit})`
  const search = searchFor(q)
  if (!search) return sql<Hit>`(select ${noHit} where false)`
  const authority = site?.authorityId ?? null
  return sql<Hit>`search_public(${authority}::uuid, ${search.phrase}, ${tsqueryOf(search)}, ${search.words}::text[])`
}

// Past copies are searched without their like: the indexes of words hold what is current.
function hasWords(q: string) {
  const search = searchFor(q)
  return search ? sql<SqlBool>`c.search_vector @@ (${tsqueryOf(search)})` : sql<SqlBool>`false`
}

/** One copy and when the public could read it. */
export type Version = { number: number; content: PublicContent; publishedAt: Date; untilAt: Date | null }
/** One line of the public log. */
export type Logged = {
  number: number
  act: PublicationAct
  reference: string
  at: Date
  contentHash: string
  reason: string
}
/** What the public may know of a reference: the copy asked for, or why there is none, and its log, newest first. */
export type FoundPublic = { reference: string; log: Logged[] } & (
  | { state: 'published' | 'past'; copy: Version }
  /** Withdrawn; `copy` is the last there was. */
  | { state: 'ended'; copy: Version; ended: Logged }
  | { state: 'erased'; erased: Logged }
  | { state: 'not-then' }
)

/**
 * What is published under a reference, now or at the end of a day that is over (REG-5).
 * @throws NotFound where nothing ever was
 */
export async function findPublic(
  db: Db,
  site: Site,
  reference: string,
  asAt: string | null = null,
): Promise<FoundPublic> {
  const log = await listLog(db, site, { reference })
  const last = log[0]
  if (!last) throw new NotFound('No such entry')
  if (last.act === 'erased') return { reference, log, state: 'erased', erased: last }
  const copy = await findCopy(db, site, reference, asAt)
  if (!copy) {
    if (asAt) return { reference, log, state: 'not-then' }
    throw new NotFound('No such entry')
  }
  if (asAt) return { reference, log, copy, state: 'past' }
  return last.act === 'ended'
    ? { reference, log, copy, state: 'ended', ended: last }
    : { reference, log, copy, state: 'published' }
}

/** Every copy there is under a reference, newest first. */
export async function listVersions(db: Db, site: Site, reference: string): Promise<Version[]> {
  return versions(db, site, reference).execute()
}

/** The public log, newest first: all of it, of one reference, or what lies before a number. */
export async function listLog(
  db: Db,
  site: Site,
  { reference, before, limit = 1000 }: { reference?: string; before?: number; limit?: number } = {},
): Promise<Logged[]> {
  return db
    .selectFrom('publication')
    .select(['number', 'act', 'reference', 'at', 'content_hash as contentHash', 'reason'])
    .where('authority_id', '=', site.authorityId)
    .$if(reference !== undefined, query => query.where('reference', '=', reference!))
    .$if(before !== undefined, query => query.where('number', '<', before!))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
}

async function findCopy(db: Db, site: Site, reference: string, asAt: string | null) {
  return versions(db, site, reference)
    .$if(asAt !== null, query => query.where(heldAtEndOf(asAt!)))
    .limit(1)
    .executeTakeFirst()
}

const versions = (db: Db, site: Site, reference: string) =>
  db
    .selectFrom('public_copy as c')
    .select(['c.number', 'c.content', 'c.published_at as publishedAt', 'c.until_at as untilAt'])
    .where('c.authority_id', '=', site.authorityId)
    .where('c.reference', '=', reference)
    .orderBy('c.number', 'desc')
