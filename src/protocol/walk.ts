import type { Condition } from './conditions.ts'

type Path = (string | number)[]

/** Visits every value of a pack with its path; an item of a list is a step by its id, or else by its place. */
export function walk(value: unknown, visit: (path: Path, value: unknown) => void, path: Path = []): void {
  visit(path, value)
  if (Array.isArray(value))
    for (const [i, item] of value.entries()) walk(item, visit, [...path, stepOf(item, i)])
  else if (isItem(value)) for (const [key, part] of Object.entries(value)) walk(part, visit, [...path, key])
}

/** Every condition of a pack with its path. */
export function conditionsIn(pack: unknown): { path: Path; condition: Condition }[] {
  const found: { path: Path; condition: Condition }[] = []
  walk(pack, (path, value) => {
    const key = path.at(-1)
    if ((key === 'if' || key === 'met') && isItem(value)) found.push({ path, condition: value as Condition })
  })
  return found
}

/** A path of places turned into one of ids, so that it means the same in any file that names the items. */
export function byIds(value: unknown, path: readonly PropertyKey[]): Path {
  let at = value
  return path.map(step => {
    const next = (at as Record<PropertyKey, unknown> | undefined)?.[step]
    const named = Array.isArray(at) ? stepOf(next, step as number) : (step as string)
    at = next
    return named
  })
}

/** The value at a path of keys and places, or undefined. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step], value)
}

/** Whether a value is a thing with keys, and no list. */
export function isItem(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two values say the same, in whatever order the keys of their items stand: a database keeps its own. */
export function isSame(a: unknown, b: unknown): boolean {
  return inOrder(a) === inOrder(b)
}

function inOrder(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner) =>
    isItem(inner) ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1))) : inner,
  )
}

const stepOf = (item: unknown, place: number) =>
  isItem(item) && typeof item.id === 'string' ? item.id : place
