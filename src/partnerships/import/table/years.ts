import { type FinancialYear, financialYearFrom } from '#src/domain/dates.ts'

const pattern = /\b(?:FY\s*)?(?:(20\d\d)\s*[/–-]\s*(20\d\d|\d\d?)|(\d\d)\s*\/\s*(\d\d))(?![\d/])/i

/** The financial year named in a text: '2024/25', '2024-2025', 'FY24/25'. Undefined when the halves do not follow. */
export function yearIn(text: string): FinancialYear | undefined {
  const match = pattern.exec(text)
  if (!match) return undefined
  const [, long, longEnd, short, shortEnd] = match
  const start = long ? Number(long) : 2000 + Number(short)
  const end = Number((longEnd ?? shortEnd)!.slice(-2))
  const follows = (start + 1) % 100 === end || (longEnd?.length === 1 && (start + 1) % 10 === end)
  return follows ? financialYearFrom(start) : undefined
}

/** The text without its financial year. */
export function withoutYear(text: string): string {
  return yearIn(text) ? text.replace(pattern, ' ') : text
}
