import { type CompiledQuery, type KyselyPlugin, type QueryId, type RootOperationNode, sql } from 'kysely'
import type { Database, Db } from '#src/db/open.ts'

/** The statements that reading something sends, as they are sent. */
export async function askedBy(db: Db, read: (db: Db) => Promise<unknown>): Promise<CompiledQuery[]> {
  const asked: CompiledQuery[] = []
  await read(db.withPlugin(notingIn(query => asked.push(query), db)))
  return asked
}

/** A statement with the connection it was sent over. */
export type Noted = { db: Db; query: CompiledQuery }

/** A database that notes what is asked of it, in whichever scope, within transactions too. */
export function noting(database: Database): { database: Database; noted: Noted[] } {
  const noted: Noted[] = []
  const noting = (db: Db) => db.withPlugin(notingIn(query => noted.push({ db, query }), db))
  return {
    noted,
    database: {
      ...database,
      app: scope => noting(database.app(scope)),
      public: () => noting(database.public()),
      maintenance: () => noting(database.maintenance()),
    },
  }
}

/** One reading of a table within a statement: how, and how many of its rows were looked at. */
export type Scan = { how: string; table: string; rows: number }

/** Runs statements that only read once more, without the planner's liking for reading a small table through. */
export async function scansOf(noted: readonly Noted[]): Promise<Scan[]> {
  const scans: Scan[] = []
  for (const { db, query } of noted.filter(each => /^\s*(select|with)\b/.test(each.query.sql)))
    await db.transaction().execute(async trx => {
      await sql`set local enable_seqscan = off`.execute(trx)
      const { rows } = await trx.executeQuery<{ 'QUERY PLAN': string }>({
        ...query,
        sql: `explain (analyze, costs off, timing off) ${query.sql}`,
      })
      scans.push(...scansIn(rows.map(row => row['QUERY PLAN'])))
    })
  return scans
}

function scansIn(lines: string[]): Scan[] {
  const scans: Scan[] = []
  for (const line of lines) {
    const scan =
      /(Seq|Index|Index Only|Bitmap Heap) Scan (?:.* )?on (\w+).*\(actual rows=([\d.]+) loops=(\d+)\)/.exec(
        line,
      )
    if (scan) scans.push({ how: scan[1]!, table: scan[2]!, rows: Number(scan[3]) * Number(scan[4]) })
    const removed = /Rows Removed by Filter: (\d+)/.exec(line)
    if (removed && scans.length > 0) scans.at(-1)!.rows += Number(removed[1])
  }
  return scans
}

/** How the database would run each of them. */
export async function plansOf(db: Db, asked: CompiledQuery[]): Promise<string[]> {
  const plans: string[] = []
  for (const query of asked) {
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>({
      ...query,
      sql: `explain ${query.sql}`,
    })
    plans.push(rows.map(row => row['QUERY PLAN']).join('\n'))
  }
  return plans
}

// Noted when it was answered: a statement inside another is transformed too, and sent only within it.
function notingIn(note: (query: CompiledQuery) => void, db: Db): KyselyPlugin {
  const nodes = new WeakMap<QueryId, RootOperationNode>()
  return {
    transformQuery({ node, queryId }) {
      nodes.set(queryId, node)
      return node
    },
    async transformResult({ result, queryId }) {
      const node = nodes.get(queryId)
      if (node) note(db.getExecutor().compileQuery(node, queryId))
      return result
    },
  }
}
