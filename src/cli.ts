import type { Context } from './commands/command.ts'
import { handOver } from './commands/hand-over.ts'
import { lineOf } from './commands/problem.ts'
import { readyCommand } from './commands/run.ts'
import { terminal } from './commands/terminal.ts'
import { type Config, readConfig } from './config.ts'
import { holdFolder, reachHolder } from './db/lock.ts'
import { startDatabase } from './db/start.ts'

const here = terminal()
const argv = process.argv.slice(2)
// npm runs its scripts in the project's folder and says here where the user stood.
const cwd = process.env.INIT_CWD ?? process.cwd()

try {
  const ready = await readyCommand(argv)
  process.exitCode =
    'help' in ready
      ? await say(ready.help)
      : ready.alone
        ? await ready.run({ ...here, cwd, now: () => new Date() })
        : await runWhereItCan(readConfig(process.env), ready)
} catch (error) {
  here.err(lineOf(error))
  process.exitCode = 2
}

async function say(text: string) {
  await here.out(text)
  return 0
}

// One process at a time may open an embedded database: a running server does the work instead.
async function runWhereItCan(config: Config, ready: { run(context: Context): Promise<number> }) {
  const running = config.databaseUrl ? null : await reachHolder(config.dataDir)
  if (running) return handOver(running, { argv, cwd }, here)
  const busy = `${JSON.stringify({ err: 'Another command is running on this data folder. Try again when it is done.\n' })}\n${JSON.stringify({ exit: 2 })}\n`
  const lock = config.databaseUrl ? null : await holdFolder(config.dataDir, socket => socket.end(busy))
  const database = await startDatabase(config)
  try {
    return await ready.run({ ...here, database, config, cwd, now: () => new Date() })
  } finally {
    await database.close()
    lock?.close()
  }
}
