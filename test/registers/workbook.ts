import { zipOf } from './zip.ts'

/** A cell: text, a number, a date serial with a number format, a formula with its stored result, or nothing. */
export type BookCell =
  | string
  | number
  | boolean
  | null
  | { serial: number; format: string }
  | { formula: string; result?: number | string }

export type BookSheet = {
  name: string
  rows: readonly (readonly BookCell[])[]
  merges?: readonly string[]
  links?: Readonly<Record<string, string>>
  hidden?: boolean
}

/** What is odd about a workbook: dates from 1904, a first sheet of these bytes, a declared size that may be a lie. */
export type Oddities = { date1904?: boolean; sheetXml?: Uint8Array; declare?: number }

/** A workbook as Excel would save it, as small as can be, for tests. */
export function workbook(sheets: readonly BookSheet[], odd: Oddities = {}): Buffer {
  const strings: string[] = []
  const formats: string[] = []
  const files: Record<string, string | Uint8Array> = {}
  for (const [index, sheet] of sheets.entries())
    Object.assign(files, sheetFiles(sheet, index + 1, strings, formats))
  if (odd.sheetXml) files['xl/worksheets/sheet1.xml'] = odd.sheetXml
  const parts = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${odd.date1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        (sheet, index) =>
          `<sheet name="${xmlText(sheet.name)}" sheetId="${index + 1}"${sheet.hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
      ['sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ]),
    ...files,
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${strings.map(text => `<si><t xml:space="preserve">${xmlText(text)}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': stylesXml(formats),
  }
  return zipOf(parts, odd.declare ? { 'xl/worksheets/sheet1.xml': odd.declare } : {})
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function relationships(list: readonly (readonly [type: string, target: string])[]): string {
  const items = list.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`
}

function sheetFiles(
  sheet: BookSheet,
  number: number,
  strings: string[],
  formats: string[],
): Record<string, string> {
  const links = Object.values(sheet.links ?? {})
  const targets = relationships(links.map(link => ['hyperlink', xmlText(link)] as const))
  return {
    [`xl/worksheets/sheet${number}.xml`]: sheetXml(sheet, strings, formats),
    [`xl/worksheets/_rels/sheet${number}.xml.rels`]: targets.replaceAll('/>', ' TargetMode="External"/>'),
  }
}

function sheetXml(sheet: BookSheet, strings: string[], formats: string[]): string {
  const seen = new Map(strings.map((text, index) => [text, index]))
  const rows = sheet.rows.map((cells, index) => {
    const inner = cells
      .map((cell, column) => cellXml(cell, `${letters(column)}${index + 1}`, strings, seen, formats))
      .join('')
    return inner && `<row r="${index + 1}">${inner}</row>`
  })
  const merges = sheet.merges?.map(ref => `<mergeCell ref="${ref}"/>`).join('')
  const links = Object.keys(sheet.links ?? {})
    .map((ref, index) => `<hyperlink ref="${ref}" r:id="rId${index + 1}"/>`)
    .join('')
  return `<worksheet xmlns="${main}" xmlns:r="${office}"><sheetData>${rows.join('')}</sheetData>${merges ? `<mergeCells>${merges}</mergeCells>` : ''}${links ? `<hyperlinks>${links}</hyperlinks>` : ''}</worksheet>`
}

function cellXml(
  cell: BookCell,
  address: string,
  strings: string[],
  seen: Map<string, number>,
  formats: string[],
): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${address}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${address}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'string') {
    if (!seen.has(cell)) seen.set(cell, strings.push(cell) - 1)
    return `<c r="${address}" t="s"><v>${seen.get(cell)}</v></c>`
  }
  if ('serial' in cell) {
    if (!formats.includes(cell.format)) formats.push(cell.format)
    return `<c r="${address}" s="${formats.indexOf(cell.format) + 1}"><v>${cell.serial}</v></c>`
  }
  const type = typeof cell.result === 'string' ? ' t="str"' : ''
  const stored = cell.result === undefined ? '' : `<v>${xmlText(String(cell.result))}</v>`
  return `<c r="${address}"${type}><f>${xmlText(cell.formula)}</f>${stored}</c>`
}

function stylesXml(formats: string[]): string {
  const codes = formats.map(
    (format, index) => `<numFmt numFmtId="${164 + index}" formatCode="${xmlText(format)}"/>`,
  )
  const styles = formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`)
  return `<styleSheet xmlns="${main}"><numFmts>${codes.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`
}

function letters(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? letters(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
