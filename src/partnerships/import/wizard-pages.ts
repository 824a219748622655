import { type Field, sections } from '#src/partnerships/fields.ts'
import type { Options } from './batch.ts'
import { likeliestSheet, type OpenTable, type SheetLook } from './layout.ts'
import type { MappedColumn } from './table/mapping.ts'

const sectionNames: Record<(typeof sections)[number], string> = {
  identity: 'What it is',
  about: 'About it',
  bodies: 'Bodies',
  'our-part': 'Our part',
  people: 'People',
  resources: 'Money and resources',
  risk: 'Risk',
  own: 'Your own fields and notes',
}

/** What the page about the sheet shows: the sheets, the first rows, and what seems right. */
export function sheetChoices(looks: readonly SheetLook[], options: Options) {
  const look = looks[options.sheet ?? -1] ?? likeliestSheet(looks)!
  const headingRow = options.headingRow ?? look.headings.row
  const width = Math.max(...look.first.slice(0, 15).map(row => row.cells.length), 1)
  return {
    sheets: looks.map(({ index, name, hidden, rows }) => ({
      index,
      label: name,
      hint: `${rows.toLocaleString('en-GB')} ${rows === 1 ? 'row' : 'rows'} with something in them${hidden ? ', hidden in the spreadsheet' : ''}`,
      chosen: index === look.index,
    })),
    look,
    shape: options.shape ?? look.shape,
    headingRow,
    sure: look.headings.confidence >= 0.6,
    kind: options.kind ?? 'partnership',
    columns: Array.from({ length: Math.min(width, 12) }, (_, column) => column),
    more: Math.max(0, width - 12),
    preview: look.first.slice(0, 15).map(row => ({
      number: row.number,
      chosen: row.number === headingRow,
      cells: Array.from({ length: Math.min(width, 12) }, (_, column) => shorten(row.cells[column] ?? '', 60)),
    })),
  }
}

/** What the page about the columns shows: each column with some of its cells, the field it seems, and how sure that is. */
export function columnChoices(table: OpenTable, mapping: readonly MappedColumn[], fields: readonly Field[]) {
  const used = mapping.filter(column => column.heading || table.sample.some(row => row.cells[column.column]))
  return {
    headingRow: table.headingRow,
    groups: sections.map(section => ({
      name: sectionNames[section],
      fields: fields.filter(field => field.section === section),
    })),
    columns: used.map(column => ({
      ...column,
      sure: sureness(column),
      examples: examplesOf(table, column.column),
    })),
    records: table.sample.slice(0, 3),
  }
}

function sureness({ field, score }: MappedColumn): string {
  if (!field) return 'No field fits'
  if (score >= 0.9) return 'Sure'
  return score >= 0.7 ? 'Likely' : 'A guess: please check'
}

function examplesOf(table: OpenTable, column: number): string[] {
  const texts = new Set(table.sample.map(row => (row.cells[column] ?? '').trim()).filter(Boolean))
  return [...texts].slice(0, 3).map(text => shorten(text, 90))
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
