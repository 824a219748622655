/** A file that cannot be taken in. The message is one sentence or two for the person: what is wrong and what to do. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile'
}

/** How much one file may hold. `unpackedBytes` is what a workbook may grow to when it is unzipped. */
export const limits = {
  fileBytes: 20 * 1024 * 1024,
  unpackedBytes: 200 * 1024 * 1024,
  rows: 200_000,
  columns: 500,
  cellLength: 100_000,
} as const

export const tooManyRows = () =>
  new UnreadableFile(
    `The file has more than ${limits.rows.toLocaleString('en-GB')} rows. Split it into smaller files.`,
  )

export const tooManyColumns = (row: number) =>
  new UnreadableFile(
    `Row ${row} has more than ${limits.columns} columns. Remove the columns you do not need.`,
  )

export const cellTooLong = (row: number) =>
  new UnreadableFile(
    `Row ${row} has a cell of more than ${limits.cellLength.toLocaleString('en-GB')} characters. Shorten it, or check that its quotation marks are closed.`,
  )
