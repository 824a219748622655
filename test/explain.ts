import type { CompiledQuery } from 'kysely'
import type { Db } from '#src/db/open.ts'

/** The statements that reading something sends, as they are sent. */
export async function askedBy(db: Db, read: (db: Db) => Promise<unknown>): Promise<CompiledQuery[]> {
  const asked: CompiledQuery[] = []
  const recording = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => result,
  }) as Db
  const executor = recording.getExecutor()
  const compile = executor.compileQuery.bind(executor)
  executor.compileQuery = (node, id) => {
    const compiled = compile(node, id)
    asked.push(compiled as CompiledQuery)
    return compiled as never
  }
  await read(recording)
  return asked
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
