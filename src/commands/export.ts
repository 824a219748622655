import { open, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Writable } from 'node:stream'
import type { Database } from '#src/db/open.ts'
import { Refused } from '#src/errors.ts'
import { listCustomFields } from '#src/partnerships/custom-fields.ts'
import { exportRegister, type Format, formats } from '#src/partnerships/export/export.ts'
import { filtersOf } from '#src/partnerships/list-filters.ts'
import { authorityNamed } from './authority.ts'
import type { Command, Context } from './command.ts'
import { textOf, wordsOf } from './words.ts'

/** Writes an authority's register into a file, or to the standard output. */
export const exportFile: Command = {
  options: { authority: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } },
  async run(words, context) {
    wordsOf(words)
    const format = formatOf(textOf(words, 'format'))
    const authority = await authorityNamed(context.database, textOf(words, 'authority'))
    const path = textOf(words, 'out')
    const write = (to: Writable) => writeRegister(context.database, authority.id, format, to, context.now())
    if (path === undefined) await write(writerTo(context.out))
    else {
      await writeWhole(resolve(context.cwd, path), write)
      context.err(`${authority.name}’s register is in ${path}.\n`)
    }
    return 0
  },
}

async function writeRegister(
  database: Database,
  authorityId: string,
  format: Format,
  to: Writable,
  at: Date,
) {
  const db = database.app({ authority: authorityId })
  const everything = filtersOf({}, await listCustomFields(db, authorityId))
  await exportRegister(db, authorityId, format, everything, to, at)
}

// The file takes its name once it is whole: what was there before stays if something goes wrong.
async function writeWhole(path: string, write: (to: Writable) => Promise<void>) {
  const partial = `${path}.partial`
  try {
    const file = await open(partial, 'w')
    await write(file.createWriteStream())
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {})
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall) throw new Refused(`The file ${path} cannot be written (${code}).`)
    throw error
  }
}

function writerTo(out: Context['out']): Writable {
  return new Writable({
    write: (chunk: Uint8Array, _, done) => void out(chunk).then(() => done(), done),
  })
}

function formatOf(word: string | undefined): Format {
  const format = formats.find(each => each === word)
  if (format) return format
  throw new Refused(`--format must be one of ${formats.join(', ')}.`)
}
