import type { FastifyRequest } from 'fastify'
import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { isLocal } from './next.ts'

/** A form as it was typed: each field's name with its words, in the form's order. */
export type Typed = [name: string, value: string | string[]][]

/** How long what a time-out interrupted waits for its account. */
export const keptHours = 24

/**
 * Keeps what a time-out interrupted, for the same account and a day. Passwords and codes are never kept.
 * @returns its id, or null where there was nothing one could send again
 */
export async function keepInterrupted(
  db: Db,
  accountId: string,
  req: Pick<FastifyRequest, 'url' | 'body'>,
  at: Date,
): Promise<string | null> {
  if (!req.body || typeof req.body !== 'object' || !isLocal(req.url) || isAboutSecrets(req.url)) return null
  const typed = Object.entries(req.body).filter(([name, value]) => !isSecret(name) && isWords(value))
  if (typed.every(([name]) => name === 'form_id')) return null
  const id = newId()
  await db
    .insertInto('interrupted')
    // A list, because the database would put an object's fields in an order of its own.
    .values({ id, account_id: accountId, path: req.url, body: JSON.stringify({ fields: typed }), at })
    .execute()
  return id
}

const isAboutSecrets = (url: string) => /^\/(account|sign-in|sign-out|reset|invitation|setup)\b/.test(url)

const isSecret = (name: string) => /^(_csrf|kept_id|code)$|password/.test(name)

const isWords = (value: unknown) =>
  typeof value === 'string' || (Array.isArray(value) && value.every(each => typeof each === 'string'))
