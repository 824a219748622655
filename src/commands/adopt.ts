import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { adoptProtocol, whyNotFrom } from '#src/adopted/adopt.ts'
import { builtIn, isBuiltIn, openBuiltIn } from '#src/adopted/built-in.ts'
import type { Located } from '#src/adopted/lines.ts'
import { readPackFile } from '#src/adopted/read-pack.ts'
import { formatDate, isPartialDate } from '#src/domain/dates.ts'
import { Refused } from '#src/errors.ts'
import type { Opened } from '#src/protocol/open-pack.ts'
import { publishProtocols } from '#src/publish/protocols.ts'
import { change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { authorityNamed } from './authority.ts'
import { type Command, type Context, commandLine } from './command.ts'
import { textOf, wordsOf } from './words.ts'

/** Adopts a pack that ships, or a file, for an authority from a day (PRO-1). A file with a mistake changes nothing. */
export const protocolAdopt: Command = {
  options: { authority: { type: 'string' }, from: { type: 'string' }, reference: { type: 'string' } },
  async run(words, context) {
    const [name = ''] = wordsOf(words, 'PACK|FILE')
    const authority = await authorityNamed(context.database, textOf(words, 'authority'))
    const read = await packOf(context, name)
    if ('mistakes' in read) {
      const [{ line, says }] = read.mistakes as [Located]
      const more = read.mistakes.length - 1
      context.err(`${name}, line ${line}: ${says}${more > 0 ? ` (and ${more} more: protocol check)` : ''}\n`)
      return 2
    }
    const at = context.now()
    const from = dayOf(textOf(words, 'from'), londonDay(at))
    const wrong = whyNotFrom(read, from, londonDay(at))
    if (wrong) throw new Refused(`--from cannot be ${from}. ${wrong}.`)
    const what = { authority: authority.id, by: commandLine, at, action: 'protocol.adopt' }
    const reference = textOf(words, 'reference')?.trim() ?? ''
    await change(context.database.app({ authority: authority.id }), what, async act => {
      await adoptProtocol(act, what, { opened: read, file: read.text, from, reference })
      await publishProtocols(act.trx, authority.id)
    })
    const { title, version } = read.pack
    await context.out(`${authority.name} adopts ‘${title}’, version ${version}, from ${formatDate(from)}.\n`)
    return 0
  },
}

async function packOf(
  { cwd }: Context,
  name: string,
): Promise<(Opened & { text: string }) | { mistakes: Located[] }> {
  if (isBuiltIn(name)) return { ...openBuiltIn(name), text: '' }
  const bytes = await readFile(resolve(cwd, name)).catch(() => {
    throw new Refused(`The file ${name} cannot be opened. The packs that ship are ${builtIn.join(', ')}.`)
  })
  return readPackFile(bytes)
}

function dayOf(word: string | undefined, today: string): string {
  if (word === undefined) return today
  if (word.length === 10 && isPartialDate(word)) return word
  throw new Refused(`--from takes a day, such as 2027-04-01, not ‘${word}’.`)
}
