import { stages } from '#src/domain/words.ts'
import type { Mistake } from './mistake.ts'
import type { PackFile } from './pack.ts'
import { defaultDays, gates } from './shapes.ts'
import { isItem } from './walk.ts'

type Path = (string | number)[]
type Item = { [key: string]: unknown }

/** Keys in which an overlay speaks for itself. */
const own = new Set(['id', 'title', 'by', 'version', 'date', 'about', 'extends'])

/** What counts as tightening, for the keys that can be tightened; a key that is not here may not be changed at all. */
const tighter: Record<string, (base: unknown, over: unknown) => boolean> = {
  gate: (base, over) => gates.indexOf(over as never) <= gates.indexOf((base ?? 'off') as never),
  need: (base, over) => base === 'any' && over === 'all',
  by: (base, over) => stageOf(over) < stageOf(base),
  tiers: (base, over) =>
    (base as string[] | undefined)?.every(tier => (over as string[]).includes(tier)) ?? false,
  evidence: (base, over) => base !== 'required' && over !== undefined,
  note: (base, over) => base !== 'required' && over !== undefined,
  owner: (base, over) => base !== 'required' && over !== undefined,
  significant: (base, over) => (over as number) < (base as number),
  standard: (base, over) => (over as number) < (base as number),
  light: (base, over) => (over as number) < (base as number),
  months: (base, over) => (over as number) < (base as number),
  percent: (base, over) => (over as number) < (base as number),
  days: (base, over) => (over as number) < ((base as number | undefined) ?? defaultDays),
  delegated: base => base === undefined,
  weak: (base, over) => (over as number) < (base as number),
  advice: base => base === undefined,
  covers: (base, over) => (base as string[]).every(kind => (over as string[]).includes(kind)),
}

/** Whether a value is stricter than the one before it; undefined for a key that is neither strict nor loose. */
export function isStricter(key: string, was: unknown, now: unknown): boolean | undefined {
  return key in tighter ? tighter[key]!(was, now) : undefined
}

/**
 * Lays a file on the base it extends: new items join, known ones may be tightened, terms are substituted, clauses join.
 * @returns the pack, and a mistake for each place where the file rewords or weakens what it inherits
 */
export function mergePacks(base: PackFile, over: PackFile): { pack: Item; mistakes: Mistake[] } {
  const mistakes: Mistake[] = []
  const pack: Item = { ...base }
  for (const [key, value] of Object.entries(over)) {
    if (own.has(key)) pack[key] = value
    else if (key === 'terms') pack.terms = { ...base.terms, ...over.terms }
    else pack[key] = merged((base as Item)[key], value, [key], mistakes)
  }
  return { pack, mistakes }
}

function merged(base: unknown, over: unknown, path: Path, mistakes: Mistake[]): unknown {
  if (base === undefined && path.length === 1) return over
  if (same(base, over)) return base
  const key = String(path.at(-1))
  if (key === 'clause') return base === undefined ? over : `${base}; ${over}`
  if (key in tighter && !isItem(base)) {
    if (!tighter[key]!(base, over)) mistakes.push({ path, says: weakens(path, base, over) })
    return over
  }
  if (isList(base) && isList(over)) return mergedLists(base, over, path, mistakes)
  // A condition is a wording like any other.
  if (isItem(base) && isItem(over) && key !== 'if' && key !== 'met')
    return mergedItems(base, over, path, mistakes)
  mistakes.push({ path, says: rewords(path, base) })
  return base
}

function mergedItems(base: Item, over: Item, path: Path, mistakes: Mistake[]): Item {
  const item: Item = { ...base }
  const alternative =
    base.need === 'any' && over.need !== 'all' ? newIn(base.deciders, over.deciders) : undefined
  if (alternative !== undefined)
    mistakes.push({ path: [...path, 'deciders', alternative], says: eases(path, alternative) })
  for (const [key, value] of Object.entries(over)) {
    if (value !== undefined) item[key] = merged(base[key], value, [...path, key], mistakes)
  }
  // What is taken from a document is no longer only ours.
  if (item.clause !== undefined) delete item.source
  return item
}

function mergedLists(base: Item[], over: Item[], path: Path, mistakes: Mistake[]): Item[] {
  const list = [...base]
  for (const { before, ...item } of over) {
    const here = [...path, String(item.id)]
    const at = list.findIndex(each => each.id === item.id)
    const place = before === undefined ? list.length : list.findIndex(each => each.id === before)
    if (at >= 0) list[at] = mergedItems(list[at]!, item, here, mistakes)
    else if (place >= 0) list.splice(place, 0, item)
    else
      mistakes.push({
        path: [...here, 'before'],
        says: `There is no ‘${before}’ to stand before. Name an item of this list.`,
      })
  }
  return list
}

function rewords(path: Path, base: unknown): string {
  const what = path.slice(0, -1).findLast(step => typeof step === 'string')
  const mend = 'An overlay adds or tightens: take the line out, or write an item with an id of its own.'
  return base === undefined
    ? `‘${what}’ is inherited, and ‘${path.at(-1)}’ may not be put on it. ${mend}`
    : `‘${what}’ is inherited, and its ‘${path.at(-1)}’ may not be reworded. ${mend}`
}

function eases(path: Path, id: string): string {
  return `‘${path.at(-1)}’ is inherited and needs any one of its deciders: ‘${id}’ would be one more way round the others. Give it a step of its own.`
}

function newIn(base: unknown, over: unknown): string | undefined {
  if (!isList(base) || !isList(over)) return undefined
  return over.map(each => String(each.id)).find(id => !base.some(each => each.id === id))
}

function weakens(path: Path, base: unknown, over: unknown): string {
  const what = path.slice(0, -1).findLast(step => typeof step === 'string')
  return `‘${what}’ is inherited with ${path.at(-1)} ${told(base)}, and ${told(over)} would weaken it. Keep ${told(base)} or make it stricter.`
}

const told = (value: unknown) =>
  value === undefined ? 'all' : Array.isArray(value) ? value.join(', ') : String(value)
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const isList = (value: unknown): value is Item[] =>
  Array.isArray(value) && value.every(item => isItem(item) && typeof item.id === 'string')
const stageOf = (value: unknown) => stages.findIndex(stage => stage.value === value)
