import type { ParseArgsOptionsConfig } from 'node:util'
import type { Config } from '#src/config.ts'
import type { Database } from '#src/db/open.ts'
import type { Actor } from '#src/trail/change.ts'

/** What a command is given besides its words. It may run in the server's process: nothing here is the terminal itself. */
export type Context = Bare & { database: Database; config: Config }

/** What a command is given that needs neither database nor configuration. */
export type Bare = {
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
  alone?: false
  run(words: Words, context: Context): Promise<number>
}

/** A command that works on files alone: no database is opened for it, and no running server does it. */
export type BareCommand = {
  options?: ParseArgsOptionsConfig
  alone: true
  run(words: Words, context: Bare): Promise<number>
}

/** Whoever sits at the command line: nobody asks for their name. */
export const commandLine: Actor = {
  kind: 'command',
  accountId: null,
  name: 'Command line',
  capacity: 'Operator',
}
