import { type Expression, type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Sight } from '#src/accounts/may.ts'
import type { Db } from '#src/db/open.ts'
import { searchFor, tsqueryOf } from '#src/db/search.ts'
import type { Tables } from '#src/db/tables.ts'
import { isId } from '#src/domain/id.ts'
import { startGaps } from './gaps.ts'
import { addressOf, type Filters } from './list-filters.ts'
import { withStartGap } from './start-gaps.ts'

/** Who asks for a list, and on which day. */
export type Asking = { db: Db; authorityId: string; sight: Sight; today: string }

export const pageSize = 50

type ListedEntry = { id: string } & Pick<
  Selectable<Tables['register_entry']>,
  | 'reference'
  | 'name'
  | 'kind'
  | 'stage'
  | 'tier'
  | 'directorate'
  | 'sponsor'
  | 'lead'
  | 'pence'
  | 'confirmed_on'
  | 'changed_at'
  | 'gaps'
>
export type Listed = { entries: ListedEntry[]; total: number; page: number; pages: number; near: boolean }

/**
 * One page of the register as its filters show it, with how many entries there are in all. A page past the end
 * gives the last one. `near` says that no entry has the words as typed.
 */
export async function listEntries(asking: Asking, filters: Filters): Promise<Listed> {
  if (filters.q !== '') return searchEntries(asking, filters)
  const entries = await found(asking, filters)
    .select(columns)
    .select(counted(asking, filters).as('total'))
    .orderBy(sortOf(filters))
    .orderBy('e.involvement_id')
    .limit(pageSize)
    .offset((filters.page - 1) * pageSize)
    .execute()
  if (entries.length === 0 && filters.page > 1) return listEntries(asking, await lastPage(asking, filters))
  const total = entries[0]?.total ?? 0
  return { entries, total, page: filters.page, pages: pagesFor(total), near: false }
}

async function lastPage(asking: Asking, filters: Filters): Promise<Filters> {
  const { total } = await asking.db
    .selectNoFrom(counted(asking, filters).as('total'))
    .executeTakeFirstOrThrow()
  return { ...filters, page: pagesFor(total ?? 0) }
}

function counted(asking: Asking, filters: Filters) {
  return found(asking, filters).select(eb => eb.fn.countAll<number>().as('all'))
}

// Counted while it is found, and the entries themselves read for one page only: a search is dear and its rows are wide.
async function searchEntries(asking: Asking, filters: Filters): Promise<Listed> {
  const rows = await asking.db
    .with('turned', () =>
      isPlain(asking, filters) ? bestMatches(asking, filters) : matches(asking, filters),
    )
    .selectFrom('turned')
    .innerJoin('register_entry as e', join =>
      join.on('e.authority_id', '=', asking.authorityId).onRef('e.involvement_id', '=', 'turned.id'),
    )
    .select([...columns, 'turned.near', 'turned.total'])
    .orderBy('turned.place')
    .execute()
  if (rows.length === 0 && filters.page > 1) return searchEntries(asking, await lastPage(asking, filters))
  const total = rows[0]?.total ?? 0
  const near = rows.some(entry => entry.near)
  return { entries: rows, total, page: filters.page, pages: pagesFor(total), near }
}

function matches(asking: Asking, filters: Filters) {
  return found(asking, filters)
    .select(['e.involvement_id as id', 's.near', sql<number>`count(*) over ()`.as('total')])
    .select(sql<number>`row_number() over (order by ${sortOf(filters)}, e.involvement_id)`.as('place'))
    .orderBy('place')
    .limit(pageSize)
    .offset((filters.page - 1) * pageSize)
}

// Nothing but words, best match first: what most searches are. The function then gives the page itself.
function isPlain({ sight }: Asking, filters: Filters): boolean {
  const { q, page, ...rest } = filters
  return (
    sight === 'all' && addressOf({ ...rest, q: '', page: 1 }) === '?sort=match' && searchFor(q) !== undefined
  )
}

function bestMatches({ db }: Asking, { q, page }: Filters) {
  const search = searchFor(q)!
  type Match = { id: string; near: boolean; total: number; place: number }
  return db
    .selectFrom(
      sql<Match>`search_page(${search.phrase}, ${tsqueryOf(search)}, ${search.words}::text[],
        ${pageSize}, ${(page - 1) * pageSize})`.as('s'),
    )
    .select(['s.id', 's.near', 's.total', 's.place'])
}

const columns = [
  'e.involvement_id as id',
  'e.reference',
  'e.name',
  'e.kind',
  'e.stage',
  'e.tier',
  'e.directorate',
  'e.sponsor',
  'e.lead',
  'e.pence',
  'e.confirmed_on',
  'e.changed_at',
  'e.gaps',
] as const

/** The ids of every entry the filters show, in the list's order. */
export async function listEntryIds(asking: Asking, filters: Filters): Promise<string[]> {
  const rows = await found(asking, filters)
    .select('e.involvement_id as id')
    .orderBy(sortOf(filters))
    .orderBy('e.involvement_id')
    .execute()
  return rows.map(row => row.id)
}

/** Whether the register holds anything that this reader may see. */
export async function hasEntries({ db, authorityId, sight }: Asking): Promise<boolean> {
  const row = await db
    .selectFrom('register_entry as e')
    .select('e.involvement_id')
    .where('e.authority_id', '=', authorityId)
    .where('e.merged', '=', false)
    .where('e.removed', '=', false)
    .where(within(sight))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The condition that keeps a list of entries within what its reader may see. */
export function within(sight: Sight) {
  return (eb: ExpressionBuilder<{ e: Tables['register_entry'] }, 'e'>): Expression<SqlBool> =>
    sight === 'all'
      ? eb.lit(true)
      : eb.or([
          eb('e.directorate_id', '=', anyOf(sight.directorateIds)),
          eb('e.involvement_id', '=', anyOf(sight.involvementIds)),
        ])
}

const pagesFor = (total: number) => Math.max(1, Math.ceil(total / pageSize))

function found({ db, authorityId, sight, today }: Asking, filters: Filters) {
  const { status, kind, tier, role, directorate, sponsor, lead, partner, person, priority } = filters
  return db
    .selectFrom('register_entry as e')
    .innerJoin(searched(filters.q).as('s'), join =>
      filters.q === '' ? join.onTrue() : join.onRef('s.involvement_id', '=', 'e.involvement_id'),
    )
    .where('e.authority_id', '=', authorityId)
    .where('e.merged', '=', false)
    .where('e.removed', '=', false)
    .where(within(sight))
    .$if(status.length > 0, query => query.where('e.stage', 'in', status))
    .$if(kind.length > 0, query => query.where('e.kind', 'in', kind))
    .$if(tier.length > 0, query => query.where(sql`coalesce(e.tier, 'none')`, 'in', tier))
    .$if(role.length > 0, query => query.where(sql`coalesce(nullif(e.our_role, ''), 'none')`, 'in', role))
    .$if(directorate.length > 0, query => query.where(ofDirectorates(directorate)))
    .$if(sponsor.length > 0, query => query.where(sql<SqlBool>`e.sponsor_ids && ${sponsor}::uuid[]`))
    .$if(lead !== '', query =>
      query.where(sql<SqlBool>`e.lead_organisation_id = any(${organisations(authorityId, lead)})`),
    )
    .$if(partner !== '', query =>
      query.where(sql<SqlBool>`e.organisation_ids && ${organisations(authorityId, partner)}`),
    )
    .$if(person !== '', query =>
      query.where(sql<SqlBool>`(e.person_ids && ${people(authorityId, person)}
        or e.post_ids && ${posts(authorityId, person, today)})`),
    )
    .$if(priority.length > 0, query => query.where(sql<SqlBool>`e.priority_ids && ${priority}::uuid[]`))
    .$if(filters.gap.length > 0, query =>
      query.where(
        filters.gap.includes('any')
          ? sql<SqlBool>`cardinality(e.gaps) > 0`
          : lacking(filters.gap, authorityId, today),
      ),
    )
    .$if(filters.confirmed.length > 0, query => query.where(unconfirmed(filters.confirmed, today)))
    .where(eb =>
      eb.and(
        Object.entries(filters.own).map(([name, values]) => {
          const stored = values.map(value => ({ yes: 'true', no: 'false' })[value] ?? value)
          return sql<SqlBool>`e.custom ->> ${name.slice('custom.'.length)} = any(${[...stored, ...values]}::text[])`
        }),
      ),
    )
}

function lacking(named: string[], authorityId: string, today: string) {
  const kept = sql<SqlBool>`e.gaps && ${named}::text[]`
  const ofStart = startGaps.map(gap => gap.name).filter(name => named.includes(name))
  if (ofStart.length === 0) return kept
  const started = withStartGap(authorityId, ofStart, today)
  return ofStart.length === named.length ? started : sql<SqlBool>`(${kept} or ${started})`
}

// Put so that the index of directorates serves it.
function ofDirectorates(chosen: string[]) {
  const named = sql<SqlBool>`e.directorate_id = ${anyOf(chosen.filter(isId))}`
  return chosen.includes('none') ? sql<SqlBool>`(e.directorate_id is null or ${named})` : named
}

function searched(typed: string) {
  type Hit = { involvement_id: string; score: number; near: boolean }
  if (typed === '') return sql<Hit>`(select null::uuid as involvement_id, 0 as score, false as near)`
  const search = searchFor(typed)
  if (!search) return sql<Hit>`(select null::uuid as involvement_id, 0 as score, false as near where false)`
  return sql<Hit>`search_register(${search.phrase}, ${tsqueryOf(search)}, ${search.words}::text[])`
}

function sortOf({ sort, order }: Filters) {
  const column = {
    match: sql`s.score`,
    name: sql`plain(e.name) collate "und-x-icu"`,
    reference: sql`e.reference`,
    changed: sql`e.changed_at`,
    money: sql`e.pence`,
    confirmed: sql`coalesce(e.confirmed_on, '')`,
  }[sort]
  return sql`${column} ${sql.raw(order)}`
}

/** Neither today nor in the year before it; what has ended needs no confirming. */
export function unconfirmed(ways: Filters['confirmed'], today: string) {
  const yearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
  return ways.includes('year')
    ? sql<SqlBool>`(e.stage not in ('ended', 'declined', 'not-a-partnership') and coalesce(e.confirmed_on, '') <= ${yearAgo})`
    : sql<SqlBool>`e.confirmed_on is null`
}

// A name as typed, or an id from a link. A name that is somebody's exactly means nobody else.
function organisations(authorityId: string, typed: string) {
  if (isId(typed)) return sql`array[${typed}::uuid]`
  return sql`array(with named as (
      select o.id, plain(o.name) = plain(${typed}) as exact from organisation o
      where o.authority_id = ${authorityId}
        and strpos(plain(o.name || ' ' || array_to_string(o.other_names, ' ')), plain(${typed})) > 0)
    select id from named where exact or not exists (select from named where exact))`
}

function people(authorityId: string, typed: string) {
  if (isId(typed)) return sql`array[${typed}::uuid]`
  return sql`array(select p.id from person p where p.authority_id = ${authorityId}
    and strpos(plain(p.honorific || ' ' || p.name), plain(${typed})) > 0)`
}

function posts(authorityId: string, typed: string, today: string) {
  if (isId(typed))
    return sql`array(select h.post_id from post_holding h where h.authority_id = ${authorityId}
      and h.person_id = ${typed} and h.starts_on <= ${today} and (h.ends_on is null or h.ends_on >= ${today})
      union all select ${typed}::uuid)`
  return sql`array(select h.post_id from post_holding h
      join person p on p.authority_id = h.authority_id and p.id = h.person_id
      where h.authority_id = ${authorityId} and h.starts_on <= ${today} and (h.ends_on is null or h.ends_on >= ${today})
        and strpos(plain(p.honorific || ' ' || p.name), plain(${typed})) > 0
    union all select t.id from post t
      where t.authority_id = ${authorityId} and strpos(plain(t.title), plain(${typed})) > 0)`
}

function anyOf(list: string[]) {
  return sql<string>`any(${list}::uuid[])`
}
