import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { limits, UnreadableFile } from './unreadable.ts'

/** A zip file held in memory; `stream` unpacks one entry and throws UnreadableFile when the whole would grow past the limit. */
export type Zip = {
  has: (name: string) => boolean
  startsWith: (folder: string) => boolean
  stream: (name: string) => AsyncIterable<Buffer>
  text: (name: string) => Promise<string>
}

const encryptedBit = 1

/** Opens a zip file. Throws UnreadableFile when it is damaged, needs a password or declares too large a content. */
export async function openZip(bytes: Uint8Array): Promise<Zip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { file, entries } = await listEntries(buffer)
  const declared = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  if (declared > limits.unpackedBytes) throw tooLarge()
  if ([...entries.values()].some(entry => entry.generalPurposeBitFlag & encryptedBit))
    throw new UnreadableFile(
      'The file is protected by a password. Remove the password, save it and try again.',
    )

  const unpacked = new Map<string, number>()
  async function* stream(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name)
    if (!entry) throw damaged()
    let size = 0
    try {
      for await (const chunk of await file.openReadStreamPromise(entry)) {
        size += chunk.length
        unpacked.set(name, Math.max(size, unpacked.get(name) ?? 0))
        if (total(unpacked) > limits.unpackedBytes) throw tooLarge()
        yield chunk
      }
    } catch (error) {
      throw error instanceof UnreadableFile ? error : damaged()
    }
  }
  return {
    has: name => entries.has(name),
    startsWith: folder => [...entries.keys()].some(name => name.startsWith(folder)),
    stream,
    text: async name => {
      const chunks: Buffer[] = []
      for await (const chunk of stream(name)) chunks.push(chunk)
      return Buffer.concat(chunks).toString('utf8')
    },
  }
}

/** The refusal of a workbook whose parts do not fit together. */
export function damaged(): UnreadableFile {
  return new UnreadableFile(
    'The file is damaged. Open it in your spreadsheet program, save it again and try the new file.',
  )
}

function tooLarge(): UnreadableFile {
  return new UnreadableFile(
    'The file unpacks to more than 200 MB. Copy the rows you need into a new spreadsheet.',
  )
}

async function listEntries(buffer: Buffer): Promise<{ file: ZipFile; entries: Map<string, Entry> }> {
  try {
    const file = await fromBufferPromise(buffer, { lazyEntries: true })
    const entries = new Map<string, Entry>()
    for await (const entry of file.eachEntry()) {
      entries.set(entry.fileName, entry)
      if (entries.size > 10_000) throw damaged()
    }
    return { file, entries }
  } catch {
    throw damaged()
  }
}

function total(sizes: Map<string, number>): number {
  let sum = 0
  for (const size of sizes.values()) sum += size
  return sum
}
