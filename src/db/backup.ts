import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sql, type Transaction } from 'kysely'
import { Refused } from '#src/errors.ts'
import { countRows, format, type Header, listMigrations, listTables, type Table } from './contents.ts'
import type { Database } from './open.ts'
import type { Tables } from './tables.ts'

/**
 * Writes everything, as it stood at one moment, into one compressed file of JSON lines that either kind of database
 * takes back. The rows go through as PostgreSQL writes them, so that none loses anything on the way.
 * @returns how many rows each table gave
 * @throws Refused when the file cannot be written
 */
export async function backUp(
  database: Database,
  path: string,
  at: Date,
  told: (done: number, of: number) => void = () => {},
): Promise<Map<string, number>> {
  const partial = `${path}.partial`
  const counts = new Map<string, number>()
  try {
    await database
      .maintenance()
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(trx =>
        pipeline(
          Readable.from(hashed(linesOf(trx, at, counts, told))),
          createGzip(),
          createWriteStream(partial, { mode: 0o600 }),
        ),
      )
    await settle(partial)
    await rename(partial, path)
    return counts
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {})
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall) throw new Refused(`The file ${path} cannot be written (${code}).`)
    throw error
  }
}

async function* linesOf(
  trx: Transaction<Tables>,
  at: Date,
  counts: Map<string, number>,
  told: (done: number, of: number) => void,
): AsyncGenerator<string> {
  // Every database writes a moment the same way then, whatever its own settings.
  await sql`set local timezone = 'UTC'`.execute(trx)
  const tables = await listTables(trx)
  let of = 0
  for (const { name } of tables) of += await countRows(trx, name)
  const header: Header = {
    concordat: 'backup',
    format,
    at: at.toISOString(),
    migrations: await listMigrations(trx),
  }
  yield `${JSON.stringify(header)}\n`
  let done = 0
  for (const table of tables) {
    yield `${JSON.stringify({ table: table.name })}\n`
    let rows = 0
    for await (const row of rowsOf(trx, table)) {
      yield `${row}\n`
      rows++
      told(++done, of)
    }
    counts.set(table.name, rows)
    yield `${JSON.stringify({ rows })}\n`
  }
}

async function* rowsOf(trx: Transaction<Tables>, { name, key, bulky }: Table): AsyncGenerator<string> {
  const order = key.map(column => `t."${column}"`).join(', ')
  await sql
    .raw(
      `declare backup no scroll cursor for select row_to_json(t)::text as row from "${name}" t order by ${order}`,
    )
    .execute(trx)
  // A row with a whole file in it is taken alone.
  const some = sql.raw<{ row: string }>(`fetch ${bulky ? 1 : 500} from backup`)
  for (;;) {
    const { rows } = await some.execute(trx)
    if (rows.length === 0) break
    for (const { row } of rows) yield row
  }
  await sql`close backup`.execute(trx)
}

async function* hashed(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  const hash = createHash('sha256')
  for await (const line of lines) {
    hash.update(line)
    yield line
  }
  yield `${JSON.stringify({ sha256: hash.digest('hex') })}\n`
}

// On the disk before it takes its name: a power cut leaves the earlier file or this one, never a half.
async function settle(path: string) {
  for (const each of [path, dirname(path)]) {
    const file = await open(each, 'r')
    await file.sync().catch(() => {})
    await file.close()
  }
}
