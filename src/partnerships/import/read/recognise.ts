import { UnreadableFile } from './unreadable.ts'

/** Throws UnreadableFile when the first bytes say that this is no spreadsheet we can read, whatever its name says. */
export function refuseForeign(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1')
  if (start.startsWith('\xd0\xcf\x11\xe0')) throw new UnreadableFile(reasonForOldOffice(bytes))
  if (start.startsWith('\x1f\x8b')) throw new UnreadableFile(compressed)
  const foreign = signatures.find(([signature]) => signature.test(start))
  if (foreign) throw new UnreadableFile(foreign[1])
}

const saveAs = 'Open it in your spreadsheet program and save it as .xlsx or .csv.'
const compressed = 'This is a compressed file. Unpack it and choose the spreadsheet inside.'
const picture = 'This is a picture, not a spreadsheet. Choose a .xlsx or .csv file.'

const signatures: [RegExp, string][] = [
  [/^%PDF/, 'This is a PDF, not a spreadsheet. Ask for the spreadsheet it was made from.'],
  [/^\x89PNG|^\xff\xd8\xff|^GIF8|^BM.{4}\0{4}|^RIFF.{4}WEBP|^(II\*\0|MM\0\*)/s, picture],
  [/^\{\\rtf/, 'This is a text document (.rtf). Copy the table into a spreadsheet and save it as .xlsx.'],
  [/^(\xef\xbb\xbf)?\s*<(!doctype html|html|table)/i, `This is a web page named as a spreadsheet. ${saveAs}`],
  [/^(\xef\xbb\xbf)?\s*<\?xml/, `This is an XML file, not a spreadsheet we can read. ${saveAs}`],
  [/^Rar!|^7z\xbc\xaf/, compressed],
]

// An OLE container names its streams in UTF-16, so the kind shows without parsing it.
function reasonForOldOffice(bytes: Uint8Array): string {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const holds = (stream: string) => all.includes(Buffer.from(stream, 'utf16le'))
  if (holds('EncryptedPackage'))
    return 'The file is protected by a password. Open it, remove the password, save it and try again.'
  if (holds('WordDocument'))
    return 'This is a Word document. Copy the table into a spreadsheet and save it as .xlsx.'
  return 'This is an old Excel file (.xls). Open it in Excel, choose ‘Save as’ and save it as .xlsx.'
}
