import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Mistake } from '#src/protocol/mistake.ts'

/** A mistake with the line of the file it stands on, counted from 1. */
export type Located = Mistake & { line: number }

/** What a YAML text holds, and how to find the line of a path in it. */
export type Lined = { raw: unknown; at(mistake: Mistake): Located }

/** Reads YAML, of which JSON is a part. One slip makes an error of everything after it: the first is the one to mend. */
export function readYaml(text: string): Lined | { slip: Located } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const [slip] = document.errors
  if (slip) return { slip: slipAt(lines.linePos(slip.pos[0]).line, slip.message) }
  const twice = keyGivenTwice(document)
  if (twice !== undefined) return { slip: slipAt(lines.linePos(twice).line, 'Map keys must be unique') }
  const at = (mistake: Mistake) => ({ ...mistake, line: lineOf(document.contents, lines, mistake.path) })
  const raw = plainOf(document)
  return 'error' in raw ? { slip: slipAt(1, raw.error) } : { raw: raw.value, at }
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

function slipAt(line: number, message: string): Located {
  const says = `This is not YAML: ${message.replace(/\.?$/, '.')} Mend this line, or the indent of the one before.`
  return { path: [], says, line }
}

// The parser compares every key with every other one, which takes minutes over a file of nothing but keys.
function keyGivenTwice(document: Document): number | undefined {
  let twice: number | undefined
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) {
          twice = startOf(key) ?? 0
          return visit.BREAK
        }
        seen.add(key.value)
      }
      return undefined
    },
  })
  return twice
}

// References that multiply without end stop here.
function plainOf(document: Document): { value: unknown } | { error: string } {
  try {
    return { value: document.toJS() as unknown }
  } catch (error) {
    return { error: (error as Error).message }
  }
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
