import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'

/** The secret of the installation's cookies: the one configured, else one made once and kept in the data folder. */
export function sessionSecret(config: Config): string {
  if (config.sessionSecret) return config.sessionSecret
  const path = join(config.dataDir, 'session-secret')
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    const made = randomBytes(32).toString('base64url')
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(path, `${made}\n`, { mode: 0o600, flag: 'wx' })
    return made
  }
}
