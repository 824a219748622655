import assert from 'node:assert/strict'
import { parse } from 'csv-parse/sync'

type Metadata = {
  '@context': [string, { '@language': string }]
  url: string
  dialect: Record<string, unknown>
  tableSchema: { columns: ColumnDescription[]; primaryKey: string; aboutUrl: string }
}
type ColumnDescription = {
  name: string
  titles: string[]
  datatype: string | { base: string; format?: string; minimum?: number }
  required: boolean
  null: string
}

/**
 * Holds a CSV to its metadata as the standard 'Metadata Vocabulary for Tabular Data' (W3C, 2015) tells a validator to,
 * cell by cell. Only those parts of the standard may stand in the metadata that are checked here.
 * @returns what is wrong, each with its place; nothing where the file is valid
 */
export function faultsOfCsv(bytes: Buffer, metadata: unknown, address: string): string[] {
  const described = metadata as Metadata
  const faults = [...faultsOfMetadata(described, address)]
  const [header, ...rows] = rowsOf(bytes)
  const { columns, primaryKey } = described.tableSchema
  if (header?.length !== columns.length)
    return [...faults, `${header?.length} headings, ${columns.length} described`]
  for (const [i, { titles }] of columns.entries())
    if (!titles.includes(header[i]!)) faults.push(`column ${i + 1} is headed ${header[i]}, not ${titles}`)
  const keys = new Set<string>()
  for (const [r, row] of rows.entries()) {
    for (const [i, column] of columns.entries()) {
      const fault = faultOfCell(row[i]!, column)
      if (fault) faults.push(`row ${r + 1}, ${column.name}: ‘${row[i]}’ ${fault}`)
    }
    const key = row[columns.findIndex(column => column.name === primaryKey)]!
    if (keys.has(key)) faults.push(`row ${r + 1}: ${key} stands twice`)
    keys.add(key)
  }
  return faults
}

// The dialect the metadata has to state, read without any leniency.
function rowsOf(bytes: Buffer): string[][] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  assert.doesNotMatch(text.replace(/"(?:[^"]|"")*"/g, '""'), /[^\r]\n|\r[^\n]/, 'a line ends without CR LF')
  return parse(text, { record_delimiter: '\r\n', relax_quotes: false, relax_column_count: false })
}

const dialect = {
  encoding: 'utf-8',
  delimiter: ',',
  quoteChar: '"',
  doubleQuote: true,
  lineTerminators: ['\r\n'],
  header: true,
  headerRowCount: 1,
  skipBlankRows: false,
  skipInitialSpace: false,
  trim: false,
}

// Properties of other vocabularies are told by these prefixes, which the standard knows.
const foreign = /^(dc|schema|dcat|xsd|foaf):/

function* faultsOfMetadata(described: Metadata, address: string) {
  const { '@context': context, tableSchema } = described
  if (context[0] !== 'http://www.w3.org/ns/csvw' || context[1]['@language'] !== 'en')
    yield 'the context is another'
  if (described.url !== address) yield `it describes ${described.url}`
  assert.deepEqual(described.dialect, dialect)
  yield* strangers(described, ['@context', 'url', 'dialect', 'tableSchema'])
  yield* strangers(tableSchema, ['columns', 'primaryKey', 'aboutUrl'])
  const names = tableSchema.columns.map(column => column.name)
  if (new Set(names).size !== names.length) yield 'two columns have one name'
  const variables = [...tableSchema.aboutUrl.matchAll(/\{(\w+)\}/g)].map(match => match[1]!)
  for (const name of [tableSchema.primaryKey, ...variables])
    if (!names.includes(name)) yield `no column is called ${name}`
  for (const column of tableSchema.columns) {
    yield* strangers(column, ['name', 'titles', 'datatype', 'required', 'null'])
    // A name is a variable of a URI template and begins with no underscore.
    if (!/^[A-Za-z0-9](\.?[A-Za-z0-9_])*$/.test(column.name)) yield `${column.name} is no name of a column`
    if (column.null !== '' || typeof column.required !== 'boolean') yield `${column.name} is not described`
    yield* faultsOfDatatype(column)
  }
}

function* strangers(thing: object, known: string[]) {
  for (const name of Object.keys(thing))
    if (!known.includes(name) && !foreign.test(name)) yield `${name} is no property of the standard`
}

function* faultsOfDatatype({ name, datatype }: ColumnDescription) {
  const { base, ...rest } = typeof datatype === 'string' ? { base: datatype } : datatype
  if (!(base in lexical)) yield `${name} has an unknown datatype ${base}`
  for (const property of Object.keys(rest))
    if (!(property === 'format' ? ['string', 'boolean'] : ['integer']).includes(base))
      yield `${name}: ${property} says nothing of a ${base}`
}

const lexical: Record<string, RegExp> = {
  string: /^[\s\S]*$/,
  anyURI: /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i,
  boolean: /^(true|false|1|0)$/,
  integer: /^[+-]?\d+$/,
  number: /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|[+-]?INF)$/,
  dateTime: /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
}

function faultOfCell(
  cell: string,
  { datatype, required, null: empty }: ColumnDescription,
): string | undefined {
  if (cell === empty) return required ? 'is required' : undefined
  const { base, format, minimum } = (typeof datatype === 'string' ? { base: datatype } : datatype) as Exclude<
    ColumnDescription['datatype'],
    string
  >
  // Only texts keep their line breaks and the space around them.
  const text = base === 'string' ? cell : cell.replace(/\s+/g, ' ').trim()
  if (base === 'boolean' && format) return format.split('|').includes(text) ? undefined : `is not ${format}`
  if (!lexical[base]!.test(text)) return `is no ${base}`
  if (base === 'string' && format && !new RegExp(`^(?:${format})$`, 'u').test(text))
    return `is not as ${format}`
  if (minimum !== undefined && Number(text) < minimum) return `is below ${minimum}`
  return undefined
}
