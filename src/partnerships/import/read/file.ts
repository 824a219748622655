import { readFile as readBytes, stat } from 'node:fs/promises'
import { openDelimited } from './delimited.ts'
import { openOds } from './ods.ts'
import { refuseForeign } from './recognise.ts'
import type { Sheet } from './sheets.ts'
import { limits, UnreadableFile } from './unreadable.ts'
import { openXlsx } from './xlsx.ts'
import { openZip } from './zip.ts'

/*
 * From a file to rows of text. Nothing here knows what a partnership is.
 *
 * recognise.ts  refuses what is no spreadsheet, by its first bytes, whatever the name says
 * delimited.ts  CSV and pasted text: encoding and delimiter are found out
 * zip.ts        unpacks within limits
 * xlsx*.ts      one stream per sheet; only shared strings, styles and merges are held in memory
 * ods.ts        the same for OpenDocument
 * merges.ts     copies merged cells into the cells they cover, and marks merged title lines
 * worker.ts     all of this in a thread of its own
 */

/**
 * Opens a spreadsheet or a text file given as bytes or as a path (REG-7).
 * Gives its sheets in order; a text file is one sheet. Throws UnreadableFile, also while rows are read.
 */
export async function readFile(file: Uint8Array | string, name: string): Promise<Sheet[]> {
  const bytes = await bytesOf(file)
  if (bytes.length === 0) throw new UnreadableFile('The file is empty. Choose another file.')
  if (bytes.length > limits.fileBytes) throw tooBig()
  refuseForeign(bytes)
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  if (!isZip) return [openDelimited(bytes, name)]
  const zip = await openZip(bytes)
  if (zip.has('content.xml') && zip.has('mimetype')) return openOds(zip)
  if (zip.has('word/document.xml'))
    throw new UnreadableFile(
      'This is a Word document. Copy the table into a spreadsheet and save it as .xlsx.',
    )
  if (zip.has('xl/workbook.bin'))
    throw new UnreadableFile('This is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx.')
  if (!zip.has('_rels/.rels') || !zip.startsWith('xl/'))
    throw new UnreadableFile(
      'This is a zip file, not a spreadsheet. Unzip it and choose the spreadsheet inside.',
    )
  return openXlsx(zip)
}

/** Reads text pasted from a spreadsheet or a CSV file, as one sheet. */
export async function readPasted(text: string): Promise<Sheet[]> {
  return readFile(new TextEncoder().encode(text), 'Pasted text')
}

async function bytesOf(file: Uint8Array | string): Promise<Uint8Array> {
  if (typeof file !== 'string') return file
  const { size } = await stat(file)
  if (size > limits.fileBytes) throw tooBig()
  return readBytes(file)
}

function tooBig(): UnreadableFile {
  return new UnreadableFile('The file is larger than 20 MB. Remove pictures and sheets you do not need.')
}
