import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'

export type Mail = { to: string; subject: string; body: string }

/** Puts a mail in the queue, on the transaction of what causes it: both are kept or neither. */
export async function queueMail(trx: Db, mail: Mail, at: Date): Promise<void> {
  await trx
    .insertInto('mail')
    .values({
      id: newId(at),
      recipient: mail.to,
      subject: mail.subject,
      body: mail.body,
      created_at: at,
      sent_at: null,
      next_attempt_at: at,
      last_error: null,
    })
    .execute()
}
