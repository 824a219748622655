import type { Db } from '#src/db/open.ts'
import type { Field } from '#src/partnerships/fields.ts'
import type { Batch, Options } from './batch.ts'
import type { Row } from './read/sheets.ts'
import { formsToTable, shapeOf } from './table/forms.ts'
import { findHeadings, type Headings, headingsAt } from './table/headings.ts'
import { type MappedColumn, rememberedKey, suggestMapping } from './table/mapping.ts'
import { headingMatcher } from './table/match-heading.ts'
import { type TableRow, tableRow } from './table/table.ts'

/** One sheet as it seems: its shape, its headings and how far it looks like a register. */
export type SheetLook = {
  index: number
  name: string
  hidden: boolean
  rows: number
  shape: 'table' | 'form'
  headings: Headings
  first: Row[]
}

const looked = 200
const mostFormRows = 20_000

/** Looks at every sheet of the batch; what was seen before is not worked out again. */
export async function lookAtSheets(db: Db, batch: Batch, fields: readonly Field[]): Promise<SheetLook[]> {
  const matcher = headingMatcher(fields)
  const looks: SheetLook[] = []
  for (const [index, sheet] of (batch.summary.sheets ?? []).entries()) {
    const first = await listRows(db, batch, index, -1, looked)
    looks.push({
      ...sheet,
      index,
      first,
      shape: sheet.shape ?? shapeOf(first, matcher),
      headings: sheet.headings ?? findHeadings(first, matcher),
    })
  }
  return looks
}

/** The sheet most like a register: seen, with headings that are known, and long. */
export function likeliestSheet(looks: readonly SheetLook[]): SheetLook | undefined {
  const worth = (look: SheetLook) =>
    (look.hidden ? 0 : 10) +
    look.headings.confidence * 5 +
    (look.shape === 'form' ? 3 : 0) +
    Math.min(look.rows, 50) / 50
  return looks.toSorted((a, b) => worth(b) - worth(a))[0]
}

/** The table an import works on: its headings, its first rows, and all of its rows in portions. */
export type OpenTable = {
  sheetName: string
  shape: 'table' | 'form'
  headingRow: number
  headings: string[]
  sample: TableRow[]
  portions(): AsyncGenerator<TableRow[]>
  count: number
}

/** Opens the table as the options say, and where they do not, as it seems best. */
export async function openTable(
  db: Db,
  batch: Batch,
  fields: readonly Field[],
  options: Options = batch.options,
): Promise<OpenTable> {
  const looks = await lookAtSheets(db, batch, fields)
  const look = looks[options.sheet ?? -1] ?? likeliestSheet(looks)
  if (!look) return emptyTable
  const shape = options.shape ?? look.shape
  if (shape === 'form') return openForms(db, batch, look, looks, fields)
  const found = look.headings
  const row = options.headingRow ?? found.row
  const headings = row === found.row ? found : headingsAt(look.first, row)
  const below = (rows: Row[]) => rows.filter(each => each.number > headings.lastRow).map(tableRow)
  return {
    sheetName: look.name,
    shape,
    headingRow: headings.row,
    headings: headings.headings,
    sample: below(look.first),
    count: look.rows,
    async *portions() {
      let last = headings.lastRow
      for (;;) {
        const rows = await listRows(db, batch, look.index, last, looked)
        if (rows.length === 0) return
        last = rows.at(-1)!.number
        yield rows.map(tableRow)
      }
    },
  }
}

const emptyTable: OpenTable = {
  sheetName: '',
  shape: 'table',
  headingRow: 0,
  headings: [],
  sample: [],
  count: 0,
  async *portions() {},
}

// Forms often stand one to a sheet: all the visible sheets of that shape are read together.
async function openForms(
  db: Db,
  batch: Batch,
  chosen: SheetLook,
  looks: readonly SheetLook[],
  fields: readonly Field[],
): Promise<OpenTable> {
  const together = looks.filter(look => look === chosen || (look.shape === 'form' && !look.hidden))
  const sheets: { name: string; rows: Row[] }[] = []
  let left = mostFormRows
  for (const look of together) {
    const rows = await listRows(db, batch, look.index, -1, left)
    left -= rows.length
    sheets.push({ name: look.name, rows })
  }
  const table = formsToTable(sheets, headingMatcher(fields))
  return {
    sheetName: together.map(look => look.name).join(', '),
    shape: 'form',
    headingRow: 0,
    headings: table.headings,
    sample: table.rows.slice(0, looked),
    count: table.rows.length,
    async *portions() {
      for (let at = 0; at < table.rows.length; at += looked) yield table.rows.slice(at, at + looked)
    },
  }
}

async function listRows(db: Db, batch: Batch, sheet: number, after: number, limit: number): Promise<Row[]> {
  const rows = await db
    .selectFrom('import_row')
    .select(['row', 'cells'])
    .where('authority_id', '=', batch.authority_id)
    .where('batch_id', '=', batch.id)
    .where('sheet', '=', sheet)
    .where('row', '>', after)
    .orderBy('row')
    .limit(limit)
    .execute()
  return rows.map(({ row, cells }) => ({ number: row, ...cells }))
}

/** What each column is taken for: as the person chose, else as it seems from the heading, the cells and earlier choices. */
export async function mapColumns(
  db: Db,
  batch: Batch,
  table: OpenTable,
  fields: readonly Field[],
): Promise<MappedColumn[]> {
  const remembered = await db
    .selectFrom('import_mapping')
    .select(['heading', 'field'])
    .where('authority_id', '=', batch.authority_id)
    .execute()
  const suggested = suggestMapping(
    table.headings,
    table.sample,
    fields,
    Object.fromEntries(remembered.map(({ heading, field }) => [heading, field || null])),
  )
  const { columns } = batch.options
  if (!columns) return suggested
  return suggested.map((column, index) => ({ ...column, field: columns[index] ?? null }))
}

/** Remembers for the next file what the headings of this one mean. */
export async function rememberColumns(db: Db, authorityId: string, columns: readonly MappedColumn[]) {
  const chosen = new Map(columns.map(({ heading, field }) => [rememberedKey(heading), field ?? '']))
  const rows = [...chosen]
    .filter(([heading]) => heading && heading.length <= 200)
    .map(([heading, field]) => ({ authority_id: authorityId, heading, field }))
  if (rows.length === 0) return
  await db
    .insertInto('import_mapping')
    .values(rows)
    .onConflict(oc =>
      oc.columns(['authority_id', 'heading']).doUpdateSet(eb => ({ field: eb.ref('excluded.field') })),
    )
    .execute()
}
