import { z } from 'zod'
import { builtIn, isBuiltIn, openBuiltIn } from '#src/adopted/built-in.ts'
import type { Located } from '#src/adopted/lines.ts'
import { readPackFile } from '#src/adopted/read-pack.ts'
import type { Opened } from '#src/protocol/open-pack.ts'
import { day, line } from '#src/web/inputs.ts'

export const AdoptForm = z.object({
  from: day('Enter the day from which it is in force, like 1 4 2027'),
  reference: line('Reference of the decision', 300),
})

/** The packs that ship, as one chooses among them. */
export const packChoices = builtIn.map(value => {
  const { title, version, by } = openBuiltIn(value).pack
  return { value: value as string, label: title, hint: `Version ${version}, after ${by}` }
})

/** A pack as a form names it: one that ships, or the text of a file. */
export type Chosen = { opened: Opened; name: string; text: string }

/**
 * Reads what was chosen.
 * @returns the pack, every mistake of the file with its line, or one message where nothing was chosen
 */
export function readChosen(
  body: unknown,
): Chosen | { mistakes: Located[]; fileName: string } | { wrong: string } {
  const { pack, file, text } = (body ?? {}) as Record<string, unknown>
  const name = typeof pack === 'string' ? pack : ''
  if (isBuiltIn(name)) return { opened: openBuiltIn(name), name, text: '' }
  if (name !== 'file') return { wrong: 'Choose a protocol' }
  const bytes = bytesOf(file, text)
  if (bytes.length === 0) return { wrong: 'Choose the file of your protocol' }
  const read = readPackFile(bytes)
  if ('mistakes' in read) return { mistakes: read.mistakes, fileName: nameOf(file) }
  return { opened: read, name, text: read.text }
}

// Chosen once, the file goes on as the text of the page that shows what it changes.
function bytesOf(file: unknown, text: unknown): Uint8Array {
  if (file instanceof Uint8Array && file.length > 0) return file
  return Buffer.from(typeof text === 'string' ? text : '')
}

const nameOf = (file: unknown) => String((file as { fileName?: string } | null)?.fileName ?? '') || 'The file'
