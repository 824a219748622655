import { tidy, tidyLines } from '../names.ts'
import type { Row } from '../read/sheets.ts'
import { findHeadings } from './headings.ts'
import { type HeadingMatcher, headingMatcher, plainHeading } from './match-heading.ts'
import type { Place, Table, TableRow } from './table.ts'

/** Whether a sheet is a table with headings, or a form with labels down the page. Takes its first rows. */
export function shapeOf(rows: readonly Row[], matcher: HeadingMatcher = headingMatcher()): 'table' | 'form' {
  const first = rows.slice(0, 60)
  const labels = new Set(first.flatMap(row => fieldOf(firstLabel(row)?.label ?? '', matcher) ?? []))
  const { headings } = findHeadings(rows, matcher)
  const across = new Set(headings.flatMap(heading => fieldOf(heading, matcher) ?? []))
  return labels.size >= 3 && labels.size > across.size ? 'form' : 'table'
}

/**
 * Turns form-shaped sheets into one table: a row for each partnership, a column for each label (REG-7).
 * A sheet holds one form or several under each other; a new one begins where the first label comes again.
 */
export function formsToTable(
  sheets: readonly { name: string; rows: readonly Row[] }[],
  matcher: HeadingMatcher = headingMatcher(),
): Table {
  const blocks = sheets.flatMap(sheet =>
    splitBlocks(listAnswers(sheet.rows, matcher), matcher).map(answers => ({ sheet: sheet.name, answers })),
  )
  const columns: { key: string; heading: string }[] = []
  for (const answer of blocks.flatMap(block => block.answers)) {
    const key = plainHeading(answer.label)
    if (!columns.some(column => column.key === key)) columns.push({ key, heading: answer.label })
  }
  const rows = blocks.map(({ sheet, answers }): TableRow => {
    const cells: string[] = []
    const places: (Place | undefined)[] = []
    for (const [index, column] of columns.entries()) {
      const given = answers.filter(answer => plainHeading(answer.label) === column.key && answer.value)
      cells[index] = given.map(answer => answer.value).join('\n')
      places[index] = given[0] && { row: given[0].row, column: given[0].label }
    }
    return { row: answers[0]?.first ?? 1, cells, places, sheet }
  })
  return { headings: columns.map(column => column.heading), rows }
}

/** `row` is where the value stands, `first` where the label does. */
type Answer = { label: string; value: string; row: number; first: number }

function listAnswers(rows: readonly Row[], matcher: HeadingMatcher): Answer[] {
  const answers: Answer[] = []
  let labelColumn: number | undefined
  for (const row of rows) {
    const cells = ownCells(row)
    const start = firstLabel(row)
    const last = answers.at(-1)
    if (!start) {
      // Only a number, or nothing that can be a label: it belongs to the answer above.
      if (last) addLine(last, cells.map(cell => cell.text).join(' '), row.number)
      continue
    }
    const isLabel = fieldOf(start.label, matcher) !== undefined
    const further = labelColumn !== undefined && start.column > labelColumn
    const below = cells.length === 1 && last && !last.value && !isLabel && fieldOf(last.label, matcher)
    if (last && !row.title && ((further && !isLabel) || below)) {
      addLine(last, cells.map(cell => cell.text).join('\n'), row.number)
      continue
    }
    if (isLabel && labelColumn === undefined) labelColumn = start.column
    answers.push(
      ...pairs(
        cells.filter(cell => cell.column >= start.column),
        row.number,
        matcher,
      ),
    )
  }
  // Titles and section lines have no answer and mean nothing as labels.
  return answers.filter(answer => answer.value || fieldOf(answer.label, matcher))
}

type Cell = { column: number; text: string }

function ownCells(row: Row): Cell[] {
  const copied = new Set(row.filled)
  return row.cells
    .map((text, column) => ({ column, text: tidyLines(text) }))
    .filter(cell => cell.text && !copied.has(cell.column))
}

const numbering = /^\(?(?:q\s*)?\d+(\.\d+)*[a-z]?[.):]?$|^\(?[a-z]\)$|^[ivx]+[.)]$/i

function firstLabel(row: Row): { label: string; column: number } | undefined {
  const cell = ownCells(row).find(one => !numbering.test(one.text))
  if (!cell) return undefined
  const [, label] = /^([^:\n]{2,80}):\s+\S/.exec(cell.text) ?? []
  return { label: tidy(label ?? cell.text), column: cell.column }
}

function addLine(answer: Answer, text: string, row: number): void {
  if (!answer.value) answer.row = row
  answer.value = answer.value ? `${answer.value}\n${text}` : text
}

/** A row may hold label and value, label and value again, or both in one cell with a colon between. */
function pairs(cells: readonly Cell[], row: number, matcher: HeadingMatcher): Answer[] {
  const answers: Answer[] = []
  for (const { text } of cells) {
    const last = answers.at(-1)
    const [, label, value] = /^([^:\n]{2,80}):\s+(\S.*)$/s.exec(text) ?? []
    const both = label !== undefined && fieldOf(label, matcher) !== undefined
    if (both && (!last || last.value)) {
      answers.push({ label: tidy(label), value: value!, row, first: row })
    } else if (!last || (last.value && text.length < 60 && (matcher(text)[0]?.score ?? 0) >= 0.98)) {
      answers.push({ label: tidy(text), value: '', row, first: row })
    } else addLine(last, text, row)
  }
  return answers
}

function splitBlocks(answers: readonly Answer[], matcher: HeadingMatcher): Answer[][] {
  const opening = answers.find(answer => fieldOf(answer.label, matcher))
  if (!opening) return []
  const key = plainHeading(opening.label)
  const blocks: Answer[][] = [[]]
  for (const answer of answers) {
    const block = blocks.at(-1)!
    const again = plainHeading(answer.label) === key && block.some(one => plainHeading(one.label) === key)
    if (again) blocks.push([answer])
    else block.push(answer)
  }
  return blocks
}

function fieldOf(label: string, matcher: HeadingMatcher): string | undefined {
  if (!label || label.length > 150) return undefined
  const best = matcher(label.replace(/:$/, ''))[0]
  return best && best.score >= 0.75 ? best.field.name : undefined
}
