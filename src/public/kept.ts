import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import { changedAtOf, type OpenTo, usualHeaders } from './headers.ts'
import type { Site, Sites } from './site.ts'

/** What a page, feed or file says. */
export type Made = {
  body: string | Buffer
  /** A page in HTML where absent. */
  type?: string
  status?: 200 | 301 | 400 | 404 | 410
  headers?: Record<string, string>
  /** False for what nobody will ask for again: a search that found nothing, a mistake in the address. */
  keep?: boolean
}

/** One thing asked for. */
export type Question = {
  /** The site it is about; the sites themselves where it is about all. */
  of: Site | Sites
  /** Tells it from all else that is asked of the site: path and query without what does not matter. */
  key: string
  as?: OpenTo
  make: () => Promise<Made>
}

/** An answer as it is sent again and again. */
export type Kept = {
  revision: number
  status: number
  etag: string
  at: Date
  headers: Record<string, string>
  plain: Buffer
  gzipped: Buffer | null
  keep: boolean
  /** All its headers as they were first sent, plain and compressed. */
  sent: { plain?: OutgoingHttpHeaders; gzipped?: OutgoingHttpHeaders }
}

const bytesKept = 32 * 1024 * 1024
const leastToCompress = 1024
const compressed = promisify(gzip)

/** Answers kept in memory, compressed too, each until the site it is of changes; as many as fit. */
export function keepAnswers() {
  const kept = new LRUCache<string, Kept>({
    maxSize: bytesKept,
    maxEntrySize: bytesKept / 8,
    sizeCalculation: ({ plain, gzipped }, key) => plain.length + (gzipped?.length ?? 0) + key.length + 1000,
  })
  const making = new Map<string, Promise<Kept>>()
  let revisions = new Map<string, number>()

  return {
    /** What was kept under this name, as nameOf gives it. */
    named: (name: string) => kept.get(name),

    /** The answer, made where it is not kept; who asks while it is made waits for the same. */
    find(question: Question): Kept | Promise<Kept> {
      const { of, make } = question
      const name = nameOf(question)
      const known = kept.get(name)
      if (known?.revision === of.revision) return known
      const once = `${of.revision} ${name}`
      const shared = making.get(once)
      if (shared) return shared
      const made = make()
        .then(each => keptOf(each, of))
        .then(each => {
          if (each.keep && revisions.get(ownerOf(name)) === of.revision) kept.set(name, each)
          return each
        })
        .finally(() => making.delete(once))
      making.set(once, made)
      return made
    },

    /** Lets go of what is of an earlier revision: what was erased leaves memory with it. */
    letGo(sites: Sites) {
      revisions = new Map(sites.all.map(site => [site.authorityId, site.revision]))
      revisions.set('', sites.revision)
      for (const [name, { revision }] of kept)
        if (revisions.get(ownerOf(name)) !== revision) kept.delete(name)
    },
  }
}

/** What an answer is kept under: whose it is, who may have it and what it tells. */
export function nameOf({ of, key, as = 'page' }: Pick<Question, 'of' | 'key' | 'as'>): string {
  return `${'authorityId' in of ? of.authorityId : ''} ${as} ${key}`
}

const ownerOf = (name: string) => name.slice(0, name.indexOf(' '))

async function keptOf(made: Made, of: Site | Sites): Promise<Kept> {
  const type = made.type ?? 'text/html; charset=utf-8'
  const plain = Buffer.from(made.body)
  const at = changedAtOf(of)
  return {
    revision: of.revision,
    status: made.status ?? 200,
    etag: `"${createHash('sha256').update(type).update(plain).digest('base64url').slice(0, 22)}"`,
    at,
    headers: { ...made.headers, ...usualHeaders(type, at) },
    plain,
    gzipped: plain.length >= leastToCompress && shrinks(type) ? await compressed(plain) : null,
    keep: made.keep ?? true,
    sent: {},
  }
}

const shrinks = (type: string) => /^text\/|json|xml|javascript|svg/.test(type) && !/openxml/.test(type)
