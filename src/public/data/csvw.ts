import { escapeCell } from '#src/domain/spreadsheet.ts'
import type { Addresses } from './addresses.ts'
import type { Column } from './columns.ts'
import { licence } from './licence.ts'

/** What the metadata says besides the columns. `query` is that of the list described, '' or with its '?'. */
export type Described = { authority: string; website: string; modified: Date; query: string }

/** The metadata of the CSV by the standard 'CSV on the Web' (REG-5): what each column is and what its cells may hold. */
export function csvwOf(columns: Column[], addresses: Addresses, described: Described): object {
  const { authority, website, modified, query } = described
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    url: `${addresses.register}.csv${query}`,
    'dc:title': `Register of partnerships of ${authority}`,
    'dc:description': 'The partnerships the authority is in, as it publishes them.',
    'dc:publisher': { 'schema:name': authority, ...(website ? { 'schema:url': { '@id': website } } : {}) },
    'dc:license': { '@id': licence.id },
    'dc:modified': { '@value': modified.toISOString(), '@type': 'xsd:dateTime' },
    'dc:source': { '@id': addresses.register },
    dialect: {
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
    },
    tableSchema: {
      columns: columns.map(describedColumn),
      primaryKey: 'reference',
      aboutUrl: `${addresses.register}/{reference}`,
    },
  }
}

function describedColumn(column: Column) {
  const { name, heading, help, required } = column
  return {
    name,
    titles: name === heading ? [name] : [name, heading],
    'dc:description': help,
    datatype: datatypeOf(column),
    required,
    null: '',
  }
}

function datatypeOf({ type, choices }: Column): string | object {
  if (choices?.length) return { base: 'string', format: `^(${choices.map(choicePattern).join('|')})$` }
  return datatypes[type] ?? 'string'
}

// As the cell holds it: safe for spreadsheets.
const choicePattern = ({ value }: { value: string }) =>
  escapeCell(value).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const datatypes: Record<string, string | object> = {
  link: 'anyURI',
  address: 'anyURI',
  number: 'number',
  count: { base: 'integer', minimum: 1 },
  moment: 'dateTime',
  'yes-no': { base: 'boolean', format: 'yes|no' },
  'partial-date': { base: 'string', format: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' },
}
