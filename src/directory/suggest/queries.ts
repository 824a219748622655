import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { searchFor } from '#src/db/search.ts'
import { formatDate } from '#src/domain/dates.ts'

/** One name to take: as the forms read it, and what tells it from others. `gone` for who left and what closed. */
export type Suggestion = { name: string; detail: string; aliases: string[]; gone: boolean; rank: number }

/** What someone has typed, on which day, and whether what is gone is wanted too. */
export type Typed = { q: string; today: string; current: boolean }

export const most = 10

/** The bodies that what is typed may mean, by any of their names; a merged one leads to the one that was kept. */
export async function suggestOrganisations(db: Db, typed: Typed): Promise<Suggestion[]> {
  const rows = await suggested(db, 'organisation', typed, {
    name: sql`t.name`,
    aliases: sql`to_jsonb(t.other_names)`,
    detail: sql`''`,
    gone: sql`null`,
    onlyIf: sql`t.merged_into is null`,
  })
  return rows.map(row => ({ ...row, detail: alsoCalled(row, typed.q) }))
}

/** The people that what is typed may mean, with what they do; those who left come last. */
export async function suggestPeople(db: Db, typed: Typed): Promise<Suggestion[]> {
  const rows = await suggested(db, 'person', typed, {
    name: sql`ltrim(t.honorific || ' ' || t.name)`,
    begins: sql`t.name`,
    aliases: sql`(select coalesce(jsonb_agg(m.name), '[]') from person m
      where m.authority_id = t.authority_id and m.merged_into = t.id)`,
    detail: sql`coalesce(nullif(t.job_title, ''), nullif(t.ward, ''), '')`,
    gone: sql`t.left_on`,
    onlyIf: sql`t.merged_into is null`,
  })
  return rows.map(row => ({ ...row, detail: withEnd(row, 'left') }))
}

/** The posts that what is typed may mean, with who holds each that day; those that are closed come last. */
export async function suggestPosts(db: Db, typed: Typed): Promise<Suggestion[]> {
  const rows = await suggested(db, 'post', typed, {
    name: sql`t.title`,
    aliases: sql`'[]'::jsonb`,
    detail: sql`coalesce((select string_agg(p.name, ', ' order by p.name) from post_holding h
      join person p on p.authority_id = h.authority_id and p.id = h.person_id
      where h.authority_id = t.authority_id and h.post_id = t.id and not h.deputy
        and h.starts_on <= ${typed.today} and (h.ends_on is null or h.ends_on >= ${typed.today})), '')`,
    gone: sql`t.closed_on`,
    onlyIf: sql`true`,
  })
  return rows.map(row => ({ ...row, detail: withEnd(row, 'closed') }))
}

/** The people and posts that what is typed may mean, for boxes that take either. */
export async function suggestHolders(db: Db, typed: Typed): Promise<Suggestion[]> {
  const both = [...(await suggestPeople(db, typed)), ...(await suggestPosts(db, typed))]
  return both.toSorted((a, b) => Number(a.gone) - Number(b.gone) || a.rank - b.rank).slice(0, most)
}

type Columns = Record<'name' | 'aliases' | 'detail' | 'gone' | 'onlyIf', RawBuilder<unknown>> & {
  begins?: RawBuilder<unknown>
}
type Row = Suggestion & { gone_on: string | null }

async function suggested(db: Db, table: string, typed: Typed, columns: Columns): Promise<Row[]> {
  const search = searchFor(typed.q)
  if (!search) return []
  const { rows } = await sql<Omit<Row, 'gone'>>`
    with recursive asked as (select plain(${search.phrase}) as q,
        array(select plain(w) from unnest(${search.words}::text[]) w order by length(plain(w)) desc) as words),
      found(id) as (
        select distinct s.id from asked, suggested(${table}, asked.q, asked.words) s
        ${table === 'post' ? sql`` : survivorsOf(table)}),
      named as (
        select ${columns.name} as name, ${columns.begins ?? columns.name} as begins, ${columns.aliases} as aliases,
          ${columns.detail} as detail, ${columns.gone} as gone_on
        from found join ${sql.table(table)} t on t.id = found.id
        where ${columns.onlyIf} ${typed.current ? sql`and ${columns.gone} is null` : sql``})
    select name, aliases, detail, gone_on, case
        when plain(name) = q or plain(begins) = q then 0
        when starts_with(plain(name), q) or starts_with(plain(begins), q) then 1
        when strpos(' ' || plain(name), ' ' || q) > 0 then 2
        when strpos(plain(name), q) > 0 then 3
        else 4 end as rank
    from named, asked
    order by gone_on is not null, rank, plain(begins) collate "und-x-icu", name
    limit ${most}`.execute(db)
  return rows.map(row => ({ ...row, gone: row.gone_on !== null }))
}

const survivorsOf = (table: string) =>
  sql`union select m.merged_into from found join ${sql.table(table)} m on m.id = found.id where m.merged_into is not null`

// Said where the name alone does not show why it is offered.
function alsoCalled({ rank, aliases }: Row, q: string): string {
  if (rank < 4) return ''
  const first = q.toLowerCase().split(' ')[0]!
  const alias = aliases.find(each => each.toLowerCase().includes(first)) ?? aliases[0]
  return alias ? `also called ${alias}` : ''
}

const withEnd = ({ detail, gone_on }: Row, word: string) =>
  [detail, gone_on ? `${word} ${formatDate(gone_on)}` : ''].filter(Boolean).join(', ')
