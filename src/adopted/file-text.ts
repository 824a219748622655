import type { Located } from './lines.ts'
import { saysOfOddText } from './slips.ts'

/** The largest file that is read as a protocol or as facts, in bytes. The common pack has 80,000. */
export const largestFile = 500_000

/** What a file's bytes hold as text with plain line breaks, or why they hold none: too many, not UTF-8, not text. */
export function textOfFile(bytes: Uint8Array): { text: string } | { slip: Located } {
  if (bytes.length > largestFile)
    return slip(
      1,
      `The file is too large: ${kilobytes(largestFile)} at most, and it has ${kilobytes(bytes.length)}. A protocol is far smaller: is it the right file?`,
    )
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (wide) return slip(1, notUtf8)
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return slip(lineOfFirst(bytes), notUtf8)
  }
  const plain = text.replace(/\r\n?/g, '\n')
  const odd = plain.search(notText)
  if (odd >= 0) return slip(plain.slice(0, odd).split('\n').length, saysOfOddText)
  return { text: plain }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

const notUtf8 = 'This is not saved as UTF-8, so its letters cannot be told. Save the file again as UTF-8.'

/** Characters that stand in no text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
export const notText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

function lineOfFirst(bytes: Uint8Array): number {
  let line = 1
  for (let from = 0; ; line++) {
    const end = bytes.indexOf(0x0a, from)
    if (end < 0) return line
    try {
      decoder.decode(bytes.subarray(from, end))
    } catch {
      return line
    }
    from = end + 1
  }
}

const slip = (line: number, says: string) => ({ slip: { path: [], says, line } })

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000).toLocaleString('en-GB')} kB`
