import type { BareCommand, Command } from './command.ts'

/** One command: its words, what it takes, what it does. Its code is read only when it runs. */
export type Entry = { name: string; takes: string; does: string; load(): Promise<Command | BareCommand> }

/** Every command there is. */
export const commands: Entry[] = [
  {
    name: 'import',
    takes:
      'FILE --authority SLUG [--sheet NAME|NUMBER] [--map FIELD=HEADING …] [--kind KIND] [--dry-run] [--json], or --fields',
    does: 'take a spreadsheet into a register; --fields lists what --map takes',
    load: async () => (await import('./import.ts')).importFile,
  },
  {
    name: 'export',
    takes: '--authority SLUG --format csv|json|xlsx [--out FILE]',
    does: 'write a register into a file',
    load: async () => (await import('./export.ts')).exportFile,
  },
  {
    name: 'publish',
    takes: '--authority SLUG --all [--withhold personal|commercial|safety] [--json]',
    does: 'publish all that is new or changed in a register, and open it to the public',
    load: async () => (await import('./publish.ts')).publish,
  },
  {
    name: 'sample',
    takes: '[--yes]',
    does: 'load a fictional county to try things on',
    load: async () => (await import('./sample.ts')).sample,
  },
  {
    name: 'authority add',
    takes: 'SLUG NAME [--prefix ABC]',
    does: 'add an authority',
    load: async () => (await import('./authority.ts')).authorityAdd,
  },
  {
    name: 'authority list',
    takes: '[--json]',
    does: 'list the authorities',
    load: async () => (await import('./authority.ts')).authorityList,
  },
  {
    name: 'account add',
    takes: 'EMAIL NAME (--authority SLUG --role ROLE | --operator) [--password-file FILE]',
    does: 'add an account and print its invitation, or give one another role',
    load: async () => (await import('./account.ts')).accountAdd,
  },
  {
    name: 'account second-factor-off',
    takes: 'EMAIL',
    does: 'let someone who lost their phone sign in and set up a new one',
    load: async () => (await import('./account.ts')).accountSecondFactorOff,
  },
  {
    name: 'verify',
    takes: '[--checkpoint FILE|SEQ:HASH] [--json]',
    does: 'walk the trail and the public log and name the first thing that does not hold; exit 1 if any',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'protocol check',
    takes: 'FILE',
    does: 'say what is wrong with a protocol pack, with line and mend; exit 2 if anything',
    load: async () => (await import('./protocol.ts')).protocolCheck,
  },
  {
    name: 'protocol try',
    takes: 'PACK --facts FILE [--json]',
    does: 'say what a pack that ships, or a file, makes of facts in YAML or JSON',
    load: async () => (await import('./protocol.ts')).protocolTry,
  },
  {
    name: 'protocol adopt',
    takes: 'PACK|FILE --authority SLUG [--from DATE] [--reference TEXT]',
    does: 'adopt a pack that ships, or a file, from a day; exit 2 with line and mend if anything is wrong',
    load: async () => (await import('./adopt.ts')).protocolAdopt,
  },
  {
    name: 'migrate',
    takes: '',
    does: 'bring the database to this version',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  {
    name: 'backup',
    takes: 'FILE',
    does: 'write everything into one file',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'restore',
    takes: 'FILE',
    does: 'fill an empty installation from a backup, of either kind of database',
    load: async () => (await import('./backup.ts')).restore,
  },
]
