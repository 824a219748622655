import { resolve } from 'node:path'
import { z } from 'zod'
import { Refused } from './errors.ts'

const url = (protocols: string[], example: string) =>
  z.string().refine(text => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address such as ${example}`,
  })

const Environment = z.object({
  PORT: z.coerce
    .number({ error: 'must be a port number from 0 to 65535' })
    .int()
    .min(0)
    .max(65535)
    .default(3000),
  HOST: z.string().default('localhost'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://web:secret@db/concordat').optional(),
  DATABASE_OWNER_URL: url(['postgres:', 'postgresql:'], 'postgres://owner:secret@db/concordat').optional(),
  PUBLIC_URL: url(['http:', 'https:'], 'https://partnerships.example.org').optional(),
  TRUST_PROXY: z.string().default(''),
  SESSION_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, silent',
    })
    .default('info'),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://user:secret@mail.example.org').optional(),
  MAIL_FROM: z.string().default('Concordat <concordat@localhost>'),
})

export type Config = ReturnType<typeof readConfig>

/**
 * Reads the configuration from the environment; an empty variable counts as absent.
 * @throws Refused with one line per mistake, each naming its variable.
 */
export function readConfig(env: Record<string, string | undefined>, cwd = process.cwd()) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = Environment.safeParse(given)
  if (!read.success) {
    throw new Refused(read.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`).join('\n'))
  }
  const e = read.data
  return {
    port: e.PORT,
    host: e.HOST,
    dataDir: resolve(cwd, e.DATA_DIR),
    databaseUrl: e.DATABASE_URL,
    databaseOwnerUrl: e.DATABASE_OWNER_URL,
    publicUrl: (e.PUBLIC_URL ?? `http://${e.HOST.includes(':') ? `[${e.HOST}]` : e.HOST}:${e.PORT}`).replace(
      /\/$/,
      '',
    ),
    publicUrlGiven: e.PUBLIC_URL !== undefined,
    trustProxy: e.TRUST_PROXY === '' ? false : e.TRUST_PROXY === 'true' ? true : e.TRUST_PROXY,
    sessionSecret: e.SESSION_SECRET,
    logLevel: e.LOG_LEVEL,
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
  }
}
