import { randomBytes } from 'node:crypto'
import type { Db } from '#src/db/open.ts'
import { hashToken } from './session.ts'

export type Purpose = 'invitation' | 'password-reset'

/** How long a link from a mail works, in hours. */
export const tokenHours: Record<Purpose, number> = { invitation: 7 * 24, 'password-reset': 1 }

/** Makes the secret of a link in a mail. @returns it; only its hash is kept */
export async function makeToken(db: Db, accountId: string, purpose: Purpose, at: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('account_token')
    .values({
      token_hash: hashToken(token),
      account_id: accountId,
      purpose,
      expires_at: new Date(at.getTime() + tokenHours[purpose] * 3_600_000),
      used_at: null,
    })
    .execute()
  return token
}

/** The account a link was sent to, or undefined where it was used, is too old or never was. */
export function findTokensAccount(db: Db, token: string, purpose: Purpose, at: Date) {
  return db
    .selectFrom('account_token')
    .innerJoin('account', 'account.id', 'account_token.account_id')
    .select(['account.id', 'account.email', 'account.name', 'account.password_hash as passwordHash'])
    .where('token_hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
}

/** Uses up a link. @returns false where another request was first */
export async function useToken(db: Db, token: string, at: Date): Promise<boolean> {
  const used = await db
    .updateTable('account_token')
    .set({ used_at: at })
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .returning('token_hash')
    .executeTakeFirst()
  return used !== undefined
}

/** Ends every link that was sent to an account: a new password makes them worthless. */
export async function endTokens(db: Db, accountId: string, at: Date): Promise<void> {
  await db
    .updateTable('account_token')
    .set({ used_at: at })
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .execute()
}
