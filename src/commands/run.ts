import { parseArgs } from 'node:util'
import { Refused } from '#src/errors.ts'
import { commands, type Entry } from './all.ts'
import type { Bare, BareCommand, Command, Context, Words } from './command.ts'

/** A command that was found and whose words were read; nothing is open yet. */
export type Ready =
  | { alone: false; run(context: Context): Promise<number> }
  | { alone: true; run(context: Bare): Promise<number> }

/**
 * Finds the command these words name and reads its options.
 * @returns the help to print instead, where it was asked for
 * @throws Refused when there is no such command or option
 */
export async function readyCommand(argv: string[]): Promise<Ready | { help: string }> {
  const entry = commands.find(({ name }) => name.split(' ').every((word, i) => argv[i] === word))
  if (!entry) {
    if (argv.length === 0 || argv[0] === 'help' || argv[0]!.startsWith('-h') || argv[0] === '--help')
      return { help: helpOfAll() }
    throw new Refused(
      `There is no command ‘${nameTried(argv)}’. The commands are: ${commands.map(each => each.name).join(', ')}.`,
    )
  }
  const rest = argv.slice(entry.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) return { help: helpOf(entry) }
  const command = await entry.load()
  const words = readWords(entry, command, rest)
  return command.alone
    ? { alone: true, run: context => command.run(words, context) }
    : { alone: false, run: context => command.run(words, context) }
}

function readWords(entry: Entry, command: Command | BareCommand, args: string[]): Words {
  try {
    return parseArgs({ args, options: command.options ?? {}, allowPositionals: true, strict: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(/[.\n]/, 1)[0]! : String(error)
    throw new Refused(`${reason}. Use it like this: ${usageOf(entry)}`)
  }
}

// 'authority remove' is the mistake, not 'authority'.
function nameTried(argv: string[]): string {
  const first = argv[0] ?? ''
  const family = commands.some(each => each.name.startsWith(`${first} `))
  return family && argv[1] ? `${first} ${argv[1]}` : first
}

function helpOfAll(): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2
  const lines = commands.map(({ name, does }) => `  ${name.padEnd(width)}${does}`)
  return `${['Usage: npm run -s concordat -- COMMAND', '', ...lines, '', 'COMMAND --help says what one takes.'].join('\n')}\n`
}

function helpOf(entry: Entry): string {
  return `Usage: ${usageOf(entry)}\n\n${entry.does.charAt(0).toUpperCase()}${entry.does.slice(1)}.\n`
}

const usageOf = ({ name, takes }: Entry) => `concordat ${name}${takes ? ` ${takes}` : ''}`
