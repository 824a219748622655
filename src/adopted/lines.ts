import { isMap, isScalar, isSeq, type LineCounter } from 'yaml'

/**
 * The line of a path in a YAML document, counted from 1. A step of the path is a key, a place in a list or the id of an
 * item; where the path leads out of the file, as into a base, the line is that of the last step that is there.
 */
export function lineOf(contents: unknown, lines: LineCounter, path: readonly (string | number)[]): number {
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
