import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Mistake } from '#src/protocol/mistake.ts'
import { notText } from './file-text.ts'
import { saysOfOddText, saysOfSlip, saysOfTwice } from './slips.ts'

/** A mistake with the line of the file it stands on, counted from 1. */
export type Located = Mistake & { line: number }

/** What a YAML text holds, and how to find the line of a path in it. */
export type Lined = { raw: unknown; at(mistake: Mistake): Located }

/** Reads YAML, of which JSON is a part. One slip makes an error of everything after it: the first is the one to mend. */
export function readYaml(text: string): Lined | { slip: Located } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const [slip] = document.errors
  if (slip) {
    const code = /call stack/.test(slip.message) ? 'DEPTH' : slip.code
    return { slip: slipAt(lines.linePos(slip.pos[0]).line, saysOfSlip(code, slip.message)) }
  }
  const twice = keyGivenTwice(document)
  if (twice) return { slip: slipAt(lines.linePos(twice.offset).line, saysOfTwice(twice.key)) }
  const odd = oddText(document)
  if (odd !== undefined) return { slip: slipAt(lines.linePos(odd).line, saysOfOddText) }
  const at = (mistake: Mistake) => ({ ...mistake, line: lineOf(document.contents, lines, mistake.path) })
  const raw = plainOf(document)
  return 'says' in raw ? { slip: slipAt(lines.linePos(raw.offset).line, raw.says) } : { raw: raw.value, at }
}

/**
 * The line of a path in a YAML document, counted from 1. A step of the path is a key, a place in a list or the id of an
 * item; where the path leads out of the file, as into a base, the line is that of the last step that is there.
 */
function lineOf(contents: unknown, lines: LineCounter, path: readonly (string | number)[]): number {
  let at = contents
  let offset = 0
  for (const step of path) {
    const next = stepTo(at, step)
    if (!next) break
    at = next.value
    offset = next.offset ?? offset
  }
  return lines.linePos(offset).line
}

const slipAt = (line: number, says: string): Located => ({ path: [], says, line })

// The parser compares every key with every other one, which takes minutes over a file of nothing but keys.
function keyGivenTwice(document: Document): { key: string; offset: number } | undefined {
  let twice: { key: string; offset: number } | undefined
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) {
          twice = { key: String(key.value), offset: startOf(key) ?? 0 }
          return visit.BREAK
        }
        seen.add(key.value)
      }
      return undefined
    },
  })
  return twice
}

// An escape can write what no text has, and no database takes.
function oddText(document: Document): number | undefined {
  let odd: number | undefined
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value !== 'string' || !notText.test(scalar.value)) return undefined
      odd = startOf(scalar) ?? 0
      return visit.BREAK
    },
  })
  return odd
}

// References that multiply without end stop here, as do those to nothing.
function plainOf(document: Document): { value: unknown } | { says: string; offset: number } {
  try {
    return { value: document.toJS() as unknown }
  } catch (error) {
    const { message } = error as Error
    const code = /^Unresolved alias/.test(message)
      ? 'NO_ANCHOR'
      : /alias/i.test(message)
        ? 'ALIASES'
        : 'DEPTH'
    return { says: saysOfSlip(code, message), offset: firstAlias(document, code) }
  }
}

function firstAlias(document: Document, code: string): number {
  let offset: number | undefined
  visit(document, {
    Alias(_, alias) {
      if (code === 'NO_ANCHOR' && alias.resolve(document)) return undefined
      offset = startOf(alias)
      return visit.BREAK
    },
  })
  return offset ?? 0
}

function stepTo(
  at: unknown,
  step: string | number,
): { value: unknown; offset: number | undefined } | undefined {
  if (isMap(at)) {
    const pair = at.items.find(({ key }) => isScalar(key) && key.value === step)
    return pair && { value: pair.value, offset: startOf(pair.key) }
  }
  if (!isSeq(at)) return undefined
  const item =
    typeof step === 'number' ? at.items[step] : at.items.find(each => isMap(each) && each.get('id') === step)
  return item === undefined ? undefined : { value: item, offset: startOf(item) }
}

const startOf = (node: unknown) => (node as { range?: [number, number, number] | null } | null)?.range?.[0]
