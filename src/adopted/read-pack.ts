import { type Opened, openPack } from '#src/protocol/open-pack.ts'
import { isBuiltIn, openBuiltIn } from './built-in.ts'
import { type Located, readYaml } from './lines.ts'

/** Reads a pack's YAML (PRO-1). Every mistake comes with its line and how to mend it. */
export function readPack(text: string): Opened | { mistakes: Located[] } {
  const read = readYaml(text)
  if ('slip' in read) return { mistakes: [read.slip] }
  const base = baseOf(read.raw)
  if (base !== undefined && !isBuiltIn(base)) {
    const says = `There is no built-in pack ‘${base}’ to extend. Write extends: common.`
    return { mistakes: [read.at({ path: ['extends'], says })] }
  }
  const opened = openPack(read.raw, base === undefined ? undefined : openBuiltIn(base).file)
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

function baseOf(raw: unknown): string | undefined {
  const base = (raw as { extends?: unknown } | null)?.extends
  return typeof base === 'string' ? base : undefined
}
