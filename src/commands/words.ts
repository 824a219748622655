import { Refused } from '#src/errors.ts'
import type { Words } from './command.ts'

/**
 * The command's words that are no options, as many as it takes.
 * @throws Refused naming the first that is missing or too many
 */
export function wordsOf(words: Words, ...names: string[]): string[] {
  const { positionals } = words
  const missing = names[positionals.length]
  if (missing) throw new Refused(`${missing} is missing. Add --help to see what the command takes.`)
  const extra = positionals[names.length]
  if (extra !== undefined)
    throw new Refused(
      `‘${extra}’ is one word too many. Put quotation marks around words that belong together.`,
    )
  return positionals
}

/** An option's text, or undefined where it is not given. */
export function textOf(words: Words, name: string): string | undefined {
  const value = words.values[name]
  return typeof value === 'string' ? value : undefined
}
