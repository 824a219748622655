import { tiers } from '#src/domain/words.ts'

/** Where an item comes from, and whether it is the authority's own: what stands small beside it. */
export type Mark = { clauses: string[]; ours: boolean; local: '' | 'added' | 'tightened' }

/** The mark of an item by its address. */
export type MarkOf = (address: string, cited: Cited) => Mark
type Cited = { clause?: string | undefined; source?: 'ours' | undefined }

/** How the items of a pack are marked. @param local what is the authority's own, as an adoption keeps it */
export function marksOf(local: readonly string[]): MarkOf {
  const own = new Map(
    local.map(each => each.split(' ') as [Mark['local'], string]).map(([how, at]) => [at, how]),
  )
  return (address, { clause, source }) => ({
    clauses: clause ? clause.split(/;\s*/).map(told => told.split(/\s*\/\s*/).join(', ')) : [],
    ours: source === 'ours' || clause === undefined,
    local: own.get(address) ?? '',
  })
}

/** Tiers in words where they are not all: 'significant and standard'. */
export function tiersIn(...rules: (readonly string[] | undefined)[]): string[] {
  const inAll = tiers.filter(tier => rules.every(rule => rule === undefined || rule.includes(tier.value)))
  return inAll.length === tiers.length ? [] : inAll.map(tier => tier.label)
}
