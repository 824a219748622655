import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import mammoth from 'mammoth'
import { SaxesParser } from 'saxes'
import { fromBuffer, type ZipFile } from 'yauzl'
import { type Client, unescapeHtml, wordsOf } from './client.ts'

/** The Word document at an address, as other programs read it. */
export async function documentAt(client: Client, address: string) {
  const { status, response } = await client.see(address)
  assert.equal(status, 200)
  return { response, ...(await readDocument(response.rawPayload)) }
}

/** What mammoth makes of a Word document, its words, and its parts, each of which must parse. */
export async function readDocument(bytes: Buffer) {
  const { value: html, messages } = await mammoth.convertToHtml({ buffer: bytes })
  const errors = messages.filter(each => each.type === 'error')
  assert.deepEqual(errors, [])
  const parts = await partsOf(bytes)
  for (const [name, text] of parts) if (/\.(xml|rels)$/.test(name)) new SaxesParser().write(text).close()
  return { html, text: wordsOf(html.replaceAll('</', ' </')), parts }
}

/** Fails unless the document says its language and title, numbers its pages, and has headings that are headings. */
export function assertAccessible(parts: Map<string, string>, title: string | RegExp) {
  assert.match(parts.get('word/styles.xml')!, /<w:docDefaults>.*<w:lang w:val="en-GB"/s)
  const given = unescapeHtml(/<dc:title>(.*?)<\/dc:title>/.exec(parts.get('docProps/core.xml')!)![1]!)
  if (typeof title === 'string') assert.equal(given, title)
  else assert.match(given, title)
  const footer = [...parts].find(([name]) => /word\/footer\d*\.xml$/.test(name))![1]
  assert.match(footer, /Page.*PAGE.*of.*NUMPAGES/s)
  const document = parts.get('word/document.xml')!
  assert.match(document, /<w:footerReference/)
  assert.match(document, /<w:pStyle w:val="Heading1"\/>/)
  assert.doesNotMatch(document, /<w:drawing|<w:pict/)
}

/** Headings and paragraphs, one a line; paragraphs that say nothing are left out. */
export function outlineOf(html: string): string[] {
  return [...html.matchAll(/<(h\d|p)>(.*?)<\/\1>/gs)]
    .map(([, tag, inner]) => `${tag} ${unescapeHtml(inner!.replace(/<[^>]+>/g, ''))}`)
    .filter(line => line !== 'p ')
}

/** Fails unless the text holds all of these, each after the one before it. */
export function assertInOrder(text: string, words: string[]) {
  let at = 0
  for (const each of words) {
    const found = text.indexOf(each, at)
    assert.ok(found >= 0, `‘${each}’ is not after ‘${text.slice(Math.max(0, at - 40), at)}’`)
    at = found + each.length
  }
}

async function partsOf(bytes: Buffer): Promise<Map<string, string>> {
  const zip = (await promisify(fromBuffer as never)(bytes, {
    lazyEntries: true,
    autoClose: false,
  })) as ZipFile
  const parts = new Map<string, string>()
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', entry =>
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error)
        parts.set(entry.fileName, (await buffer(stream)).toString('utf8'))
        zip.readEntry()
      }),
    )
    zip.on('end', resolve)
    zip.readEntry()
  })
  return parts
}
