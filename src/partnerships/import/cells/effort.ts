import { isFinancialYear } from '#src/domain/dates.ts'
import type { Field } from '#src/partnerships/fields.ts'
import { tidy } from '../names.ts'
import { withoutYear, yearIn } from '../table/years.ts'
import type { EffortValue, Reading } from '../values.ts'
import type { CellContext } from './context.ts'
import { isQuoted, splitItems, unquote } from './grammar.ts'
import { placeholderIn } from './placeholders.ts'

/** Reads officer time or help in kind by year: the words as they stand, and the days when they say how many. */
export function readEffort(text: string, field: Field, context: CellContext): Reading {
  const placed = splitItems(text, /[;\n•]/).flatMap(piece =>
    readPiece(piece, field.type === 'effort', context),
  )
  return { placed, settle: undefined }
}

function readPiece(piece: string, hasDays: boolean, context: CellContext): EffortValue[] {
  const dated = /^(\d{4}\/\d{2}):\s+(.*)$/s.exec(piece)
  const exactYear = dated && isFinancialYear(dated[1]!) ? dated[1] : undefined
  const rest = exactYear ? dated![2]!.trim() : tidy(piece)
  const year = exactYear ?? yearIn(rest) ?? context.year ?? context.financialYear
  const words = exactYear ? rest : withoutLabel(rest)
  if (isQuoted(words)) return [{ year, text: unquote(words) }]
  if (placeholderIn(words) === 'none' || placeholderIn(words) === 'nil') return []
  const days = hasDays ? /^(\d+(?:\.\d+)?) days?(?:, (.*))?$/s.exec(words) : null
  if (days) return [{ year, text: unquote(days[2] ?? ''), days: Number(days[1]) }]
  const inside = hasDays ? /\b(\d+(?:\.\d+)?) days? (?:p\.?a\b|per (?:annum|year)|a year)/i.exec(words) : null
  return [{ year, text: words, ...(inside ? { days: Number(inside[1]) } : {}) }]
}

function withoutLabel(text: string): string {
  const bare = withoutYear(text).replace(/^\s*[:–-]\s*/, '')
  return tidy(bare) || text
}
