import { SaxesParser } from 'saxes'
import { UnreadableFile } from './unreadable.ts'
import { damaged } from './zip.ts'

/** What to do at each tag; names come without their namespace prefix. */
export type XmlVisitor = {
  open?: (name: string, attributes: Record<string, string>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

/** Walks an XML stream chunk by chunk, giving control back after each chunk. Throws UnreadableFile when it is not well formed. */
export async function* walkXml(chunks: AsyncIterable<Buffer>, visit: XmlVisitor): AsyncGenerator<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false })
  parser.on('opentag', tag => visit.open?.(local(tag.name), localKeys(tag.attributes)))
  parser.on('text', text => visit.text?.(text))
  parser.on('cdata', text => visit.text?.(text))
  parser.on('closetag', tag => visit.close?.(local(tag.name)))
  parser.on('doctype', () => {
    throw damaged()
  })
  parser.on('error', error => {
    throw error
  })
  const decoder = new TextDecoder()
  try {
    for await (const chunk of chunks) {
      parser.write(decoder.decode(chunk, { stream: true }))
      yield
    }
    parser.close()
  } catch (error) {
    throw error instanceof UnreadableFile ? error : damaged()
  }
}

/** Walks a whole XML stream. */
export async function readXml(chunks: AsyncIterable<Buffer>, visit: XmlVisitor): Promise<void> {
  for await (const _ of walkXml(chunks, visit));
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

function localKeys(attributes: Record<string, string>): Record<string, string> {
  const result: Record<string, string> = {}
  for (const key in attributes) result[local(key)] = attributes[key]!
  return result
}
