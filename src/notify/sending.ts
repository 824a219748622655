import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transporter } from 'nodemailer'
import type { Config } from '#src/config.ts'
import type { Database, Db } from '#src/db/open.ts'

export type Letter = { id: string; to: string; subject: string; body: string }
/** Hands one mail on. Rejects where it could not. */
export type Deliver = (letter: Letter) => Promise<void>

/** The way out of the configuration: an SMTP server, else a folder of .eml files in DATA_DIR/outbox. */
export function deliveryOf(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataDir'>): Deliver {
  const from = config.mailFrom
  const { smtpUrl } = config
  if (smtpUrl) {
    let server: Transporter | undefined
    return async ({ to, subject, body }) => {
      server ??= (await import('nodemailer')).default.createTransport(smtpUrl, { from })
      await server.sendMail({ to, subject, text: body })
    }
  }
  const folder = join(config.dataDir, 'outbox')
  return async ({ id, to, subject, body }) => {
    const headers = { From: from, To: to, Subject: subject, Date: new Date().toUTCString(), ...asText }
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(join(folder, `${id}.eml`), `${head.join('\n')}\n\n${body}`, { mode: 0o600 })
  }
}

// Unwrapped, so that a person can copy the link out of the file.
const asText = {
  'MIME-Version': '1.0',
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Transfer-Encoding': '8bit',
}

/** Sends what waits, every few seconds; no page waits for it. @returns a function that stops it */
export function startSending(
  database: Database,
  deliver: Deliver,
  now: () => Date,
  log: { error(error: unknown): void },
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  let idle = true
  const timer = setInterval(() => {
    if (!idle) return
    idle = false
    running = sendWaiting(database.maintenance(), deliver, now())
      .catch(error => log.error(error))
      .finally(() => {
        idle = true
      })
  }, 2000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

/** Sends every mail whose time has come. @returns how many went out */
export async function sendWaiting(db: Db, deliver: Deliver, at: Date): Promise<number> {
  let sent = 0
  for (let mail = await takeNext(db, at); mail; mail = await takeNext(db, at)) {
    const { id } = mail
    const failure = await deliver({ id, to: mail.recipient, subject: mail.subject, body: mail.body }).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    // What was sent may hold a link that opens an account: it is not kept.
    const outcome = failure === null ? { sent_at: at, body: '', last_error: null } : { last_error: failure }
    await db.updateTable('mail').set(outcome).where('id', '=', id).execute()
    if (failure === null) sent++
  }
  return sent
}

const tries = 12
const minute = 60_000

// Taken with its next try already set: a process that dies while sending leaves it to be tried again.
async function takeNext(db: Db, at: Date) {
  return db.transaction().execute(async trx => {
    const mail = await trx
      .selectFrom('mail')
      .select(['id', 'recipient', 'subject', 'body', 'attempts'])
      .where('sent_at', 'is', null)
      .where('attempts', '<', tries)
      .where('next_attempt_at', '<=', at)
      .orderBy('next_attempt_at')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!mail) return undefined
    await trx
      .updateTable('mail')
      .set({
        attempts: mail.attempts + 1,
        next_attempt_at: new Date(at.getTime() + pauseAfter(mail.attempts)),
      })
      .where('id', '=', mail.id)
      .execute()
    return mail
  })
}

// 1, 2, 4 … minutes, at most 6 hours: about a day in all.
const pauseAfter = (attempts: number) => Math.min(2 ** attempts, 360) * minute
