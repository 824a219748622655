import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { builtIn, isBuiltIn, openBuiltIn } from '#src/adopted/built-in.ts'
import { textOfFile } from '#src/adopted/file-text.ts'
import type { Located } from '#src/adopted/lines.ts'
import { type Given, readFactsFile } from '#src/adopted/read-facts.ts'
import { readPackFile } from '#src/adopted/read-pack.ts'
import { Refused } from '#src/errors.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { type Trial, tryPack } from '#src/protocol/try.ts'
import type { Bare, BareCommand } from './command.ts'
import { textOf, wordsOf } from './words.ts'

/** Says what is wrong with a pack's file, a line for each mistake (PRO-1). */
export const protocolCheck: BareCommand = {
  alone: true,
  async run(words, { cwd, out, err }) {
    const [file = ''] = wordsOf(words, 'FILE')
    const read = readPackFile(await bytesIn(cwd, file))
    if ('mistakes' in read) {
      err(told(file, read.mistakes))
      return 2
    }
    const { title, version, sets, requirements } = read.pack
    const questions = sets.flatMap(set => set.questions).length
    await out(
      `${file}: ‘${title}’, version ${version}, is sound: ${questions} questions, ${requirements.length} requirements.\n`,
    )
    return 0
  },
}

/** Says what a pack makes of facts: kind, tier and its working, questions, route and requirements (PRO-1). */
export const protocolTry: BareCommand = {
  alone: true,
  options: { facts: { type: 'string' }, json: { type: 'boolean' } },
  async run(words, context) {
    const [name = ''] = wordsOf(words, 'PACK')
    const file = textOf(words, 'facts')
    if (file === undefined) throw new Refused('--facts is missing. Name a YAML or JSON file of facts.')
    const read = await packOf(context, name)
    if ('mistakes' in read) {
      context.err(told(name, read.mistakes))
      return 2
    }
    const given = factsIn(await bytesIn(context.cwd, file), read.pack)
    if ('mistakes' in given) {
      context.err(told(file, given.mistakes))
      return 2
    }
    const trial = tried(read.pack, given, context.now().toISOString().slice(0, 10))
    await context.out(words.values.json ? `${JSON.stringify(trial)}\n` : said(trial))
    return 0
  },
}

async function packOf({ cwd }: Bare, name: string): Promise<{ pack: Pack } | { mistakes: Located[] }> {
  if (isBuiltIn(name)) return openBuiltIn(name)
  return readPackFile(await bytesIn(cwd, name, `The packs that ship are ${builtIn.join(', ')}.`))
}

function factsIn(bytes: Uint8Array, pack: Pack): Given | { mistakes: Located[] } {
  const file = textOfFile(bytes)
  return 'slip' in file ? { mistakes: [file.slip] } : readFactsFile(file.text, pack)
}

async function bytesIn(cwd: string, file: string, mend = 'Check the name.'): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, file))
  } catch {
    throw new Refused(`The file ${file} cannot be opened. ${mend}`)
  }
}

function tried(pack: Pack, given: Given, on: string): Trial {
  try {
    return tryPack(pack, given.facts, given.answers, given.waivers, on)
  } catch (error) {
    if (error instanceof RangeError) throw new Refused(error.message)
    throw error
  }
}

const told = (file: string, mistakes: Located[]) =>
  mistakes.map(({ line, says }) => `${file}, line ${line}: ${says}\n`).join('')

function said({ kind, tier, working, questions, route, requirements }: Trial): string {
  const mark = (met: boolean | null) => (met === null ? '?' : met ? '✓' : '–')
  const lines = [
    `Kind: ${kind ?? 'not known yet'}`,
    `Tier: ${tier ?? 'none, because the protocol does not apply'}`,
    ...working.map(
      ({ met, tier: towards, criterion, because, points }) =>
        `  ${mark(met)} ${towards ? `${towards}: ` : ''}${criterion}${points === undefined ? '' : ` [${points}]`} (${because})`,
    ),
    `Questions: ${questions.asked} of ${questions.of}`,
    'Route:',
    ...route.flatMap(({ need, deciders }, i) => [
      `  ${i + 1}. ${need === 'all' ? 'all of' : 'any of'}`,
      ...deciders.map(each => `     ${'post' in each ? each.post : each.committee}: ${each.because}`),
    ]),
    'Requirements:',
    ...requirements.map(
      ({ id, state, because, clause }) => `  ${state.padEnd(7)} ${id}: ${because} [${clause}]`,
    ),
  ]
  return `${lines.join('\n')}\n`
}
