import { changedLines, saysGate } from './compare-lines.ts'
import { entriesOf, type PackEntry, type Part } from './entries.ts'
import { isStricter } from './merge.ts'
import type { Pack } from './pack.ts'
import { list } from './sentences.ts'
import { isItem, isSame } from './walk.ts'

export type ChangeKind = 'added' | 'removed' | 'stricter' | 'looser' | 'changed'

/** One item that differs between two packs: what it is called, and what of it was and is. */
export type PackChange = { kind: ChangeKind; title: string; lines: string[] }

/** What a pack asks beside another, part by part, and how many changes of each kind there are. */
export type Comparison = {
  parts: { heading: string; changes: PackChange[] }[]
  counts: Record<ChangeKind, number>
}

/**
 * Compares the pack in force with one that may follow it (PRO-5). Wording that differs only by a term is the same
 * wording; a clause cited besides changes nothing.
 */
export function comparePacks(was: Pack, now: Pack): Comparison {
  const before = new Map(entriesOf(was).map(entry => [entry.address, entry]))
  const after = new Map(entriesOf(now).map(entry => [entry.address, entry]))
  const both = [...after.values(), ...[...before.values()].filter(each => !after.has(each.address))]
  const found = both.flatMap(({ address, part }) => {
    const change = changeOf({ was, now }, before.get(address), after.get(address))
    return change ? [{ part, change }] : []
  })
  const counts = { added: 0, removed: 0, stricter: 0, looser: 0, changed: 0 }
  for (const { change } of found) counts[change.kind]++
  const parts = headings
    .map(([heading, ...of]) => ({
      heading,
      changes: found.filter(({ part }) => of.includes(part)).map(({ change }) => change),
    }))
    .filter(({ changes }) => changes.length > 0)
  return { parts, counts }
}

type Packs = { was: Pack; now: Pack }

const headings: [string, ...Part[]][] = [
  ['Words', 'terms'],
  ['Policy', 'policy'],
  ['What counts as a partnership', 'outcomes'],
  ['How significant it is', 'models'],
  ['Questions', 'sets', 'questions'],
  ['Who approves it', 'route'],
  ['What must be so', 'requirements'],
  ['What makes an approval out of date', 'material'],
  ['Reviews', 'reviews'],
  ['Roles', 'roles'],
  ['The risk matrix', 'risk'],
  ['Decision reports', 'reports'],
]

function changeOf(
  packs: Packs,
  was: PackEntry | undefined,
  now: PackEntry | undefined,
): PackChange | undefined {
  const entry = (now ?? was)!
  const title = titleOf(entry)
  // A set is told by its questions.
  if (!was || !now) {
    if (entry.part === 'sets') return undefined
    return { kind: now ? 'added' : 'removed', title, lines: aboutOf(now ? packs.now : packs.was, entry) }
  }
  const [old, fresh] = [plainOf(was.item, packs), plainOf(now.item, packs)]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter(
    key => !silent.has(key) && !isSame(old[key], fresh[key]),
  )
  if (entry.part === 'terms') return was.item.reads === now.item.reads ? undefined : termChange(was, now)
  if (keys.length === 0) return undefined
  const lines = keys.flatMap(key => changedLines(packs, key, was.item[key], now.item[key]))
  return { kind: kindOf(keys, was.item, now.item), title, lines }
}

function termChange(was: PackEntry, now: PackEntry): PackChange {
  return { kind: 'changed', title: `‘${was.item.reads}’ now reads ‘${now.item.reads}’`, lines: [] }
}

// What one needs to know of an item that came or went.
function aboutOf(pack: Pack, { part, id, item }: PackEntry): string[] {
  if (part === 'questions') return [`In ‘${item.set}’`]
  if (part === 'policy' && item.heading) return [String(item.text)]
  if (part === 'requirements') return [saysGate(String(item.gate))]
  const step = part === 'route' ? pack.route.find(each => each.id === id) : undefined
  const deciders = step?.deciders.map(each => pack.roles.find(role => role.id === each.id)?.title ?? each.id)
  return deciders ? [`Decided by ${list(deciders, step!.need === 'any' ? 'or' : 'and')}`] : []
}

// What its set is called and where it stands in the order is no rule.
const silent = new Set(['set', 'before'])

function kindOf(keys: string[], was: Item, now: Item): ChangeKind {
  const leaves = keys.flatMap(key => leavesOf(key, was[key], now[key]))
  const stricter = leaves.map(([key, old, fresh]) => isStricter(key, old, fresh))
  if (stricter.every(each => each === true)) return 'stricter'
  const looser = leaves.map(([key, old, fresh]) => isStricter(key, fresh, old))
  return looser.every(each => each === true) ? 'looser' : 'changed'
}

type Item = { [key: string]: unknown }
type Leaf = [key: string, was: unknown, now: unknown]

// The months of reviews stand one level down.
function leavesOf(key: string, was: unknown, now: unknown): Leaf[] {
  if (key !== 'months' || !isItem(was) || !isItem(now)) return [[key, was, now]]
  return Object.keys(now)
    .filter(tier => was[tier] !== now[tier])
    .map(tier => [tier, was[tier], now[tier]])
}

function titleOf({ part, id, item }: PackEntry): string {
  const said = item.says ?? item.title ?? item.text ?? item.heading ?? item.means
  if (part === 'policy') return String(item.heading ?? item.text)
  if (part === 'reviews') return 'The review cycle'
  if (part === 'risk') return 'The risk matrix'
  if (part === 'terms') return `‘${item.reads}’`
  return said === undefined ? id : String(said)
}

/** An item with what terms read as taken out of its words, and without its clauses: what it says, to be compared. */
function plainOf(item: Item, { was, now }: Packs): Item {
  const reads = [...Object.values(was.terms), ...Object.values(now.terms)]
    .filter(each => each.length > 2)
    .sort((a, b) => b.length - a.length)
  const text = JSON.stringify(item, (key, value) =>
    key === 'clause' || key === 'source' ? undefined : value,
  )
  return JSON.parse(
    reads.reduce((left, each) => left.replaceAll(JSON.stringify(each).slice(1, -1), '{}'), text),
  )
}
