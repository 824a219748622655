import type { Config } from './config.ts'
import type { Database } from './db/open.ts'

/** What every area of the application is handed: nothing reaches for a clock, a database or the environment itself. */
export type Deps = {
  config: Config
  database: Database
  now: () => Date
  /** The one-time token that claims an empty installation. */
  setupToken: string
}
