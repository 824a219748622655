import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import readExcelFile from 'read-excel-file/node'
import { outsideBodies, partnerships, workbook } from './saltmere-partnerships.ts'

test('the sample outside bodies stand under headings on the fifth row, each row as wide as they are', async () => {
  const rows: string[][] = parse(await readFile(new URL('./wendleshire-outside-bodies.csv', import.meta.url)))
  assert.equal(rows[4]![1], 'Outside body')
  assert.equal(rows.filter(row => row[0]?.startsWith('OB/')).length, 17)
})

test('the sample workbook holds what its script says', async () => {
  const sheets = await readExcelFile(workbook)
  assert.deepEqual(
    sheets.map(sheet => sheet.sheet),
    ['Partnerships', 'Outside bodies', 'Notes'],
  )
  assert.deepEqual(words(sheets[0]!.data), words(partnerships))
  assert.deepEqual(words(sheets[1]!.data), words(outsideBodies))
})

function words(rows: readonly (readonly unknown[])[]) {
  return rows.map(row => row.map(worded).filter(value => value !== ''))
}

// A formula has no value until a spreadsheet works it out.
function worded(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString()
  if (typeof cell !== 'object') return String(cell)
  const { value, type } = cell as { value?: unknown; type?: unknown }
  return type === 'Formula' ? '' : worded(value)
}
