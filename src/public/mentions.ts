import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { PublicContent } from '#src/db/public-content.ts'
import type { Stage } from '#src/domain/words.ts'
import { NotFound } from '#src/errors.ts'
import type { Site } from './site.ts'

export type MentionType = 'body' | 'person' | 'post'

/** Someone or something that current copies name, with how many do. */
export type Mentioned = { type: MentionType; key: string; name: string; entries: number }

/** A copy that names it, and as what. */
export type Naming = {
  number: number
  reference: string
  name: string
  stage: Stage
  roles: string[]
  content: PublicContent
}

/** The most copies a page about one body or person shows; the register shows them all. */
export const mostShown = 200

/** Everyone or everything of these types that the authority's current copies name, by name (REG-5). */
export async function listMentioned(db: Db, site: Site, types: readonly MentionType[]): Promise<Mentioned[]> {
  const { rows } = await sql<Mentioned>`
    select m.type, (array_agg(m.key order by m.number desc))[1] as key,
      (array_agg(m.name order by m.number desc))[1] as name, count(distinct m.number)::int as entries
    from public_mention m
    join public_copy c on c.authority_id = m.authority_id and c.number = m.number and c.until_at is null
    where m.authority_id = ${site.authorityId} and m.type = any(${types}::text[])
    group by m.type, right(m.key, 8)
    order by plain((array_agg(m.name order by m.number desc))[1]) collate "und-x-icu", 2`.execute(db)
  return rows
}

/**
 * What names it now: found by the end of the key, which stays when a name changes. `key` is the right one.
 * @throws NotFound where no current copy does
 */
export async function findMentioned(
  db: Db,
  site: Site,
  type: MentionType,
  key: string,
): Promise<Mentioned & { naming: Naming[] }> {
  const { rows } = await sql<Naming & { key: string; named: string; entries: number }>`
    with named as (
      select m.number, max(m.key) as key, max(m.name) as named, array_agg(m.role order by m.role) as roles
      from public_mention m
      where m.authority_id = ${site.authorityId} and m.type = ${type} and right(m.key, 8) = ${key.slice(-8)}
      group by m.number
    )
    select n.*, c.reference, c.name, c.stage, c.content, count(*) over ()::int as entries
    from named n join public_copy c on c.authority_id = ${site.authorityId} and c.number = n.number
    where c.until_at is null
    order by plain(c.name) collate "und-x-icu", c.number
    limit ${mostShown}`.execute(db)
  const newest = rows.toSorted((a, b) => b.number - a.number)[0]
  if (!newest) throw new NotFound('No such page')
  return { type, key: newest.key, name: newest.named, entries: newest.entries, naming: rows }
}

/** Of the bodies, people and posts an earlier copy names, the ends of the keys that have a page now. */
export async function listNamedNow(
  db: Db,
  site: Site,
  { bodies, people }: PublicContent,
): Promise<ReadonlySet<string>> {
  const keys = [
    ...bodies.map(body => body.key),
    ...people.flatMap(({ person, post }) => [person?.key ?? '', post?.key ?? '']),
  ]
  const { rows } = await sql<{ end: string }>`
    select distinct right(m.key, 8) as end from public_mention m
    join public_copy c on c.authority_id = m.authority_id and c.number = m.number and c.until_at is null
    where m.authority_id = ${site.authorityId} and m.type in ('body', 'person', 'post')
      and right(m.key, 8) = any(${keys.map(key => key.slice(-8))}::text[])`.execute(db)
  return new Set(rows.map(row => row.end))
}
