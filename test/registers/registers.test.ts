import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { writeCell } from '#src/partnerships/export/cells.ts'
import { fieldNamed } from '#src/partnerships/fields.ts'
import { directoryOf } from '#src/partnerships/import/cells/context.ts'
import { type ProposedRecord, proposeRecords, type SkippedRow } from '#src/partnerships/import/plan.ts'
import { readFile } from '#src/partnerships/import/read/file.ts'
import type { Row } from '#src/partnerships/import/read/sheets.ts'
import { formsToTable, shapeOf } from '#src/partnerships/import/table/forms.ts'
import { findHeadings } from '#src/partnerships/import/table/headings.ts'
import { type MappedColumn, suggestMapping } from '#src/partnerships/import/table/mapping.ts'
import { type TableRow, tableRow } from '#src/partnerships/import/table/table.ts'
import { bytesIn, type Encoding } from './encodings.ts'
import { openDocument } from './opendocument.ts'
import { workbook } from './workbook.ts'

/*
 * A folder of registers as authorities keep them, all invented. Each has an expected file that says by
 * hand: where the headings are, what each column is, each record's values as an export would write them, what
 * is left to settle ('row heading > field: proposed value') and which rows are skipped and why.
 */

type Expected = {
  encoding?: Encoding
  sheet?: string
  sheets?: [name: string, hidden: boolean][]
  headings?: [row: number, lastRow: number]
  form?: true
  mapping: Record<string, string>
  records: Record<string, Record<string, string | null>>
  settle: string[]
  skipped: Record<string, string>
}

const here = new URL('./', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, here), 'utf8')

const directory = directoryOf({
  organisations: [
    { id: 'o1', name: 'Northshire Police' },
    { id: 'o2', name: 'Arts, Leisure and Heritage Trust' },
    { id: 'o3', name: 'Marsh and Vale' },
    { id: 'o4', name: 'Vale Community and Voluntary Service', aliases: ['Vale CVS'] },
  ],
  people: ['Bea Dun'],
  posts: ['Leader of the Council'],
  directorates: ['Adult Services', 'Communities'],
  priorities: ['Safe and strong communities', 'Better homes, better lives', 'A clean, green county'],
  ownNames: ['Northshire County Council', 'NCC'],
})
const context = { directory, financialYear: '2026/27' }

for (const file of readdirSync(new URL('shapes/', here)).sort()) {
  const [name] = file.split('.')
  test(`REG-7: the register ${name} is read as expected`, async () => {
    const expected: Expected = JSON.parse(read(`expected/${name}.json`))
    const sheets = await readFile(bytesOf(file, expected), file)
    if (expected.sheets)
      assert.deepEqual(
        sheets.map(sheet => [sheet.name, sheet.hidden]),
        expected.sheets,
      )
    const contents: { name: string; rows: Row[] }[] = []
    for (const sheet of sheets) contents.push({ name: sheet.name, rows: await allOf(sheet.rows()) })
    const { headings, rows } = tableIn(contents, expected)
    const mapping = suggestMapping(headings, rows.slice(0, 50))
    const outcome = await allOf(proposeRecords(rows, mapping, context))
    const records = outcome.filter(one => 'values' in one)
    const skipped = outcome.filter(one => 'skipped' in one)

    const found = Object.fromEntries(mapping.map(column => [column.heading, column.field]))
    assert.deepEqual(found, expected.mapping)
    assert.deepEqual(
      Object.fromEntries(records.map(record => written(record, contents.length > 1 && expected.form))),
      expected.records,
    )
    assert.deepEqual(records.flatMap(settled), expected.settle)
    assertSkipped(skipped, expected.skipped)
    assertLanded(rows, mapping, records)
    for (const record of records) assertKept(record, rows)
  })
}

test('REG-7: the folder holds at least 25 shapes of register', () => {
  assert.ok(readdirSync(new URL('shapes/', here)).length >= 25)
})

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

function bytesOf(file: string, expected: Expected): Uint8Array {
  const text = read(`shapes/${file}`)
  if (file.endsWith('.book.json')) {
    const book = JSON.parse(text)
    return workbook(book.sheets, book)
  }
  if (file.endsWith('.ods.json')) return openDocument(JSON.parse(text).sheets)
  return bytesIn(text, expected.encoding ?? 'utf-8')
}

function tableIn(
  contents: { name: string; rows: Row[] }[],
  expected: Expected,
): { headings: string[]; rows: TableRow[] } {
  const { rows } = contents.find(sheet => sheet.name === expected.sheet) ?? contents[0]!
  assert.equal(shapeOf(rows), expected.form ? 'form' : 'table')
  if (expected.form) return formsToTable(contents)
  const found = findHeadings(rows)
  assert.deepEqual([found.row, found.lastRow], expected.headings)
  assert.ok(found.confidence > 0.5, `confidence ${found.confidence}`)
  return { headings: found.headings, rows: rows.filter(row => row.number > found.lastRow).map(tableRow) }
}

function written(record: ProposedRecord, bySheet?: boolean): [string, Record<string, string | null>] {
  const cells = Object.entries(record.values).map(([name, value]) => [
    name,
    value === null ? null : writeCell(fieldNamed(name)!, value),
  ])
  return [bySheet ? `${record.sheet}!${record.row}` : String(record.row), Object.fromEntries(cells)]
}

function settled(record: ProposedRecord): string[] {
  return record.toSettle.map(({ row, column, field, proposed }) => {
    const value =
      proposed === null ? '(leave empty)' : writeCell(fieldNamed(field)!, proposed) || '(nothing proposed)'
    return `${row} ${column} > ${field}: ${value}`
  })
}

function assertSkipped(skipped: SkippedRow[], expected: Record<string, string>): void {
  assert.deepEqual(
    skipped.map(one => String(one.row)),
    Object.keys(expected),
  )
  for (const one of skipped) assert.match(one.skipped, new RegExp(expected[one.row]!))
}

/** At least nine cells with content in ten stand in a typed field or are to settle with a proposed value. */
function assertLanded(rows: TableRow[], mapping: MappedColumn[], records: ProposedRecord[]): void {
  let cells = 0
  let landed = 0
  for (const record of records) {
    const row = rows.find(one => one.row === record.row && one.sheet === record.sheet)!
    for (const column of mapping) {
      if (!row.cells[column.column]?.trim()) continue
      cells += 1
      const place = row.places?.[column.column] ?? { row: row.row, column: column.heading }
      const open = record.toSettle.filter(
        one => one.row === place.row && one.column === place.column && one.field === column.field,
      )
      if (column.field && open.every(one => one.proposed !== undefined)) landed += 1
    }
  }
  assert.ok(landed / cells >= 0.9, `${landed} of ${cells} cells landed`)
}

/** Whatever becomes of a cell, its text is kept beside the record. */
function assertKept(record: ProposedRecord, rows: TableRow[]): void {
  const row = rows.find(one => one.row === record.row && one.sheet === record.sheet)!
  const kept = Object.values(record.originals).join('\n')
  for (const cell of row.cells) assert.ok(kept.includes(cell.replace(/^'/, '').trim()), cell)
}
