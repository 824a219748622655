import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'

/**
 * Keeps what a time-out interrupted, for the same account and a day.
 * @returns its id, or null where there was nothing one could send again
 */
export async function keepInterrupted(
  db: Db,
  accountId: string,
  path: string,
  body: unknown,
  at: Date,
): Promise<string | null> {
  if (!body || typeof body !== 'object') return null
  const typed = Object.entries(body).filter(([name, value]) => !bookkeeping.has(name) && isWords(value))
  if (typed.length === 0) return null
  const id = newId()
  await db
    .insertInto('interrupted')
    .values({ id, account_id: accountId, path, body: JSON.stringify(Object.fromEntries(typed)), at })
    .execute()
  return id
}

const bookkeeping = new Set(['_csrf', 'password', 'new_password', 'code'])

const isWords = (value: unknown) =>
  typeof value === 'string' || (Array.isArray(value) && value.every(each => typeof each === 'string'))
