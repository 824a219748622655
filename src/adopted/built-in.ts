import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Opened } from '#src/protocol/open-pack.ts'
import { readPack } from './read-pack.ts'

/** The packs that ship, by the names of their files (PRO-2). The first is the default. */
export const builtIn = ['common', 'northampton', 'northamptonshire', 'harborough'] as const
export type BuiltIn = (typeof builtIn)[number]

const opened = new Map<BuiltIn, Opened>()

/** Whether a pack of that name ships. */
export function isBuiltIn(name: string): name is BuiltIn {
  return builtIn.some(each => each === name)
}

/** A pack that ships, read once. */
export function openBuiltIn(name: BuiltIn): Opened {
  const there = opened.get(name)
  if (there) return there
  const read = readPack(readFileSync(fileOf(name), 'utf8'))
  if ('mistakes' in read)
    throw new Error(
      `protocols/${name}.yaml: ${read.mistakes.map(({ line, says }) => `${line}: ${says}`).join(' ')}`,
    )
  opened.set(name, read)
  return read
}

/** Where the file of a pack that ships lies. */
export function fileOf(name: BuiltIn): string {
  return fileURLToPath(new URL(`../../protocols/${name}.yaml`, import.meta.url))
}
