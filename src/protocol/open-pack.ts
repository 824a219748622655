import { z } from 'zod'
import { checkPack } from './check.ts'
import { mergePacks } from './merge.ts'
import { type Mistake, nearest } from './mistake.ts'
import { type Pack, type PackFile, pack, packFile } from './pack.ts'
import { byIds, isItem, valueAt } from './walk.ts'

/** A pack that is sound: as people read it, with its terms in place, and as a file that another can extend. */
export type Opened = { pack: Pack; file: PackFile }

/**
 * Reads what a file holds into a pack (PRO-1). Shape first, then what it says of its base, then whether it fits together:
 * each is looked at once the one before is sound.
 * @param base the file it extends, where it extends one
 */
export function openPack(raw: unknown, base?: PackFile): Opened | { mistakes: Mistake[] } {
  const file = packFile.safeParse(raw)
  if (!file.success) return { mistakes: shapeMistakes(file.error.issues, raw) }
  const { pack: merged, mistakes } = base ? mergePacks(base, file.data) : { pack: file.data, mistakes: [] }
  if (mistakes.length > 0) return { mistakes }
  const whole = pack.safeParse(merged)
  if (!whole.success) return { mistakes: shapeMistakes(whole.error.issues, merged) }
  const wrong = checkPack(whole.data)
  if (wrong.length > 0) return { mistakes: wrong }
  return { pack: spoken(whole.data, whole.data.terms), file: whole.data }
}

/** The published schema of a pack's file, as JSON Schema. Its number moves when a pack that passed would pass no more. */
export function packSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(packFile, { io: 'input' })
  return { $schema, $id: 'urn:concordat:pack-schema:1', ...rest }
}

function spoken<T>(value: T, terms: Record<string, string>): T {
  if (typeof value === 'string') return value.replace(/\{(\w+)\}/g, (_, term) => terms[term] ?? '') as T
  if (Array.isArray(value)) return value.map(item => spoken(item, terms)) as T
  if (!isItem(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, spoken(part, terms)])) as T
}

function shapeMistakes(issues: z.core.$ZodIssue[], raw: unknown): Mistake[] {
  return issues.flatMap((issue): Mistake[] => {
    const path = byIds(raw, issue.path)
    const what = `‘${path.at(-1) ?? 'the file'}’`
    if (issue.code === 'unrecognized_keys')
      return issue.keys
        .slice(0, mostUnknown)
        .map(key => ({ path: [...path, key], says: noSuchKey(key, path) }))
    if (valueAt(raw, issue.path) === undefined && issue.path.length > 0)
      return [
        {
          path: path.slice(0, -1),
          says: `${what} is missing from ${ownerOf(path)}. ${path.length === 1 ? 'Add it, or inherit it: extends: common.' : 'Add it.'}`,
        },
      ]
    return [{ path, says: wrongValue(issue, what) }]
  })
}

// A hint for each is looked up among all the keys there are.
const mostUnknown = 100

function wrongValue(issue: z.core.$ZodIssue, what: string): string {
  switch (issue.code) {
    case 'invalid_value':
      return `${what} must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}.`
    case 'invalid_type':
      return `${what} must be ${kindsOfValue[issue.expected] ?? issue.expected}.`
    case 'too_small':
      return issue.origin === 'array'
        ? `${what} needs at least ${issue.minimum}.`
        : `${what}: ${sentence(issue.message)}`
    case 'invalid_format':
      return issue.format === 'date'
        ? `${what} must be a day, written 2027-03-04.`
        : `${what}: ${sentence(issue.message)}`
    case 'invalid_union':
      return issue.message.startsWith('Invalid')
        ? `${what} must be a word, a number, yes or no.`
        : `${what}: ${issue.message}`
    default:
      return `${what}: ${sentence(issue.message)}`
  }
}

const kindsOfValue: Record<string, string> = {
  string: 'words (put quotation marks around them if they begin with a { or hold a colon)',
  number: 'a number',
  int: 'a whole number',
  array: 'a list: put a hyphen before each item',
  object: 'a group of lines, each with a key',
  record: 'a group of lines, each with a key',
}

function noSuchKey(key: string, path: (string | number)[]): string {
  const close = nearest(key, keysOf())
  return `There is no ‘${key}’ in ${ownerOf([...path, key])}. ${close ? `Did you mean ‘${close}’?` : 'Take it out: docs/protocol.md lists the keys.'}`
}

const ownerOf = (path: (string | number)[]) => {
  const owner = path.slice(0, -1).findLast(step => typeof step === 'string')
  return owner === undefined ? 'the pack' : `‘${owner}’`
}

const sentence = (text: string) => (text.endsWith('.') ? text : `${text}.`)

let keys: string[] | undefined
function keysOf(): string[] {
  keys ??= [
    ...JSON.stringify(packSchema()).matchAll(/"(\w+)":\{"(?:description|type|\$ref|anyOf|allOf)"/g),
  ].map(match => match[1]!)
  return keys
}
