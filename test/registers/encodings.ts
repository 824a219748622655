/** How a text file of a register is encoded. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le-bom' | 'utf-16be' | 'windows-1252'

/** The bytes of a text in an encoding, for tests. */
export function bytesIn(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'windows-1252')
    return Uint8Array.from(text, letter => windows.get(letter) ?? letter.charCodeAt(0))
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  if (encoding === 'utf-16le-bom') return Buffer.from(`\ufeff${text}`, 'utf16le')
  return Buffer.from(encoding === 'utf-8-bom' ? `\ufeff${text}` : text, 'utf8')
}

const windows = new Map([
  ['€', 0x80],
  ['‘', 0x91],
  ['’', 0x92],
  ['“', 0x93],
  ['”', 0x94],
  ['–', 0x96],
])
