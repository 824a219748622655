import { labelOf, stages, tiers } from '#src/domain/words.ts'
import type { Condition } from './conditions.ts'
import { factNamed } from './facts.ts'
import type { Pack } from './pack.ts'
import { list, lower } from './sentences.ts'
import { tellCondition } from './tell.ts'
import { isItem, isSame } from './walk.ts'

type Packs = { was: Pack; now: Pack }
type Item = { [key: string]: unknown }

/** What of an item changed, each in a line: 'If it is not so: was ‘the pages say so’, now ‘the stage is refused’'. */
export function changedLines(packs: Packs, key: string, was: unknown, now: unknown): string[] {
  if (isList(was) && isList(now)) return listLines(packs, key, was, now)
  if (key === 'months' && isItem(was) && isItem(now))
    return Object.keys(now)
      .filter(tier => was[tier] !== now[tier])
      .map(tier => line(`Months to the next review, ${tier}`, String(was[tier]), String(now[tier])))
  return [line(labels[key] ?? key, told(packs.was, key, was), told(packs.now, key, now))]
}

/** What a requirement that is not met does. */
export function saysGate(gate: string): string {
  return `If it is not so: ${gates[gate] ?? gate}`
}

const line = (label: string, was: string, now: string) => `${label}: was ${was}, now ${now}`

// Deciders, criteria, scores: what joined, what went, what of the rest changed.
function listLines(packs: Packs, key: string, was: Item[], now: Item[]): string[] {
  const nameIn = (pack: Pack, item: Item) =>
    key === 'deciders'
      ? (pack.roles.find(role => role.id === item.id)?.title ?? String(item.id))
      : String(item.says ?? item.title ?? item.label ?? item.id ?? item.tier ?? item.score ?? '')
  const label = labels[key] ?? key
  const idOf = (item: Item, place: number) => String(item.id ?? place)
  const before = new Map(was.map((item, i) => [idOf(item, i), item]))
  const after = new Map(now.map((item, i) => [idOf(item, i), item]))
  const came = [...after].filter(([id]) => !before.has(id)).map(([, item]) => nameIn(packs.now, item))
  const went = [...before].filter(([id]) => !after.has(id)).map(([, item]) => nameIn(packs.was, item))
  const differ = [...after].filter(([id, item]) => {
    const old = before.get(id)
    return old && !isSame(old, item)
  })
  return [
    ...(came.length > 0 ? [`${label}, added: ${list(came)}`] : []),
    ...(went.length > 0 ? [`${label}, left out: ${list(went)}`] : []),
    ...differ.flatMap(([id, item]) =>
      Object.keys({ ...before.get(id), ...item })
        .filter(each => each !== 'clause' && each !== 'source')
        .filter(each => !isSame(before.get(id)![each], item[each]))
        .flatMap(each =>
          changedLines(packs, each, before.get(id)![each], item[each]).map(
            said => `${nameIn(packs.now, item)}: ${lower(said)}`,
          ),
        ),
    ),
  ]
}

function told(pack: Pack, key: string, value: unknown): string {
  if (key === 'tiers')
    return Array.isArray(value) && value.length < tiers.length
      ? list(value.map(tier => lower(labelOf(tiers, tier))))
      : 'every tier'
  if (value === undefined) return nothings[key] ?? 'nothing'
  if (key === 'gate') return gates[String(value)] ?? String(value)
  if (key === 'by') return `before it is ${lower(labelOf(stages, String(value)))}`
  if ((key === 'if' || key === 'met') && isItem(value)) return `‘${tellCondition(pack, value as Condition)}’`
  if (key === 'instead') return pack.roles.find(role => role.id === value)?.title ?? String(value)
  if (key === 'fact') return lower(factNamed(String(value))?.label ?? String(value))
  if (Array.isArray(value)) return list(value.map(each => told(pack, '', each)))
  if (isItem(value)) return JSON.stringify(value)
  return typeof value === 'string' ? `‘${words[value] ?? value}’` : String(value)
}

const labels: Record<string, string> = {
  gate: 'If it is not so',
  tiers: 'Tiers',
  by: 'Needed',
  need: 'How many must agree',
  evidence: 'Evidence',
  note: 'Note',
  owner: 'Somebody named for it',
  if: 'When',
  met: 'Met when',
  deciders: 'Deciders',
  days: 'Days until it is escalated',
  delegated: 'Needs the power under the scheme of delegation',
  weak: 'Months after a weak review',
  percent: 'Smallest change that counts, in per cent',
  text: 'Wording',
  says: 'Wording',
  title: 'Title',
  heading: 'Heading',
  help: 'Help',
  group: 'Heading above it',
  kind: 'Answer',
  choices: 'Choices',
  optional: 'May stay empty',
  skippable: 'May be marked not relevant',
  advice: 'Advice',
  does: 'What it does',
  instead: 'Decides in its place',
  as: 'Kind',
  tests: 'Tests',
  scorecard: 'Scorecard',
  from: 'In force from',
  otherwise: 'Otherwise',
  means: 'What it means',
  next: 'Where it goes next',
  months: 'Months',
  headings: 'Headings',
  intro: 'Introduction',
  of: 'Criteria',
}

const gates: Record<string, string> = {
  block: '‘the stage is refused’',
  advise: '‘the pages say so’',
  off: '‘switched off’',
}
const words: Record<string, string> = { any: 'any one', all: 'all of them', asked: 'asked for' }
const nothings: Record<string, string> = {
  if: 'always',
  days: '14',
  gate: '‘switched off’',
  evidence: 'not asked for',
  note: 'not asked for',
  owner: 'not asked for',
  optional: 'no',
  skippable: 'no',
  delegated: 'no',
}

const isList = (value: unknown): value is Item[] =>
  Array.isArray(value) && value.length > 0 && value.every(isItem)
