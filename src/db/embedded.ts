import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { Refused } from '#src/errors.ts'

const INT8 = 20
const DATE = 1082
const NUMERIC = 1700
const patience = 60_000
const leastToTidy = 1_000

export type EmbeddedClient = {
  query(text: string, values?: unknown[]): Promise<{ command: string; rowCount: number; rows: unknown[] }>
  release(): void
}

/**
 * PGlite behind the shape of a pool: one connection, handed to one borrower at a time in order of asking.
 * PGlite's own node-postgres adapter loses the protocol after an error in a query with parameters.
 * @param dataDir a folder, or 'memory'
 */
export async function openPglite(dataDir: string) {
  if (dataDir !== 'memory') mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const options = {
    extensions: { btree_gin, pg_trgm, unaccent },
    parsers: { [INT8]: Number, [DATE]: (text: string) => text, [NUMERIC]: Number },
  }
  const lite = await PGlite.create(
    dataDir === 'memory' ? options : { ...options, dataDir: join(dataDir, 'database') },
  ).catch(error => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refused(
      `The embedded database in ${dataDir} cannot be opened (${reason}). Restore a backup into another DATA_DIR.`,
    )
  })
  let tail: Promise<void> = Promise.resolve()
  let written = 0
  let tidyAt = leastToTidy

  // There is no autovacuum in the process: without fresh statistics even the checks of foreign keys read whole tables.
  const tidy = async () => {
    written = 0
    const { rows } = await lite.query<{ role: string; held: number }>(
      `select current_setting('role') as role, (select coalesce(sum(n_live_tup), 0) from pg_stat_user_tables)::int as held`,
    )
    try {
      await lite.exec('set role none')
      await lite.exec('vacuum analyze')
    } finally {
      await lite.exec(`set role ${rows[0]!.role}`)
    }
    tidyAt = Math.max(leastToTidy, rows[0]!.held / 2)
  }

  const client = (done: () => void): EmbeddedClient => ({
    async query(text, values = []) {
      if (values.length === 0) {
        const last = (await lite.exec(text)).at(-1)
        return { command: commandOf(text), rowCount: last?.affectedRows ?? 0, rows: last?.rows ?? [] }
      }
      const { rows, affectedRows } = await lite.query(text, values)
      const command = commandOf(text)
      if (command !== 'SELECT') written += affectedRows ?? 0
      return { command, rowCount: affectedRows ?? rows.length, rows }
    },
    release: done,
  })

  return {
    async connect(): Promise<EmbeddedClient> {
      let free = () => {}
      const before = tail
      tail = new Promise<void>(resolve => {
        free = resolve
      })
      await withinPatience(before, free)
      return client(() => {
        if (written < tidyAt) return free()
        tidy()
          .catch(() => {})
          .then(free)
      })
    },
    async close() {
      await tail
      if (!lite.closed) await lite.close()
    },
  }
}

// A query of the outer connection inside a transaction would wait for ever: say so instead.
async function withinPatience(turn: Promise<void>, giveUp: () => void) {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      turn.then(giveUp)
      reject(
        new Error('The embedded database was busy for a minute: is a query outside the open transaction?'),
      )
    }, patience)
  })
  await Promise.race([turn, late]).finally(() => clearTimeout(timer))
}

const commandOf = (text: string) => text.trimStart().split(/\s/, 1)[0]!.toUpperCase()
