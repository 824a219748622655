import type { World } from './world.ts'

/**
 * Lets something happen in the worst moment: once, after the next request of this account has read all it reads before its
 * transaction, and just before that begins.
 */
export function meanwhile(
  world: World,
  { accountId }: { accountId: string },
  happens: () => Promise<unknown>,
): void {
  const { database } = world
  const { app } = database
  database.app = scope => {
    const db = app(scope)
    if (scope?.account !== accountId) return db
    const begin = db.transaction.bind(db)
    db.transaction = () => {
      const begun = begin()
      const execute = begun.execute.bind(begun)
      begun.execute = async work => {
        database.app = app
        await happens()
        return execute(work)
      }
      return begun
    }
    return db
  }
}
