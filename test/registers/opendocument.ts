import { zipOf } from './zip.ts'

/** A cell of an OpenDocument sheet: text, a date, or one that spans columns and rows. */
export type OdsCell =
  | string
  | { date: string; shown: string }
  | { text: string; columns?: number; rows?: number }
  | null

/** An OpenDocument spreadsheet as small as can be, for tests. */
export function openDocument(
  sheets: readonly { name: string; rows: readonly (readonly OdsCell[])[] }[],
): Buffer {
  const tables = sheets.map(({ name, rows }) => {
    const inner = rows
      .map(cells => `<table:table-row>${cells.map(cellXml).join('')}</table:table-row>`)
      .join('')
    const rest =
      '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    return `<table:table table:name="${name}">${inner}${rest}</table:table>`
  })
  const spaces = ['office', 'table', 'text'].map(
    name => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  )
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content ${spaces.join(' ')}><office:body><office:spreadsheet>${tables.join('')}</office:spreadsheet></office:body></office:document-content>`,
  })
}

function cellXml(cell: OdsCell): string {
  if (cell === null || cell === '') return '<table:table-cell/>'
  if (typeof cell === 'string')
    return `<table:table-cell office:value-type="string">${paragraphs(cell)}</table:table-cell>`
  if ('date' in cell)
    return `<table:table-cell office:value-type="date" office:date-value="${cell.date}">${paragraphs(cell.shown)}</table:table-cell>`
  const spans = `table:number-columns-spanned="${cell.columns ?? 1}" table:number-rows-spanned="${cell.rows ?? 1}"`
  return `<table:table-cell office:value-type="string" ${spans}>${paragraphs(cell.text)}</table:table-cell>`
}

function paragraphs(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return safe
    .split('\n')
    .map(line => `<text:p>${line}</text:p>`)
    .join('')
}
