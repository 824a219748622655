import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** A table as a backup sees it. `own` are the columns that name another row of the same table. */
export type Table = { name: string; columns: string[]; key: string[]; own: string[]; bulky: boolean }

/** Every table of the installation, each after those its rows point to. */
export async function listTables(db: Kysely<Tables>): Promise<Table[]> {
  const { rows } = await sql<Table & { needs: string[] }>`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped order by a.attnum) as columns,
      array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary order by a.attnum) as key,
      array(select distinct f.confrelid::regclass::text from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs,
      array(select distinct a.attname::text from pg_constraint f join pg_attribute a on a.attrelid = c.oid and a.attnum = any(f.conkey)
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid = c.oid and not a.attnotnull) as own,
      exists(select from pg_attribute a where a.attrelid = c.oid and a.atttypid = 'bytea'::regtype) as bulky
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
    order by c.relname`.execute(db)
  const placed: typeof rows = []
  while (placed.length < rows.length) {
    const names = new Set(placed.map(table => table.name))
    const next = rows.filter(table => !names.has(table.name) && table.needs.every(need => names.has(need)))
    if (next.length === 0) throw new Error('Tables point to each other in a circle')
    placed.push(...next)
  }
  return placed.map(({ name, columns, key, own, bulky }) => ({ name, columns, key, own, bulky }))
}

/** The migrations the database has. */
export async function listMigrations(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(row => row.name)
}

/** How many rows the table has. */
export async function countRows(db: Kysely<Tables>, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db)
  return rows[0]!.count
}

/** The first line of a backup; then each table's name, its rows and their number; last the whole file's hash. */
export type Header = { concordat: 'backup'; format: 1; at: string; migrations: string[] }
export const format = 1
