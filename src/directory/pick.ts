import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { oneLine } from '#src/web/inputs.ts'

/** A record one can choose by typing its label; `name` is enough where only one is called so. */
export type Option = { id: string; name: string; label: string }

/** The bodies one can choose. */
export async function listBodiesToPick(db: Db): Promise<Option[]> {
  const rows = await db
    .selectFrom('organisation')
    .select(['id', 'name', 'sector as detail'])
    .where('merged_into', 'is', null)
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
  return labelled(rows)
}

/** The people one can choose; leavers only where asked for. */
export async function listPeopleToPick(db: Db, leavers = false): Promise<Option[]> {
  const rows = await db
    .selectFrom('person')
    .select([
      'id',
      'name',
      sql<string>`coalesce(nullif(email, ''), nullif(job_title, ''), kind)`.as('detail'),
    ])
    .where('merged_into', 'is', null)
    .$if(!leavers, query => query.where('left_on', 'is', null))
    .orderBy(sql`plain(name) collate "und-x-icu"`)
    .execute()
  return labelled(rows)
}

/** The posts one can choose, by title and, where two are called so, directorate. */
export async function listPostsToPick(db: Db): Promise<Option[]> {
  const rows = await db
    .selectFrom('post')
    .leftJoin('directorate as d', 'd.id', 'post.directorate_id')
    .select(['post.id', 'post.title as name', sql<string>`coalesce(d.name, 'no directorate')`.as('detail')])
    .where('post.closed_on', 'is', null)
    .orderBy(sql`plain(post.title) collate "und-x-icu"`)
    .execute()
  return labelled(rows)
}

/** The one meant by what was typed; 'none' or 'several' where it is not clear. */
export function pickOf(options: readonly Option[], typed: string): Option | 'none' | 'several' {
  const text = oneLine(typed).toLowerCase()
  const exact = options.filter(option => option.label.toLowerCase() === text)
  const found = exact.length > 0 ? exact : options.filter(option => option.name.toLowerCase() === text)
  if (found.length > 1) return 'several'
  return found[0] ?? 'none'
}

/** The label of a chosen one, for the box; '' for none. */
export function labelOfPick(options: readonly Option[], id: string | null): string {
  return options.find(option => option.id === id)?.label ?? ''
}

function labelled(rows: { id: string; name: string; detail: string }[]): Option[] {
  const often = new Map<string, number>()
  for (const { name } of rows) often.set(name.toLowerCase(), (often.get(name.toLowerCase()) ?? 0) + 1)
  const seen = new Map<string, number>()
  return rows.map(({ id, name, detail }) => {
    if (often.get(name.toLowerCase()) === 1) return { id, name, label: name }
    const label = `${name} (${detail})`
    const again = (seen.get(label.toLowerCase()) ?? 0) + 1
    seen.set(label.toLowerCase(), again)
    return { id, name, label: again === 1 ? label : `${label} ${again}` }
  })
}
