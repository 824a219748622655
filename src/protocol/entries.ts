import type { PackFile } from './pack.ts'
import { isSame } from './walk.ts'

/** One item of a pack by its address, such as 'requirements.equality' or 'sets.case.need', without the items inside it. */
export type PackEntry = { address: string; part: Part; id: string; item: Item }
export type Part = (typeof parts)[number]
type Item = { [key: string]: unknown }

const parts = [
  'terms',
  'policy',
  'outcomes',
  'models',
  'sets',
  'questions',
  'route',
  'requirements',
  'material',
  'reviews',
  'roles',
  'risk',
  'reports',
] as const

/** Everything a pack, or the file of one, says, item by item in its order. */
export function entriesOf(pack: PackFile): PackEntry[] {
  const listed = (part: Part, items: readonly object[] | undefined): PackEntry[] =>
    (items as Item[] | undefined)?.map(item => entry(part, `${part}.${item.id}`, item)) ?? []
  const single = (part: Part, item: object | undefined) =>
    item ? [entry(part, part, { id: part, ...item })] : []
  return [
    ...Object.entries(pack.terms ?? {}).map(([id, reads]) => entry('terms', `terms.${id}`, { id, reads })),
    ...listed('policy', pack.policy),
    ...listed('outcomes', pack.definition?.outcomes),
    ...listed('models', pack.significance?.models),
    ...(pack.sets ?? []).flatMap(({ questions, ...set }) => [
      entry('sets', `sets.${set.id}`, set),
      ...(questions ?? []).map(question =>
        entry('questions', `sets.${set.id}.${question.id}`, { ...question, set: set.title ?? set.id }),
      ),
    ]),
    ...listed('route', pack.route),
    ...listed('requirements', pack.requirements),
    ...listed('material', pack.material),
    ...single('reviews', pack.reviews),
    ...listed('roles', pack.roles),
    ...single('risk', pack.risk),
    ...listed('reports', pack.reports),
  ]
}

/**
 * What an overlay says beside its base: 'added sets.case.wards', 'tightened requirements.equality'. A term put in place
 * of another is no local rule.
 */
export function localsOf(base: PackFile, file: PackFile): string[] {
  const there = new Map(entriesOf(base).map(({ address, item }) => [address, item]))
  return entriesOf(file).flatMap(({ address, part, item }) => {
    const was = there.get(address)
    if (part === 'terms' || isSame(was, item)) return []
    return [`${was === undefined ? 'added' : 'tightened'} ${address}`]
  })
}

const entry = (part: Part, address: string, item: object): PackEntry => ({
  address,
  part,
  id: String((item as Item).id),
  item: item as Item,
})
