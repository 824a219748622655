import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '#src/db/open.ts'

/** Every table whose rows belong to an authority, from the database's own catalogue. */
export async function tenantTables(database: Database): Promise<string[]> {
  const { rows } = await sql<{ table_name: string }>`select c.table_name from information_schema.columns c
    join pg_class p on p.relname = c.table_name and p.relkind = 'r' and p.relnamespace = 'public'::regnamespace
    where c.table_schema = 'public' and c.column_name = 'authority_id' order by 1`.execute(
    database.maintenance(),
  )
  return rows.map(row => row.table_name)
}

/** A fingerprint of every row an authority has, table by table. */
export async function fingerprint(database: Database, authorityId: string): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  for (const table of await tenantTables(database)) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t
      where authority_id = ${authorityId} order by 1`.execute(database.maintenance())
    prints[table] = `${rows.length} rows ${createHash('sha256')
      .update(rows.map(row => row.row).join('\n'))
      .digest('hex')
      .slice(0, 12)}`
  }
  return prints
}

export const secret = 'B-SECRET'

/**
 * Writes a secret into every free text of an authority's rows, past the trail.
 * @param into the tables it goes into, all of them where absent
 * @returns the columns that took one, as 'table.column'
 */
export async function plantSecrets(
  database: Database,
  authorityId: string,
  into: (table: string) => boolean = () => true,
): Promise<string[]> {
  const db = database.maintenance()
  const tables = (await tenantTables(database)).filter(into)
  const { rows } = await sql<{ table_name: string; column_name: string; data_type: string }>`
    select table_name, column_name, data_type from information_schema.columns
    where table_schema = 'public' and table_name = any(${tables})
      and table_name not like 'event%' and (data_type = 'text' or udt_name = '_text')`.execute(db)
  const planted: string[] = []
  for (const { table_name, column_name, data_type } of rows) {
    const word = `${secret}-${table_name}-${column_name}`
    const column = sql.ref(column_name)
    const value =
      data_type === 'text' ? sql`${column} || ' ' || ${word}` : sql`array_append(${column}, ${word})`
    // Words of a closed list, dates and keys refuse it; everything people write takes it.
    const took = await sql`update ${sql.table(table_name)} set ${column} = ${value}
      where authority_id = ${authorityId}`
      .execute(db)
      .then(
        () => true,
        () => false,
      )
    if (took) planted.push(`${table_name}.${column_name}`)
  }
  return planted
}

/** The id of every row an authority has, with the table it stands in. */
export async function idsOf(database: Database, authorityId: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const { rows: tables } = await sql<{ table_name: string }>`select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'id' and table_name = any(${await tenantTables(database)})`.execute(
    database.maintenance(),
  )
  for (const { table_name } of tables) {
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(table_name)}
      where authority_id = ${authorityId}`.execute(database.maintenance())
    for (const { id } of rows) ids.set(id, table_name)
  }
  return ids
}

/** Where an authority's rows name any of these ids, as 'table id'. */
export async function mentions(database: Database, authorityId: string, ids: Set<string>): Promise<string[]> {
  const found: string[] = []
  for (const table of await tenantTables(database)) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t
      where authority_id = ${authorityId}`.execute(database.maintenance())
    for (const { row } of rows)
      for (const id of row.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [])
        if (ids.has(id)) found.push(`${table} ${id}`)
  }
  return found
}
