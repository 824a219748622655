import type { Db } from '#src/db/open.ts'
import { type Mail, queueMail } from '#src/notify/mail.ts'
import { makeToken, tokenHours } from '../tokens.ts'

const minutesBetween = 5

/** Sends a link to choose a new password, where there is such an account and none was sent just now. */
export async function sendReset(
  db: Db,
  email: string,
  mailTo: (to: string, token: string) => Mail,
  at: Date,
): Promise<void> {
  await db.transaction().execute(async trx => {
    const account = await trx
      .selectFrom('account')
      .select(['id', 'email'])
      .where('email', '=', email)
      .where('deactivated_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!account || (await wasJustSent(trx, account.id, at))) return
    const token = await makeToken(trx, account.id, 'password-reset', at)
    await queueMail(trx, mailTo(account.email, token), at)
  })
}

async function wasJustSent(db: Db, accountId: string, at: Date): Promise<boolean> {
  const ends = new Date(at.getTime() + tokenHours['password-reset'] * 3_600_000 - minutesBetween * 60_000)
  const sent = await db
    .selectFrom('account_token')
    .select('token_hash')
    .where('account_id', '=', accountId)
    .where('purpose', '=', 'password-reset')
    .where('used_at', 'is', null)
    .where('expires_at', '>', ends)
    .executeTakeFirst()
  return sent !== undefined
}
