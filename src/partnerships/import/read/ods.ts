import { fillMerges, type Merge } from './merges.ts'
import { type Row, row, type Sheet } from './sheets.ts'
import { limits, UnreadableFile } from './unreadable.ts'
import { readXml, walkXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** Opens an OpenDocument spreadsheet; its rows stream from content.xml. */
export async function openOds(zip: Zip): Promise<Sheet[]> {
  if (
    zip.has('META-INF/manifest.xml') &&
    (await zip.text('META-INF/manifest.xml')).includes('encryption-data')
  )
    throw new UnreadableFile(
      'The file is protected by a password. Remove the password, save it and try again.',
    )
  if ((await zip.text('mimetype')).trim() !== 'application/vnd.oasis.opendocument.spreadsheet')
    throw new UnreadableFile(
      'This is not a spreadsheet. Copy the table into a spreadsheet and save it as .xlsx.',
    )
  const names: string[] = []
  const hiddenStyles = new Set<string>()
  const hidden: boolean[] = []
  let style = ''
  await readXml(zip.stream('content.xml'), {
    open: (tag, attributes) => {
      if (tag === 'style') style = attributes.name ?? ''
      if (tag === 'table-properties' && attributes.display === 'false') hiddenStyles.add(style)
      if (tag !== 'table') return
      names.push(attributes.name ?? `Sheet ${names.length + 1}`)
      hidden.push(hiddenStyles.has(attributes['style-name'] ?? ''))
    },
  })
  return names.map((name, index) => ({ name, hidden: hidden[index]!, rows: () => readRows(zip, index) }))
}

type Cell = { texts: string[]; value: string; repeat: number; spanColumns: number; spanRows: number }

async function* readRows(zip: Zip, wanted: number): AsyncGenerator<Row> {
  const ready: Row[] = []
  const merges: Merge[] = []
  const fill = fillMerges(() => merges.splice(0))
  let table = -1
  let number = 0
  let repeatRow = 1
  let cells: string[] = []
  let cell: Cell | undefined
  let inText = false
  let inNote = false

  const endRow = () => {
    // A spreadsheet program ends a sheet with one blank row repeated a million times.
    const times = cells.some(text => text.trim()) ? repeatRow : 0
    for (let time = 1; time <= times; time += 1) {
      const found = row(number + time, [...cells])
      if (found) ready.push(fill(found))
    }
    number += repeatRow
  }
  const walk = walkXml(zip.stream('content.xml'), {
    open: (tag, attributes) => {
      if (tag === 'table') table += 1
      if (table !== wanted) return
      if (tag === 'table-row') {
        repeatRow = Number(attributes['number-rows-repeated'] ?? 1)
        cells = []
      }
      if (tag === 'table-cell' || tag === 'covered-table-cell') cell = startCell(attributes)
      if (tag === 'annotation') inNote = true
      if (tag === 'p' && cell && !inNote) {
        cell.texts.push('')
        inText = true
      }
      if (inText && cell && (tag === 's' || tag === 'tab'))
        append(cell, ' '.repeat(Number(attributes.c ?? 1)))
      if (inText && cell && tag === 'line-break') append(cell, '\n')
    },
    text: text => {
      if (inText && cell) append(cell, text)
    },
    close: tag => {
      if (tag === 'p') inText = false
      if (tag === 'annotation') inNote = false
      if (cell && (tag === 'table-cell' || tag === 'covered-table-cell')) {
        const column = cells.length
        place(cells, cell)
        if (cell.spanColumns > 1 || cell.spanRows > 1)
          merges.push({
            top: number,
            left: column,
            bottom: number + cell.spanRows - 1,
            right: Math.min(column + cell.spanColumns, limits.columns) - 1,
          })
        cell = undefined
      }
      if (tag === 'table-row' && table === wanted) endRow()
    },
  })
  for await (const _ of walk) {
    yield* ready.splice(0)
    if (table > wanted) break
  }
  yield* ready
}

function startCell(attributes: Record<string, string>): Cell {
  const kind = attributes['value-type']
  const value =
    kind === 'date' ? (attributes['date-value'] ?? '').replace(/T00:00(:00)?$/, '') : (attributes.value ?? '')
  return {
    texts: [],
    // What is shown says more than the bare number, except for dates.
    value: kind === 'date' ? value : '',
    repeat: Number(attributes['number-columns-repeated'] ?? 1),
    spanColumns: Number(attributes['number-columns-spanned'] ?? 1),
    spanRows: Number(attributes['number-rows-spanned'] ?? 1),
  }
}

function append(cell: Cell, text: string): void {
  cell.texts[cell.texts.length - 1] += text
}

function place(cells: string[], cell: Cell): void {
  const text = cell.value || cell.texts.join('\n')
  // One column past the limit is enough for the refusal.
  const times = Math.min(cell.repeat, limits.columns + 1 - cells.length)
  for (let time = 0; time < times; time += 1) cells.push(text)
}
