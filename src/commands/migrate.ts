import { sql } from 'kysely'
import type { Command } from './command.ts'
import { wordsOf } from './words.ts'

/** Opening the database brings it to this version; this says where it stands. */
export const migrate: Command = {
  async run(words, { database, out }) {
    wordsOf(words)
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
      database.maintenance(),
    )
    await out(`The database is at ${rows.at(-1)?.name}.\n`)
    return 0
  },
}
