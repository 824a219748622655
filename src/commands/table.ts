/** Lines of columns that stand under each other, for a terminal. */
export function tableOf(headings: string[], rows: string[][]): string {
  const all = [headings, ...rows]
  const widths = headings.map((_, i) => Math.max(...all.map(row => row[i]?.length ?? 0)))
  return all
    .map(
      row =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
