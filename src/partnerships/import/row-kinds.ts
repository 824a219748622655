import type { Directory } from './cells/context.ts'
import { placeholderIn } from './cells/placeholders.ts'
import { plainWords, tidy } from './names.ts'
import type { Column } from './plan.ts'
import type { TableRow } from './table/table.ts'
import type { Placed } from './values.ts'

/** What a row below the headings is. 'continues' adds to the record above it. */
export type RowKind = { is: 'record' } | { is: 'continues' } | { is: 'skip'; reason: string }

/** What the rows so far say about the next: the section it stands in, the values above it, whether the table has ended. */
export type RowState = {
  columns: Column[]
  directory: Directory
  above: Map<number, { placed?: Placed; proposed?: Placed }>
  lastRow?: number
  section?: { text: string; field: 'directorate' | 'theme'; row: number; column: string } | undefined
  glossary?: boolean
  namesInCapitals?: boolean
}

/** Tells records from section rows, totals, glossaries, notes and repeated headings. Remembers sections and glossaries in the state. */
export function kindOfRow(row: TableRow, state: RowState): RowKind {
  const nameColumn = state.columns.find(column => column.field === 'name')
  if (!nameColumn) return skip('No column is taken for the name.')
  const copied = new Set(row.filled)
  const filled = row.cells.flatMap((cell, column) => (tidy(cell) ? [{ column, text: tidy(cell) }] : []))
  const own = filled.filter(cell => !copied.has(cell.column))
  const name = filled.find(cell => cell.column === nameColumn.column)?.text
  const first = own[0]
  if (!first) return skip('The row is blank.')

  if (repeatsHeadings(own, state)) return skip('It repeats the headings.')
  const alone = own.length === 1 && filled.length === 1
  if (alone && glossaryWords.test(first.text)) {
    state.glossary = true
    return skip('It begins a glossary or notes.')
  }
  if (state.glossary && own.length < 3) return skip('It belongs to a glossary or notes below the table.')
  state.glossary = false
  if (isTotal(first.text, name, own)) return skip('It is a total.')
  if (row.title || (alone && isSection(first, nameColumn.column, state))) {
    if (isNote(first.text)) return skip('It is a note, not an entry.')
    state.section = sectionOf(first.text, row.row, nameColumn, state)
    return skip('It is a heading for the rows below it.')
  }
  if (alone && isNote(first.text)) return skip('It is a note, not an entry.')
  return kindByName(row, name, copied.has(nameColumn.column), own, nameColumn, state)
}

function kindByName(
  row: TableRow,
  name: string | undefined,
  nameIsCopied: boolean,
  own: { column: number; text: string }[],
  nameColumn: Column,
  state: RowState,
): RowKind {
  const follows = state.lastRow !== undefined && row.row === state.lastRow + 1
  if (name && nameIsCopied && follows) return { is: 'continues' }
  const stand = name === undefined ? undefined : placeholderIn(name)
  if (name && stand === undefined) {
    if (inCapitals(name) && own.length > 1) state.namesInCapitals = true
    return { is: 'record' }
  }
  const amountsOnly = own.every(({ column }) =>
    ['money', 'number'].includes(state.columns.find(one => one.column === column)?.known?.type ?? ''),
  )
  if (follows && (stand === 'above' || (!name && !amountsOnly))) return { is: 'continues' }
  if (name) return skip(`The name says ‘${name}’.`)
  return skip(`It has no name in the column ‘${nameColumn.heading}’.`)
}

function skip(reason: string): RowKind {
  return { is: 'skip', reason }
}

const glossaryWords =
  /^(glossary|key|legend|abbreviations?|notes?|footnotes?|definitions)( of terms| to .*)?\s*:?$/i

function repeatsHeadings(own: { column: number; text: string }[], state: RowState): boolean {
  if (own.length < 2) return false
  const same = own.filter(({ column, text }) => {
    const heading = state.columns.find(one => one.column === column)?.heading ?? ''
    return plainWords(heading) === plainWords(text) || plainWords(heading).endsWith(` ${plainWords(text)}`)
  })
  return same.length / own.length > 0.6
}

function isTotal(first: string, name: string | undefined, own: { text: string }[]): boolean {
  const total = /^(grand |sub[- ]?|overall )?totals?\b(?! \p{Lu})/iu
  if (!total.test(first) && !(name && total.test(name))) return false
  return (
    /^(grand |sub[- ]?|overall )?totals?\s*:?$/i.test(first) ||
    own.every(({ text }) => total.test(text) || /\d/.test(text))
  )
}

function isSection(cell: { column: number; text: string }, nameColumn: number, state: RowState): boolean {
  const { text } = cell
  if (text.length > 80) return false
  if (state.directory.knowsDirectorate(text) || sectionWords.test(text)) return true
  const mapped = state.columns.filter(column => column.field).length
  if (mapped < 2) return false
  if (/:$/.test(text)) return true
  const words = text.split(' ').length
  if (words > 1 && inCapitals(text) && !state.namesInCapitals) return true
  return cell.column < nameColumn && /\p{L}/u.test(text)
}

function inCapitals(text: string): boolean {
  return text === text.toUpperCase() && /\p{Lu}{3}/u.test(text)
}

const sectionWords =
  /^(section|part|theme|category|block|schedule|appendix|table) ([a-z0-9]{1,3}|[ivx]+)\b|\b(directorate|department|division|portfolio)$|^(county|borough|district|city|area)[- ]?wide( bodies)?$/i

function isNote(text: string): boolean {
  return (
    /^(\*|†|note\b|nb\b|n\.b\.|source\b|last updated|updated\b|page \d|prepared by|produced by|compiled by|end of|version\b|©|for further|please |printed|correct as at|as at )/i.test(
      text,
    ) ||
    text.length > 200 ||
    (/[.!]$/.test(text) && text.split(' ').length > 8)
  )
}

function sectionOf(text: string, row: number, nameColumn: Column, state: RowState): RowState['section'] {
  const bare = tidy(text.replace(/:$/, ''))
  const directorate =
    state.directory.knowsDirectorate(bare) || /\b(directorate|department|division|service)s?\b/i.test(bare)
  return { text: bare, field: directorate ? 'directorate' : 'theme', row, column: nameColumn.heading }
}
