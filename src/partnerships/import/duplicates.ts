import { normaliseName, overlap, trigrams } from './names.ts'

/** A partnership to compare: `key` is the caller's own (a row, an id); partners and lead are names. */
export type Candidate = { key: string | number; name: string; partners?: readonly string[]; lead?: string }

/** Two entries that may be one: the candidate's key and name, what it resembles, and how much from 0 to 1. */
export type LikelyDuplicate = {
  row: string | number
  name: string
  candidate: { key: string | number; name: string; existing: boolean }
  score: number
}

const enough = 0.72
const mostPerName = 3
const compared = 40
const rareBlocks = 12
const largestBlock = 1500

/**
 * Suggests which candidates may be the same as each other or as an existing entry, best first; a person decides (REG-7).
 * Names count most, with initials ('CSP'); the same lead or shared partners add a little. Ten thousand against ten
 * thousand take a few seconds: only names that share their rarer runs of letters are compared.
 */
export function likelyDuplicates(
  candidates: readonly Candidate[],
  existing: readonly Candidate[] = [],
): LikelyDuplicate[] {
  const all = [...existing.map(one => entryOf(one, true)), ...candidates.map(one => entryOf(one, false))]
  const blocks = blocksOf(all)
  const found: LikelyDuplicate[] = []
  for (let index = existing.length; index < all.length; index += 1) {
    const entry = all[index]!
    const near = nearest(entry, index, all, blocks)
    for (const { other, score } of near)
      found.push({
        row: entry.candidate.key,
        name: entry.candidate.name,
        candidate: { key: other.candidate.key, name: other.candidate.name, existing: other.existing },
        score: Math.round(score * 100) / 100,
      })
  }
  return found.sort((a, b) => b.score - a.score)
}

type Entry = {
  candidate: Candidate
  existing: boolean
  name: string
  words: string[]
  grams: Set<string>
  initials: string
  acronyms: string[]
}

function entryOf(candidate: Candidate, existing: boolean): Entry {
  const name = normaliseName(candidate.name.replace(/\(([^)]*)\)/g, ' '))
  const words = name.split(' ').filter(Boolean)
  const telling = words.filter(word => !joining.has(word))
  const initials = telling.map(word => word[0]).join('')
  const acronyms = acronymsIn(candidate.name, words)
  return { candidate, existing, name, words: telling, grams: trigrams(name), initials, acronyms }
}

const joining = new Set(['and', 'of', 'for', 'in', 'on', 'to', 'a'])

/** Which entries hold each run of letters and each set of initials, in the order of `all`. */
function blocksOf(all: readonly Entry[]): Map<string, number[]> {
  const blocks = new Map<string, number[]>()
  for (const [index, entry] of all.entries()) {
    for (const key of keysOf(entry)) {
      const block = blocks.get(key)
      if (block) block.push(index)
      else blocks.set(key, [index])
    }
  }
  return blocks
}

function keysOf(entry: Entry): Set<string> {
  const keys = new Set(entry.grams)
  keys.add(`=${entry.name}`)
  if (entry.initials.length >= 3) keys.add(`#${entry.initials}`)
  for (const acronym of entry.acronyms) keys.add(`#${acronym}`)
  return keys
}

// 'CSP' alone, or 'Safer Northshire (SNP)': the initials a register writes.
function acronymsIn(name: string, words: readonly string[]): string[] {
  const written = name.match(/\b\p{Lu}{3,6}\b/gu) ?? []
  const alone = words.length === 1 && words[0]!.length <= 6 ? words : []
  return [...written.map(one => one.toLowerCase()), ...alone]
}

function nearest(
  entry: Entry,
  index: number,
  all: readonly Entry[],
  blocks: Map<string, number[]>,
): { other: Entry; score: number }[] {
  const ranked: { other: Entry; score: number }[] = []
  for (const at of sharingMost(entry, index, blocks)) {
    const score = scoreOf(entry, all[at]!)
    if (score >= enough) ranked.push({ other: all[at]!, score })
  }
  return ranked.sort((a, b) => b.score - a.score).slice(0, mostPerName)
}

/** The earlier entries that share most of this entry's rarer keys; a key that half the register shares says nothing. */
function sharingMost(entry: Entry, index: number, blocks: Map<string, number[]>): number[] {
  const keys = [...keysOf(entry)].map(key => blocks.get(key)!).sort((a, b) => a.length - b.length)
  const shared = new Map<number, number>()
  for (const [rank, block] of keys.slice(0, rareBlocks).entries()) {
    if (rank > 1 && block.length > largestBlock) break
    for (const at of block) if (at < index) shared.set(at, (shared.get(at) ?? 0) + 1)
  }
  const most = [...shared]
  if (most.length > compared) most.sort((a, b) => b[1] - a[1])
  return most.slice(0, compared).map(([at]) => at)
}

function scoreOf(a: Entry, b: Entry): number {
  const byName = nameScore(a, b)
  if (byName < 0.6) return 0
  const differs = numbersDiffer(a.words, b.words) ? 0.25 : 0
  return Math.max(0, Math.min(1, byName + company(a.candidate, b.candidate) - differs))
}

function nameScore(a: Entry, b: Entry): number {
  if (!a.name || !b.name) return 0
  if (a.name === b.name) return 1
  if (sharesInitials(a, b) || sharesInitials(b, a)) return 0.8
  return Math.max(overlap(a.grams, b.grams), wordScore(a.words, b.words))
}

function sharesInitials(short: Entry, long: Entry): boolean {
  return long.words.length >= 3 && short.acronyms.includes(long.initials) && short.initials !== long.initials
}

/** How many words two names share, in any order; all the words of the shorter count for most. */
function wordScore(a: readonly string[], b: readonly string[]): number {
  const left = new Set(a)
  const right = new Set(b)
  const common = [...left].filter(word => right.has(word)).length
  const shorter = Math.min(left.size, right.size)
  if (shorter < 2 || common < 2) return 0
  return 0.5 * (common / shorter) + 0.5 * (common / Math.max(left.size, right.size))
}

// 'Phase 1' and 'Phase 2' are two, however alike.
function numbersDiffer(a: readonly string[], b: readonly string[]): boolean {
  const numbers = (words: readonly string[]) => words.filter(word => /^\d+$/.test(word)).join(' ')
  return numbers(a) !== numbers(b)
}

function company(a: Candidate, b: Candidate): number {
  const lead = a.lead && b.lead ? (normaliseName(a.lead) === normaliseName(b.lead) ? 0.05 : -0.05) : 0
  if (!a.partners?.length || !b.partners?.length) return lead
  const names = new Set(b.partners.map(normaliseName))
  const shared = a.partners.filter(partner => names.has(normaliseName(partner))).length
  return lead + 0.05 * (shared / Math.min(a.partners.length, b.partners.length))
}
