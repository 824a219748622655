import { type Opened, openPack } from '#src/protocol/open-pack.ts'
import { isItem } from '#src/protocol/walk.ts'
import { type BuiltIn, isBuiltIn, openBuiltIn } from './built-in.ts'
import { textOfFile } from './file-text.ts'
import { type Located, readYaml } from './lines.ts'

/** Reads the bytes of a pack's file. @returns the pack with its text, or every mistake with its line and how to mend it */
export function readPackFile(bytes: Uint8Array): (Opened & { text: string }) | { mistakes: Located[] } {
  const file = textOfFile(bytes)
  if ('slip' in file) return { mistakes: [file.slip] }
  const read = readPack(file.text)
  return 'mistakes' in read ? read : { ...read, text: file.text }
}

/** Reads a pack's YAML (PRO-1). Every mistake comes with its line and how to mend it. */
export function readPack(text: string): Opened | { mistakes: Located[] } {
  const read = readYaml(text)
  if ('slip' in read) return { mistakes: [read.slip] }
  const { raw } = read
  if (raw === null || raw === undefined)
    return { mistakes: [read.at({ path: [], says: 'The file is empty. Begin with extends: common.' })] }
  if (!isItem(raw)) return { mistakes: [read.at({ path: [], says: noPack })] }
  const { extends: base, id } = raw
  const wrongBase = whyNotBase(base, id)
  if (wrongBase) return { mistakes: [read.at({ path: ['extends'], says: wrongBase })] }
  const opened = openPack(read.raw, base === undefined ? undefined : openBuiltIn(base as BuiltIn).file)
  return 'mistakes' in opened
    ? {
        mistakes: opened.mistakes
          .slice(0, mostTold)
          .map(read.at)
          .sort((a, b) => a.line - b.line),
      }
    : opened
}

// Nobody mends more at a time, and finding the line of each takes its time.
const mostTold = 500

const noPack = 'This is no protocol. Begin with lines such as extends: common, id: … and title: ….'

function whyNotBase(base: unknown, id: unknown): string | undefined {
  if (base === undefined) return undefined
  if (typeof base !== 'string') return '‘extends’ names one pack. Write extends: common.'
  if (base === id)
    return isBuiltIn(base)
      ? `‘${base}’ is the id of the pack it extends. Give yours an id of its own.`
      : 'A pack cannot extend itself. Write extends: common.'
  return isBuiltIn(base) ? undefined : `There is no built-in pack ‘${base}’ to extend. Write extends: common.`
}
