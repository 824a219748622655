import { fillMerges, type Merge } from './merges.ts'
import type { Sheet } from './sheets.ts'
import { UnreadableFile } from './unreadable.ts'
import { readCellFormats } from './xlsx-formats.ts'
import { readSheetRows } from './xlsx-rows.ts'
import { readSharedStrings } from './xlsx-strings.ts'
import { type Relation, readSheetTail } from './xlsx-tail.ts'
import { readXml } from './xml.ts'
import { damaged, type Zip } from './zip.ts'

/** Opens an Excel workbook. Strings and styles are read at once; the rows of a sheet stream when they are asked for. */
export async function openXlsx(zip: Zip): Promise<Sheet[]> {
  const workbook = (await relations(zip, '')).find(relation => relation.type === 'officeDocument')?.target
  if (!workbook) throw damaged()
  const parts = await relations(zip, workbook)
  const part = (type: string) => parts.find(relation => relation.type === type)?.target
  const { sheets, date1904 } = await readWorkbook(zip, workbook)
  const strings = await readSharedStrings(zip, part('sharedStrings'))
  const formats = await readCellFormats(zip, part('styles'))

  const found = sheets.flatMap(sheet => {
    const target = parts.find(relation => relation.id === sheet.id)
    if (target?.type !== 'worksheet') return []
    const path = target.target
    const rows = async function* () {
      const { merges, links } = await readSheetTail(zip.stream(path), await relations(zip, path))
      const fill = fillMerges(takeInOrder(merges))
      for await (const row of readSheetRows(zip.stream(path), { strings, formats, date1904 })) {
        const found = links.get(row.number)
        yield fill(found ? { ...row, links: found } : row)
      }
    }
    return [{ name: sheet.name, hidden: sheet.hidden, rows }]
  })
  if (found.length === 0)
    throw new UnreadableFile('The workbook has no sheets with cells. Choose another file.')
  return found
}

async function relations(zip: Zip, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf('/') + 1
  const folder = part.slice(0, slash)
  const path = `${folder}_rels/${part.slice(slash)}.rels`
  if (!zip.has(path)) return []
  const found: Relation[] = []
  await readXml(zip.stream(path), {
    open: (name, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship') return
      const type = Type.slice(Type.lastIndexOf('/') + 1)
      if (TargetMode === 'External') {
        found.push({ id: Id, type, target: Target })
        return
      }
      const target = new URL(Target, `file:///${folder}`).pathname.slice(1)
      found.push({ id: Id, type, target: decodeURIComponent(target) })
    },
  })
  return found
}

type Workbook = { sheets: { id: string; name: string; hidden: boolean }[]; date1904: boolean }

async function readWorkbook(zip: Zip, path: string): Promise<Workbook> {
  const found: Workbook = { sheets: [], date1904: false }
  await readXml(zip.stream(path), {
    open: (tag, { id = '', name = '', state = 'visible', date1904 = '0' }) => {
      if (tag === 'workbookPr') found.date1904 = date1904 === '1' || date1904 === 'true'
      if (tag === 'sheet') found.sheets.push({ id, name, hidden: state !== 'visible' })
    },
  })
  return found
}

function takeInOrder(merges: Merge[]): (rowIndex: number) => Merge[] {
  let next = 0
  return rowIndex => {
    const start = next
    while (next < merges.length && merges[next]!.top <= rowIndex) next += 1
    return merges.slice(start, next)
  }
}
