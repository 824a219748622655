import type { Here } from '#src/accounts/here.ts'
import { NotFound } from '#src/errors.ts'
import type { SignedForm } from '../signed.ts'

/** One signature under an entry's forms: what was signed, the how-manieth of how many, and what became of it. */
export type SignedCopy = Awaited<ReturnType<typeof findSigned>>

/**
 * What was signed of an entry's form: the last signature, or the one with this number, counted over the entry's life.
 * @throws NotFound where nothing is signed, or nothing with this number
 */
export async function findSigned(here: Here, entryId: string, asked?: string) {
  const rows = await here.db
    .selectFrom('registration_signing')
    .select(['signed_at', 'content', 'content_hash', 'outcome', 'outcome_at', 'outcome_name'])
    .where('involvement_id', '=', entryId)
    .orderBy('signed_at')
    .orderBy('id')
    .execute()
  const at = asked === undefined ? rows.length : Number(asked)
  const row = rows[at - 1]
  if (!row) throw new NotFound(rows.length === 0 ? 'Nobody has signed this form yet' : 'No such signature')
  const { content, ...rest } = row
  return {
    ...rest,
    form: content as unknown as SignedForm,
    number: at,
    all: rows.map((each, i) => ({ number: i + 1, signed_at: each.signed_at, outcome: each.outcome })),
  }
}
