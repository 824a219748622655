import { isDeepStrictEqual } from 'node:util'
import { unescapeCell } from '#src/domain/spreadsheet.ts'
import { fields as dictionary, type Field } from '#src/partnerships/fields.ts'
import type { CellContext, Directory } from './cells/context.ts'
import { readCell } from './cells/read.ts'
import { kindOfRow, type RowKind, type RowState } from './row-kinds.ts'
import type { MappedColumn } from './table/mapping.ts'
import type { TableRow } from './table/table.ts'
import { type Aside, holdsSeveral, type Placed, type Reading } from './values.ts'

/** Something in a row that a person decides. `column` is the heading as it stands, `value` the text as it stands. */
export type ToSettle = {
  row: number
  column: string
  field: string
  value: string
  message: string
  proposed?: Placed
}

/**
 * What a row of the file would become. `values` holds the placed values by field name (null: knowingly none),
 * `originals` the text of every cell with content by heading, mapped or not.
 */
export type ProposedRecord = {
  row: number
  sheet?: string
  values: Record<string, Placed>
  originals: Record<string, string>
  toSettle: ToSettle[]
}

/** A row that is no record, why, and what it says. */
export type SkippedRow = { row: number; sheet?: string; skipped: string; text: string }

/** What rows are read against. `fields` is the dictionary, with the authority's own fields where it has some. */
export type PlanContext = { directory: Directory; financialYear: string; fields?: readonly Field[] }

/** Turns rows into proposed records and skipped rows, in the order of the file (REG-7). */
export async function* proposeRecords(
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
  mapping: readonly MappedColumn[],
  context: PlanContext,
): AsyncGenerator<ProposedRecord | SkippedRow> {
  const proposer = startProposing(mapping, context)
  for await (const row of rows) yield* proposer.take(row)
  yield* proposer.end()
}

/** Takes rows one by one and gives what is finished; a record is finished when the next begins, for its rows may go on. */
export type Proposer = {
  take: (row: TableRow) => (ProposedRecord | SkippedRow)[]
  end: () => ProposedRecord[]
}

/** The same as proposeRecords for rows that come in batches. */
export function startProposing(mapping: readonly MappedColumn[], context: PlanContext): Proposer {
  const columns = columnsOf(mapping, context.fields ?? dictionary)
  const state: RowState = { columns, directory: context.directory, above: new Map() }
  let open: ProposedRecord | undefined
  const finished = () => {
    const done = open ? [open] : []
    open = undefined
    return done
  }
  return {
    take: row => {
      const kind = kindOfRow(row, state)
      if (kind.is === 'continues' && open) {
        readRow(row, open, state, context)
        state.lastRow = row.row
        return []
      }
      const done = finished()
      if (kind.is === 'skip') return [...done, skippedRow(row, kind)]
      open = newRecord(row)
      state.lastRow = row.row
      readRow(row, open, state, context)
      proposeSection(open, state)
      if (typeof open.values.name === 'string') return done
      open = undefined
      return [...done, skippedRow(row, { is: 'skip', reason: 'The name cannot be read.' })]
    },
    end: finished,
  }
}

/** A column with its field looked up. */
export type Column = MappedColumn & { known: Field | undefined }

function columnsOf(mapping: readonly MappedColumn[], fields: readonly Field[]): Column[] {
  return mapping.map(column => ({ ...column, known: fields.find(field => field.name === column.field) }))
}

function newRecord(row: TableRow): ProposedRecord {
  const sheet = row.sheet === undefined ? {} : { sheet: row.sheet }
  return { row: row.row, ...sheet, values: {}, originals: {}, toSettle: [] }
}

function skippedRow(row: TableRow, { reason }: RowKind & { is: 'skip' }): SkippedRow {
  const text = row.cells.filter(cell => cell.trim()).join(' | ')
  return { row: row.row, ...(row.sheet === undefined ? {} : { sheet: row.sheet }), skipped: reason, text }
}

function readRow(row: TableRow, record: ProposedRecord, state: RowState, context: PlanContext): void {
  const continues = record.row !== row.row
  const copied = new Set(continues ? row.filled : [])
  const asides: { aside: Aside; source: Source }[] = []
  for (const column of state.columns) {
    const text = unescapeCell(row.cells[column.column] ?? '')
    if (!text.trim() || copied.has(column.column)) continue
    const place = row.places?.[column.column]
    const source = { row: place?.row ?? row.row, column: place?.column ?? column.heading, value: text }
    const link = row.links?.[column.column]
    keepOriginal(record, column.heading, link && !text.includes(link) ? `${text} (${link})` : text)
    if (!column.known || (continues && column.field === 'name')) continue
    const cellContext: CellContext = {
      directory: context.directory,
      financialYear: context.financialYear,
      ...(column.year ? { year: column.year } : {}),
      ...(state.above.has(column.column) ? { above: state.above.get(column.column)! } : {}),
    }
    const reading = readCell(column.known, column.known.type === 'link' && link ? link : text, cellContext)
    state.above.set(column.column, aboveFrom(reading))
    if (reading.placed !== undefined) placeValue(record, column.known, headed(reading.placed, column), source)
    if (reading.settle) record.toSettle.push({ ...source, field: column.known.name, ...reading.settle })
    for (const aside of reading.asides ?? []) asides.push({ aside, source })
  }
  for (const { aside, source } of asides) addAside(record, aside, source, context.fields ?? dictionary)
}

// A column kept in the notes under another heading says what it was.
function headed(value: Placed, { field, heading }: Column): Placed {
  if (field !== 'notes' || typeof value !== 'string') return value
  return /note|comment|remark|information/i.test(heading) ? value : `${heading}: ${value}`
}

function aboveFrom({ placed, settle }: Reading): { placed?: Placed; proposed?: Placed } {
  if (placed !== undefined) return { placed }
  return settle?.proposed === undefined ? {} : { proposed: settle.proposed }
}

type Source = { row: number; column: string; value: string }

function keepOriginal(record: ProposedRecord, heading: string, text: string): void {
  const before = record.originals[heading]
  record.originals[heading] = before === undefined || before === text ? text : `${before}\n${text}`
}

function placeValue(record: ProposedRecord, field: Field, value: Placed, source: Source): void {
  const before = record.values[field.name]
  if (before === undefined || before === null) {
    record.values[field.name] = value
  } else if (holdsSeveral(field.type) && Array.isArray(before) && Array.isArray(value)) {
    const fresh = value.filter(one => !before.some(other => isDeepStrictEqual(one, other)))
    record.values[field.name] = [...before, ...fresh] as Placed
  } else if (value === null || isDeepStrictEqual(before, value)) return
  else if (field.type === 'long-text') record.values[field.name] = `${before}\n${value}`
  else
    record.toSettle.push({
      ...source,
      field: field.name,
      message: `Another cell already gives ‘${field.heading}’. Which is right?`,
      proposed: value,
    })
}

function addAside(record: ProposedRecord, aside: Aside, source: Source, fields: readonly Field[]): void {
  const field = fields.find(one => one.name === aside.field)
  if (!field) return
  if (aside.placed !== undefined) placeValue(record, field, aside.placed, source)
  const filled = typeof record.values[field.name] === 'string' && field.type !== 'long-text'
  if (aside.settle && !filled) record.toSettle.push({ ...source, field: field.name, ...aside.settle })
}

function proposeSection(record: ProposedRecord, state: RowState): void {
  const { section } = state
  if (!section || record.values[section.field] !== undefined) return
  record.toSettle.push({
    row: section.row,
    column: section.column,
    field: section.field,
    value: section.text,
    message: `The row stands under ‘${section.text}’.`,
    proposed: section.text,
  })
}
