import type { CompiledQuery, KyselyPlugin, QueryId, RootOperationNode } from 'kysely'
import type { Database, Db } from '#src/db/open.ts'

/** The statements that reading something sends, as they are sent. */
export async function askedBy(db: Db, read: (db: Db) => Promise<unknown>): Promise<CompiledQuery[]> {
  const asked: CompiledQuery[] = []
  await read(db.withPlugin(notingIn(asked, db)))
  return asked
}

/** A database that notes what is asked of it, in whichever scope, within transactions too. */
export function noting(database: Database): { database: Database; asked: CompiledQuery[] } {
  const asked: CompiledQuery[] = []
  const noted = (db: Db) => db.withPlugin(notingIn(asked, db))
  return {
    asked,
    database: {
      ...database,
      app: scope => noted(database.app(scope)),
      public: () => noted(database.public()),
      maintenance: () => noted(database.maintenance()),
    },
  }
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
function notingIn(asked: CompiledQuery[], db: Db): KyselyPlugin {
  const nodes = new WeakMap<QueryId, RootOperationNode>()
  return {
    transformQuery({ node, queryId }) {
      nodes.set(queryId, node)
      return node
    },
    async transformResult({ result, queryId }) {
      const node = nodes.get(queryId)
      if (node) asked.push(db.getExecutor().compileQuery(node, queryId))
      return result
    },
  }
}
