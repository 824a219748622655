import { pipeline, Readable } from 'node:stream'
import { CsvError, type Options, parse } from 'csv-parse'
import { parse as parseAll } from 'csv-parse/sync'
import { encodingOf } from './encoding.ts'
import { type Row, row, type Sheet } from './sheets.ts'
import { cellTooLong, limits, UnreadableFile } from './unreadable.ts'

/** Opens comma, semicolon, tab or bar separated text in any of the usual encodings as one sheet. */
export function openDelimited(bytes: Uint8Array, name: string): Sheet {
  const encoding = encodingOf(bytes)
  const sample = new TextDecoder(encoding).decode(bytes.subarray(0, 64 * 1024))
  const hint = /^sep=(.)\r?\n/.exec(sample)?.[1]
  const delimiter = hint ?? likeliestDelimiter(sample)
  const rows = () => readRows(bytes, encoding, delimiter, hint !== undefined)
  return { name: name.replace(/\.\w{1,4}$/, ''), hidden: false, rows }
}

async function* readRows(
  bytes: Uint8Array,
  encoding: string,
  delimiter: string,
  hinted: boolean,
): AsyncGenerator<Row> {
  const parser = parse({ ...options, delimiter })
  // What goes wrong on either side comes out of the parser, where it is waited for.
  pipeline(Readable.from(decoded(bytes, encoding)), parser, () => {})
  let number = 0
  try {
    for await (const cells of parser) {
      number += 1
      if (number === 1 && hinted) continue
      const found = row(number, cells)
      if (found) yield found
    }
  } catch (error) {
    if (error instanceof CsvError) throw reasonFor(error, number + 1)
    throw error
  }
}

const options = {
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: false,
  max_record_size: limits.cellLength * 10,
} as const satisfies Options

const chunkSize = 64 * 1024

function* decoded(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding)
  for (let at = 0; at < bytes.length; at += chunkSize) {
    const text = decoder.decode(bytes.subarray(at, at + chunkSize), { stream: true })
    if (text.includes('\0'))
      throw new UnreadableFile('This is not a text file or a spreadsheet. Choose a .xlsx or .csv file.')
    if (text) yield text
  }
  const rest = decoder.decode()
  if (rest) yield rest
}

function reasonFor(error: CsvError, row: number): UnreadableFile {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return cellTooLong(row)
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return new UnreadableFile(
      `A quotation mark opens in row ${row} and is never closed. Open the file in your spreadsheet program and save it again as .xlsx.`,
    )
  return new UnreadableFile(
    `Row ${row} of the text file cannot be read. Open it in your spreadsheet program and save it as .xlsx.`,
  )
}

/** The delimiter under which most rows have the same, largest number of cells. */
function likeliestDelimiter(sample: string): string {
  const scored = [',', ';', '\t', '|'].map(delimiter => ({ delimiter, score: evenness(sample, delimiter) }))
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}

function evenness(sample: string, delimiter: string): number {
  // The sample may end inside quotation marks: then what stands before its last line does not, as a rule.
  const wholeLines = sample.slice(0, sample.lastIndexOf('\n') + 1)
  const widths =
    widthsOf(sample, delimiter) ?? widthsOf(wholeLines, delimiter) ?? splitWidths(sample, delimiter)
  const wide = widths.filter(width => width > 1)
  if (wide.length === 0) return 0
  const counts = new Map<number, number>()
  for (const width of wide) counts.set(width, (counts.get(width) ?? 0) + 1)
  const [width, times] = [...counts].reduce((best, one) => (one[1] * one[0] > best[1] * best[0] ? one : best))
  return (times / widths.length) * Math.log2(width + 1) + wide.length / widths.length / 10
}

function widthsOf(sample: string, delimiter: string): number[] | undefined {
  try {
    return parseAll(sample, { ...options, delimiter, to: 200 }).map((cells: string[]) => cells.length)
  } catch {
    return undefined
  }
}

const splitWidths = (sample: string, delimiter: string) =>
  sample.split(/\r\n|\r|\n/).map(line => line.split(delimiter).length)
