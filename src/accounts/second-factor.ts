import { Secret, TOTP } from 'otpauth'
import type { Db } from '#src/db/open.ts'

const period = 30

/** A new secret for an authenticator app, in the letters the app takes. */
export const newSecret = () => new Secret({ size: 20 }).base32

/** What the app reads from the picture. */
export const appAddress = (email: string, secret: string) => totpOf(secret, email).toString()

/**
 * The step of time the code belongs to, counted in half minutes, or null where it is wrong.
 * A clock may be half a minute off.
 */
export function stepOf(secret: string, code: string, at: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: at.getTime(), window: 1 })
  return delta === null ? null : Math.floor(at.getTime() / 1000 / period) + delta
}

/** Takes the account's code once. @returns false where it is wrong, or was used before */
export async function takeCode(db: Db, accountId: string, code: string, at: Date): Promise<boolean> {
  const account = await db
    .selectFrom('account')
    .select('totp_secret')
    .where('id', '=', accountId)
    .where('totp_confirmed_at', 'is not', null)
    .executeTakeFirst()
  const step = account?.totp_secret ? stepOf(account.totp_secret, code, at) : null
  if (step === null) return false
  const taken = await db
    .updateTable('account')
    .set({ totp_last_step: step })
    .where('id', '=', accountId)
    .where(eb => eb.or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', step)]))
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}

function totpOf(secret: string, label = '') {
  return new TOTP({ issuer: 'Concordat', label, secret: Secret.fromBase32(secret), period, digits: 6 })
}
