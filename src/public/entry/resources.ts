import type { PublicCommitment } from '#src/db/public-content.ts'
import { formatMoney } from '#src/domain/money.ts'
import { labelOf, moneyForms } from '#src/domain/words.ts'

/** What is put in, by year: words only. The first cell of a row heads it. */
export type Table = { caption: string; columns: { text: string; numeric: boolean }[]; rows: string[][] }

/** What the authority commits, the newest year first: one table each for money, officers' time and the rest. */
export function resourceTables(commitments: readonly PublicCommitment[]): Table[] {
  const of = (type: PublicCommitment['type']) =>
    commitments.filter(each => each.type === type).toSorted((a, b) => b.year.localeCompare(a.year))
  return [
    table(
      'Money by year',
      ['Year', 'Amount*', 'Form', 'In the budget', 'Note'],
      of('money').map(({ year, pence, form, budgeted, note }) => [
        year,
        pence === null ? '' : formatMoney(pence),
        labelOf(moneyForms, form),
        budgeted === null ? '' : budgeted ? 'Yes' : 'No',
        note,
      ]),
    ),
    table(
      'Officers’ time by year',
      ['Year', 'Days*', 'Who and what for'],
      of('officer-time').map(({ year, days, note }) => [year, days === null ? '' : String(days), note]),
    ),
    table(
      'Help in kind by year',
      ['Year', 'What'],
      of('in-kind').map(({ year, note }) => [year, note]),
    ),
  ].filter(each => each.rows.length > 0)
}

// A column nothing stands in is left out. A star marks numbers.
function table(caption: string, headings: string[], rows: string[][]): Table {
  const filled = headings.map((_, at) => at === 0 || rows.some(row => row[at] !== ''))
  const kept = <T>(cells: T[]) => cells.filter((_, at) => filled[at])
  return {
    caption,
    columns: kept(headings).map(text => ({ text: text.replace('*', ''), numeric: text.endsWith('*') })),
    rows: rows.map(kept),
  }
}
