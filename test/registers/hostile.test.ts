import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFile } from '#src/partnerships/import/read/file.ts'
import { UnreadableFile } from '#src/partnerships/import/read/unreadable.ts'
import { readInWorker } from '#src/partnerships/import/read/worker.ts'
import { findHeadings } from '#src/partnerships/import/table/headings.ts'
import { bytesIn } from './encodings.ts'
import { workbook } from './workbook.ts'
import { zipOf } from './zip.ts'

const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const oleWith = (stream: string) =>
  Buffer.concat([ole, Buffer.alloc(600), Buffer.from(stream, 'utf16le'), Buffer.alloc(600)])
const book = workbook([{ name: 'A', rows: [['Partnership'], ['Safer Ashby']] }])
const bare = {
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': '<Relationships/>',
  'xl/workbook.xml': '<workbook/>',
}
const wide = workbook([{ name: 'A', rows: [Array.from({ length: 501 }, (_, column) => `c${column}`)] }])
const locked = Buffer.from(book)
locked.writeUInt16LE(1, 6)
locked.writeUInt16LE(1, locked.indexOf('PK\x01\x02') + 8)

const refused: [what: string, bytes: Uint8Array, says: RegExp][] = [
  ['an empty file', new Uint8Array(), /empty/],
  ['a workbook with a password', oleWith('EncryptedPackage'), /password/],
  ['a zip entry with a password', locked, /password/],
  ['an old .xls file', oleWith('Workbook'), /old Excel file.*\.xlsx/],
  ['an old Word file', oleWith('WordDocument'), /Word document/],
  ['a PDF named .xlsx', Buffer.from('%PDF-1.7\n%âãÏÓ'), /PDF/],
  [
    'a Word document named .xlsx',
    zipOf({ 'word/document.xml': '<w/>', '[Content_Types].xml': '<Types/>' }),
    /Word document/,
  ],
  ['a picture named .csv', Buffer.from('89504e470d0a1a0a0000', 'hex'), /picture/],
  ['a web page named .xls', Buffer.from('<html><table><tr><td>x</td></tr></table></html>'), /web page/],
  ['an XML workbook', Buffer.from('<?xml version="1.0"?><Workbook/>'), /XML/],
  ['a binary workbook', zipOf({ 'xl/workbook.bin': 'x', '_rels/.rels': '<Relationships/>' }), /\.xlsb/],
  ['any other zip', zipOf({ 'notes.txt': 'hello' }), /zip file/],
  ['a gzip file', Buffer.from('1f8b0800', 'hex'), /compressed/],
  ['a workbook cut short', book.subarray(0, book.length - 60), /damaged/],
  [
    'a workbook with a hole',
    Buffer.concat([book.subarray(0, 700), Buffer.alloc(60), book.subarray(760)]),
    /damaged/,
  ],
  ['a workbook whose parts are missing', zipOf(bare), /damaged/],
  ['a file of more than 20 MB', new Uint8Array(21 * 1024 * 1024).fill(65), /20 MB/],
  ['a file of NULs', new Uint8Array(5000), /not a text file/],
  ['text with NULs in it', Buffer.from('Partnership,Status\nA\0B,Live\n'), /not a text file/],
  ['one giant cell', Buffer.from(`Partnership\n"${'x'.repeat(150_000)}"\n`), /more than 100,000 characters/],
  [
    'a giant cell that never ends',
    Buffer.from(`Partnership\n"${'x'.repeat(2_000_000)}`),
    /quotation mark|characters/,
  ],
  ['a quotation mark never closed', Buffer.from('Partnership\n"Safer Ashby\nGreen Vale\n'), /quotation mark/],
  ['501 columns', wide, /500 columns/],
  ['200,001 rows', Buffer.from('Partnership\n'.repeat(200_001)), /200,000 rows/],
  [
    'a document type in the XML',
    zipOf({ ...bare, '_rels/.rels': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }),
    /damaged/,
  ],
  [
    'an OpenDocument text',
    zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>' }),
    /not a spreadsheet/,
  ],
  [
    'a workbook that says it unpacks to 3 GB',
    zipOf({ ...bare, 'xl/a.xml': 'x' }, { 'xl/a.xml': 3_000_000_000 }),
    /200 MB|damaged/,
  ],
]

for (const [what, bytes, says] of refused) {
  test(`REG-7: ${what} is refused with a sentence that says what to do`, async () => {
    await assert.rejects(readAll(bytes), (error: Error) => {
      assert.ok(error instanceof UnreadableFile, String(error.stack))
      assert.match(error.message, says)
      assert.match(error.message, /^[A-Z].*\.$/s)
      return true
    })
  })
}

test('REG-7: a zip bomb is stopped while it unpacks, whatever size it declares', async () => {
  const rows = Buffer.alloc(230 * 1024 * 1024, ' ')
  rows.write('<worksheet><sheetData>')
  const honest = workbook([{ name: 'A', rows: [['Partnership']] }], { sheetXml: rows })
  await assert.rejects(readAll(honest), /200 MB/)
  const lying = workbook([{ name: 'A', rows: [['Partnership']] }], { sheetXml: rows, declare: 1000 })
  await assert.rejects(readAll(lying), UnreadableFile)
})

test('REG-7: only headings, one column, or nothing but blank cells give no rows and no error', async () => {
  assert.equal((await readAll(Buffer.from('Partnership,Status\n'))).length, 1)
  assert.equal((await readAll(Buffer.from(',,,\n,,\n\n'))).length, 0)
  assert.equal((await readAll(workbook([{ name: 'A', rows: [] }]))).length, 0)
  assert.deepEqual(findHeadings([]), { row: 0, lastRow: 0, headings: [], confidence: 0 })
})

test('REG-7: random bytes are read or refused, never worse', async () => {
  let seed = 7
  const next = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  for (let time = 0; time < 150; time += 1) {
    const bytes = Buffer.from(time % 2 ? book : bytesIn('Partnership;“Ashby”\nA;B', 'utf-16le-bom'))
    for (let flips = 0; flips < 8; flips += 1)
      bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256)
    await readAll(bytes).catch(error => assert.ok(error instanceof UnreadableFile, String(error.stack)))
  }
})

test('REG-7: the thread that reads a file passes its refusal on', async () => {
  await assert.rejects(
    readInWorker(Buffer.from('%PDF-1.7'), 'register.xlsx', async () => {}),
    (error: Error) => error instanceof UnreadableFile && /PDF/.test(error.message),
  )
})

test('REG-7: an error while rows are taken in stops the reading', async () => {
  const failing = readInWorker(book, 'register.xlsx', async () => {
    throw new Error('the database is full')
  })
  await assert.rejects(failing, /the database is full/)
})

test('REG-7: ten thousand rows are read in a thread with 256 MB while the process goes on', async () => {
  const rows = Array.from({ length: 10_000 }, (_, row) => [
    `P${row}`,
    `Partnership number ${row} of Northshire`,
    ...Array.from(
      { length: 18 },
      (_, column) => `Some words of row ${row} in column ${column}, as registers have them`,
    ),
  ])
  const bytes = workbook([
    { name: 'Register', rows: [Array.from({ length: 20 }, (_, n) => `Heading ${n}`), ...rows] },
  ])
  let ticks = 0
  const beat = setInterval(() => {
    ticks += 1
  }, 10)
  let count = 0
  let largest = 0
  let together = 0
  const sheets = await readInWorker(bytes, 'register.xlsx', async (_, batch) => {
    together += 1
    assert.equal(together, 1, 'the next batch waits for this one')
    await new Promise(resolve => setTimeout(resolve, 2))
    count += batch.length
    largest = Math.max(largest, batch.length)
    together -= 1
  })
  clearInterval(beat)
  assert.deepEqual(sheets, [{ name: 'Register', hidden: false, rows: 10_001 }])
  assert.equal(count, 10_001)
  assert.ok(largest <= 200)
  assert.ok(ticks > 20, `the reading process answered ${ticks} times meanwhile`)
})

test('REG-7: a file that does not fit the memory it may take is refused, and the process lives', async () => {
  const strings = Array.from({ length: 300_000 }, (_, row) => [
    `A text of its own that goes on for a while, number ${row}`,
  ])
  const bytes = workbook([{ name: 'A', rows: strings.slice(0, 150_000) }])
  await assert.rejects(
    readInWorker(bytes, 'register.xlsx', async () => {}, { heapMegabytes: 16 }),
    (error: Error) => error instanceof UnreadableFile && /too much/.test(error.message),
  )
})

test('REG-7: one sheet is read alone, and only as far as it is wanted', async () => {
  const rows = Array.from({ length: 1000 }, (_, row) => [`Row ${row}`])
  const bytes = workbook([
    { name: 'One', rows },
    { name: 'Two', rows },
  ])
  const seen: string[] = []
  const sheets = await readInWorker(
    bytes,
    'x',
    async (sheet, batch) => {
      seen.push(`${sheet} ${batch.length}`)
      return 'stop' as const
    },
    { only: 'Two' },
  )
  assert.deepEqual(seen, ['Two 200'])
  assert.deepEqual(
    sheets.map(sheet => sheet.name),
    ['One', 'Two'],
  )
})

async function readAll(bytes: Uint8Array) {
  const rows = []
  for (const sheet of await readFile(bytes, 'register')) for await (const row of sheet.rows()) rows.push(row)
  return rows
}
