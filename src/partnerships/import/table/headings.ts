import { tidy } from '../names.ts'
import type { Row } from '../read/sheets.ts'
import { looksLikeContent } from './look.ts'
import { type HeadingMatcher, headingMatcher } from './match-heading.ts'

/**
 * Where a table's headings are. `row` and `lastRow` are the file's row numbers (they differ when headings stand in two
 * levels, joined as 'Group – Part'). `headings` has one entry per column, '' where there is none. `confidence` is 0 to 1.
 */
export type Headings = { row: number; lastRow: number; headings: string[]; confidence: number }

const searched = 40

/** Finds the heading row among the first rows of a sheet; titles, notes and blank rows above are passed over. */
export function findHeadings(rows: readonly Row[], matcher: HeadingMatcher = headingMatcher()): Headings {
  const first = rows.slice(0, searched)
  const width = usualWidth(rows)
  let best: Candidate | undefined
  for (const [index, row] of first.entries()) {
    if (row.title) continue
    const next = first[index + 1]
    for (const candidate of [single(row), next && pair(row, next)]) {
      if (!candidate) continue
      const score = scoreOf(candidate, width, matcher)
      if (!best || score > best.score) best = { ...candidate, score }
    }
  }
  if (!best) return { row: 0, lastRow: 0, headings: [], confidence: 0 }
  const { row, lastRow, headings } = best
  return { row, lastRow, headings, confidence: confidenceOf(headings, matcher) }
}

/** The headings when a person says in which row they are. */
export function headingsAt(rows: readonly Row[], number: number): Headings {
  const row = rows.find(one => one.number === number)
  return { row: number, lastRow: number, headings: row ? row.cells.map(tidy) : [], confidence: 1 }
}

type Found = { row: number; lastRow: number; headings: string[]; cells: string[] }
type Candidate = Found & { score: number }

function single(row: Row): Found {
  const headings = row.cells.map(tidy)
  return { row: row.number, lastRow: row.number, headings, cells: headings }
}

function pair(upper: Row, lower: Row): Found | undefined {
  if (lower.number !== upper.number + 1 || lower.title) return undefined
  const copied = new Set(lower.filled)
  const parts = lower.cells.map((cell, column) => (copied.has(column) ? '' : tidy(cell)))
  if (parts.filter(Boolean).length < 2 || parts.some(part => looksLikeContent(part))) return undefined
  const groups = spreadGroups(upper, parts)
  const grouped = parts.some(
    (part, column) => part && groups[column] && groups[column] === groups[column + 1],
  )
  if (!grouped) return undefined
  const length = Math.max(groups.length, parts.length)
  const headings = Array.from({ length }, (_, column) => joined(groups[column] ?? '', parts[column] ?? ''))
  return { row: upper.number, lastRow: lower.number, headings, cells: parts }
}

// A group heading that is not merged stands over its first part only.
function spreadGroups(upper: Row, parts: string[]): string[] {
  const groups = upper.cells.map(tidy)
  for (let column = 1; column < parts.length; column += 1) {
    const covered = !groups[column] && parts[column] && parts[column - 1]
    if (covered) groups[column] = groups[column - 1] ?? ''
  }
  return groups
}

function joined(group: string, part: string): string {
  if (!group || !part || group === part) return part || group
  return `${group.replace(/:$/, '')} – ${part}`
}

function scoreOf(candidate: Found, width: number, matcher: HeadingMatcher): number {
  const filled = candidate.headings.filter(Boolean)
  const contents = filled.filter(heading => looksLikeContent(heading)).length
  const { sure } = matches(candidate.headings, matcher)
  const spread = Math.min(1, filled.length / Math.max(1, width))
  const repeated = filled.length - new Set(filled).size
  const levels = candidate.lastRow - candidate.row
  return sure * 2 + spread * 2 - contents * 1.5 - repeated * 0.5 - levels * 0.5
}

function confidenceOf(headings: string[], matcher: HeadingMatcher): number {
  const { sure, share } = matches(headings, matcher)
  if (sure === 0) return 0.2
  return Math.min(1, 0.4 + 0.1 * sure + 0.4 * share)
}

function matches(headings: string[], matcher: HeadingMatcher): { sure: number; share: number } {
  const filled = headings.filter(heading => heading && heading.length < 150)
  const sure = new Set<string>()
  let known = 0
  for (const heading of filled) {
    const best = matcher(heading)[0]
    if (!best || best.score < 0.75) continue
    known += 1
    sure.add(best.field.name)
  }
  return { sure: sure.size, share: filled.length > 0 ? known / filled.length : 0 }
}

function usualWidth(rows: readonly Row[]): number {
  const widths = rows.slice(0, 200).map(row => row.cells.filter(cell => cell.trim()).length)
  return widths.sort((a, b) => a - b)[Math.floor(widths.length * 0.75)] ?? 1
}
