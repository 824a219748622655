import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { sql, type Transaction } from 'kysely'
import { Refused } from '#src/errors.ts'
import { countRows, format, type Header, listMigrations, listTables, type Table } from './contents.ts'
import type { Database } from './open.ts'
import type { Tables } from './tables.ts'

/**
 * Fills an empty installation from a backup, all of it or nothing.
 * @returns how many rows each table took
 * @throws Refused when the installation is in use, or the file is not a whole backup of this version
 */
export async function restoreFrom(
  database: Database,
  path: string,
  told: (done: number, of: number) => void = () => {},
): Promise<Map<string, number>> {
  const size = await sizeOf(path)
  return database
    .maintenance()
    .transaction()
    .execute(async trx => {
      await refuseInUse(trx)
      const tables = await listTables(trx)
      const counts = new Map<string, number>()
      const reader = readLines(path, done => told(done, size))
      await readHeader(trx, reader)
      await emptyTables(trx, tables)
      for (const table of tables) counts.set(table.name, await takeTable(trx, table, reader))
      await readTrailer(reader)
      await compareCounts(trx, counts)
      return counts
    })
}

type Reader = { next(): Promise<string>; hash: Hash }

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw new Refused(`The file ${path} cannot be opened.`)
  return found.size
}

async function refuseInUse(trx: Transaction<Tables>) {
  for (const table of ['authority', 'account', 'event'])
    if ((await countRows(trx, table)) > 0)
      throw new Refused(
        'This installation is in use. Restore into an empty one: give it a new DATA_DIR or DATABASE_URL.',
      )
}

// Everything a reader of lines may meet in a file that is not what it should be reads as one sentence.
function readLines(path: string, told: (bytes: number) => void): Reader {
  const file = createReadStream(path)
  const unzipped = createGunzip()
  file.on('error', error => unzipped.destroy(error))
  const lines = createInterface({ input: file.pipe(unzipped), crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]()
  const failed = new Promise<never>((_, reject) => unzipped.once('error', reject))
  failed.catch(() => {})
  const hash = createHash('sha256')
  return {
    hash,
    async next() {
      const read = await Promise.race([lines.next(), failed]).catch(() => null)
      if (!read || read.done) throw damaged
      told(file.bytesRead)
      return read.value
    },
  }
}

const damaged = new Refused(
  'The file is not a whole backup of Concordat: it is cut short, damaged or something else.',
)

async function readHeader(trx: Transaction<Tables>, reader: Reader) {
  const header = parsed<Header>(await nextHashed(reader))
  if (header.concordat !== 'backup' || !Array.isArray(header.migrations)) throw damaged
  const here = await listMigrations(trx)
  if (header.format === format && header.migrations.join() === here.join()) return
  throw new Refused(
    `The backup was written at ${header.migrations.at(-1)} and this installation is at ${here.at(-1)}. Restore it with the version that wrote it, then update.`,
  )
}

// A fresh installation may hold a setting or a mail already. The trail is empty: refuseInUse saw to it.
async function emptyTables(trx: Transaction<Tables>, tables: Table[]) {
  for (const { name } of tables.toReversed())
    if (!appendOnly.has(name)) await sql`delete from ${sql.table(name)}`.execute(trx)
}

const appendOnly = new Set(['event', 'event_seal', 'publication'])

async function takeTable(trx: Transaction<Tables>, table: Table, reader: Reader): Promise<number> {
  if (parsed<{ table: string }>(await nextHashed(reader)).table !== table.name) throw damaged
  // Writing the events noted each as waiting for its seal; which do wait stands in the file.
  if (table.name === 'event_unsealed') await sql`delete from event_unsealed`.execute(trx)
  const pointing: string[] = []
  let [rows, batch, size] = [0, [] as string[], 0]
  for (;;) {
    const line = await nextHashed(reader)
    const isEnd = /^\{"rows":\d+\}$/.test(line)
    if (!isEnd) {
      batch.push(line)
      size += line.length
      rows++
      if (table.own.length > 0 && pointsToOwn(table, line)) pointing.push(line)
    }
    if (batch.length > 0 && (isEnd || batch.length >= 500 || size > 1_000_000)) {
      await insertRows(trx, table, batch)
      batch = []
      size = 0
    }
    if (!isEnd) continue
    if (parsed<{ rows: number }>(line).rows !== rows) throw damaged
    for (let i = 0; i < pointing.length; i += 500) await pointRows(trx, table, pointing.slice(i, i + 500))
    return rows
  }
}

function pointsToOwn(table: Table, line: string): boolean {
  const row = parsed<Record<string, unknown>>(line)
  return table.own.some(column => row[column] !== null)
}

async function insertRows(trx: Transaction<Tables>, table: Table, lines: string[]) {
  const columns = sql.join(table.columns.map(column => sql.ref(column)))
  const values = sql.join(
    table.columns.map(column => (table.own.includes(column) ? sql`null` : sql.ref(`r.${column}`))),
  )
  await sql`insert into ${sql.table(table.name)} (${columns}) select ${values}
    from json_populate_recordset(null::${sql.table(table.name)}, ${`[${lines.join(',')}]`}::json) r`
    .execute(trx)
    .catch(error => {
      // Classes 22 and 23: what the file holds is no row of this table, or points nowhere.
      throw /^2[23]/.test(String((error as { code?: string }).code)) ? damaged : error
    })
}

// A row may point to a later row of its own table: its pointers follow once all rows are there.
async function pointRows(trx: Transaction<Tables>, { name, own, key }: Table, lines: string[]) {
  const set = sql.join(own.map(column => sql`${sql.ref(column)} = ${sql.ref(`r.${column}`)}`))
  const same = sql.join(
    key.map(column => sql`${sql.ref(`t.${column}`)} = ${sql.ref(`r.${column}`)}`),
    sql` and `,
  )
  await sql`update ${sql.table(name)} t set ${set}
    from json_populate_recordset(null::${sql.table(name)}, ${`[${lines.join(',')}]`}::json) r where ${same}`.execute(
    trx,
  )
}

async function readTrailer(reader: Reader) {
  const expected = reader.hash.digest('hex')
  if (parsed<{ sha256: string }>(await reader.next()).sha256 !== expected) throw damaged
}

async function compareCounts(trx: Transaction<Tables>, counts: Map<string, number>) {
  for (const [table, count] of counts) {
    const there = await countRows(trx, table)
    if (there !== count) throw new Error(`${table} took ${there} rows of ${count}`)
  }
}

async function nextHashed(reader: Reader): Promise<string> {
  const line = await reader.next()
  reader.hash.update(`${line}\n`)
  return line
}

function parsed<T>(line: string): T {
  try {
    return JSON.parse(line) as T
  } catch {
    throw damaged
  }
}
