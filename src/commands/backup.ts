import { resolve } from 'node:path'
import { backUp } from '#src/db/backup.ts'
import { restoreFrom } from '#src/db/restore.ts'
import { verifyTrail } from '#src/trail/verify.ts'
import type { Command } from './command.ts'
import { wordsOf } from './words.ts'

/** Writes everything into one file. */
export const backup: Command = {
  async run(words, { database, cwd, now, out, progress }) {
    const [file = ''] = wordsOf(words, 'FILE')
    const counts = await backUp(database, resolve(cwd, file), now(), progress)
    await out(
      `${sum(counts)} rows are in ${file}. It holds personal data: keep it as safe as the database.\n`,
    )
    return 0
  },
}

/** Fills an empty installation from such a file. */
export const restore: Command = {
  async run(words, { database, cwd, out, err, progress }) {
    const [file = ''] = wordsOf(words, 'FILE')
    const counts = await restoreFrom(database, resolve(cwd, file), progress)
    const { broken } = await verifyTrail(database)
    await out(`${sum(counts)} rows are restored, each table complete.\n`)
    if (broken === null) return 0
    err(`The trail in the backup does not hold. ${broken}\n`)
    return 1
  },
}

const sum = (counts: Map<string, number>) =>
  [...counts.values()].reduce((all, count) => all + count, 0).toLocaleString('en-GB')
