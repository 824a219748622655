import { LineCounter, parseDocument } from 'yaml'
import type { Mistake } from '#src/protocol/mistake.ts'
import { type Opened, openPack } from '#src/protocol/open-pack.ts'
import { isBuiltIn, openBuiltIn } from './built-in.ts'
import { lineOf } from './lines.ts'

/** A mistake with the line of the file it stands on, counted from 1. */
export type Located = Mistake & { line: number }

/** Reads a pack's YAML (PRO-1). Every mistake comes with its line and how to mend it. */
export function readPack(text: string): Opened | { mistakes: Located[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  // One slip in YAML makes an error of everything after it: the first is the one to mend.
  const slip = document.errors[0]
  if (slip) {
    const says = `This is not YAML: ${slip.message.replace(/\.?$/, '.')} Mend this line, or the indent of the one before.`
    return { mistakes: [{ path: [], says, line: lines.linePos(slip.pos[0]).line }] }
  }
  const at = (mistake: Mistake) => ({ ...mistake, line: lineOf(document.contents, lines, mistake.path) })
  const raw = document.toJS() as unknown
  const base = baseOf(raw)
  if (base !== undefined && !isBuiltIn(base))
    return {
      mistakes: [
        at({
          path: ['extends'],
          says: `There is no built-in pack ‘${base}’ to extend. Write extends: common.`,
        }),
      ],
    }
  const opened = openPack(raw, base === undefined ? undefined : openBuiltIn(base).file)
  return 'mistakes' in opened ? { mistakes: opened.mistakes.map(at).sort((a, b) => a.line - b.line) } : opened
}

function baseOf(raw: unknown): string | undefined {
  const base = (raw as { extends?: unknown } | null)?.extends
  return typeof base === 'string' ? base : undefined
}
