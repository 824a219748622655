import type { ParseArgsOptionsConfig } from 'node:util'
import type { Config } from '#src/config.ts'
import type { Database } from '#src/db/open.ts'
import type { Actor } from '#src/trail/change.ts'

/** What a command is given besides its words. It may run in the server's process: nothing here is the terminal itself. */
export type Context = {
  database: Database
  config: Config
  out(text: string | Uint8Array): Promise<void>
  err(text: string): void
  /** Draws a bar on a terminal, and nothing elsewhere. */
  progress(done: number, of: number): void
  /** Where the user stands: paths start from there. */
  cwd: string
  now(): Date
}

export type Words = {
  positionals: string[]
  values: Record<string, string | boolean | (string | boolean)[] | undefined>
}

/** A command of the command line. `run` gives the exit code; a mistake is thrown as Refused. */
export type Command = {
  options?: ParseArgsOptionsConfig
  run(words: Words, context: Context): Promise<number>
}

/** Whoever sits at the command line: nobody asks for their name. */
export const commandLine: Actor = {
  kind: 'command',
  accountId: null,
  name: 'Command line',
  capacity: 'Operator',
}
