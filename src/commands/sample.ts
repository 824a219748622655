import { loadSample } from '#seed/load/sample.ts'
import type { Command } from './command.ts'
import { tableOf } from './table.ts'
import { wordsOf } from './words.ts'

/** Loads the sample county and prints its accounts, whose passwords stand nowhere else. */
export const sample: Command = {
  options: { yes: { type: 'boolean' } },
  async run(words, { database, config, now, out, progress }) {
    wordsOf(words)
    const accounts = await loadSample(database, { now: now(), yes: words.values.yes === true, progress })
    await out(
      `The sample county is loaded. Sign in at ${config.publicUrl}/sign-in with one of these; the passwords are not shown again.\n\n`,
    )
    await out(
      tableOf(
        ['Role', 'Name', 'Post', 'Authority', 'Email', 'Password'],
        accounts.map(each => [each.role, each.name, each.post, each.authority, each.email, each.password]),
      ),
    )
    return 0
  },
}
