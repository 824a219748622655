import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Db } from '#src/db/open.ts'
import type { Deps } from '#src/deps.ts'
import { type LookAtSites, type Site, type Sites, sitesOf } from './site.ts'

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
  /** Who may fetch or frame it: a page only this service; data and fragments anyone. */
  as?: 'page' | 'data' | 'fragment'
  make: () => Promise<Made>
}

/** What every public route is handed. */
export type PublicSite = {
  /** Reads published copies and nothing else. */
  db: Db
  now: () => Date
  look: LookAtSites
  /** Answers from memory where this was answered before at the same revision, else makes it. */
  answer(req: FastifyRequest, reply: FastifyReply, question: Question): Promise<FastifyReply>
  /** Answers with what is too large to keep, as it is made; known by the revision it is made at. */
  stream(req: FastifyRequest, reply: FastifyReply, file: Streamed): Promise<FastifyReply>
}

/** A large file: as a question, but its pieces are sent one by one. */
export type Streamed = Pick<Question, 'key' | 'as'> & {
  of: Site
  type: string
  headers?: Record<string, string>
  pieces: () => AsyncGenerator<string | Uint8Array>
}

type Kept = {
  revision: number
  status: number
  etag: string
  at: Date
  headers: Record<string, string>
  plain: Buffer
  gzipped: Buffer | null
  keep: boolean
}

const bytesKept = 32 * 1024 * 1024
const leastToCompress = 1024
const compressed = promisify(gzip)

/**
 * The one way every public page, feed and file is answered (REG-5): kept in memory, compressed too, until the
 * site it is of changes; with an ETag, the moment it last changed and 304 for whoever has it; without cookies.
 */
export function openPublicSite({ database, now }: Pick<Deps, 'database' | 'now'>): PublicSite {
  const kept = new LRUCache<string, Kept>({
    maxSize: bytesKept,
    maxEntrySize: bytesKept / 8,
    sizeCalculation: ({ plain, gzipped }, key) => plain.length + (gzipped?.length ?? 0) + key.length + 1000,
  })
  const making = new Map<string, Promise<Kept>>()
  let current: Sites | undefined

  const look = sitesOf({ database, now }, sites => {
    current = sites
    // What was erased leaves memory with everything else of its site.
    const revisions = new Map<string, number>(sites.all.map(site => [site.authorityId, site.revision]))
    revisions.set('', sites.revision)
    for (const [name, { revision }] of kept)
      if (revisions.get(name.slice(0, name.indexOf(' '))) !== revision) kept.delete(name)
  })

  async function find(question: Question): Promise<Kept> {
    const { of, key, make } = question
    const owner = 'authorityId' in of ? of.authorityId : ''
    const name = `${owner} ${key}`
    const known = kept.get(name)
    if (known?.revision === of.revision) return known
    const making_ = `${of.revision} ${name}`
    const shared = making.get(making_)
    if (shared) return shared
    const made = make()
      .then(each => keptOf(each, of))
      .then(each => {
        if (each.keep && isCurrent(of)) kept.set(name, each)
        return each
      })
      .finally(() => making.delete(making_))
    making.set(making_, made)
    return made
  }

  const isCurrent = (of: Site | Sites) =>
    'authorityId' in of
      ? current?.bySlug.get(of.slug)?.revision === of.revision
      : current?.revision === of.revision

  return {
    db: database.public(),
    now,
    look,
    async answer(req, reply, question) {
      const found = await find(question)
      reply.headers(found.headers)
      open(reply, question.as ?? 'page')
      const zipped = found.gzipped !== null && takesGzip(req.headers['accept-encoding'])
      reply.header('etag', zipped ? found.etag.replace(/"$/, '-gzip"') : found.etag)
      if (found.status === 200 && isKnown(req, found)) return reply.code(304).send()
      reply.code(found.status)
      if (zipped) reply.header('content-encoding', 'gzip')
      return reply.send(zipped ? found.gzipped : found.plain)
    },
    async stream(req, reply, { of, key, as, type, headers, pieces }) {
      const made = [of.authorityId, of.revision, key].join(' ')
      const etag = `"${createHash('sha256').update(made).digest('base64url').slice(0, 22)}"`
      const at = changedAtOf(of)
      reply.headers({ ...headers, ...usualHeaders(type, at), etag: `W/${etag}` })
      open(reply, as ?? 'page')
      if (isKnown(req, { etag, at })) return reply.code(304).send()
      if (req.method === 'HEAD') return reply.send()
      return reply.send(Readable.from(await begun(pieces()), { objectMode: false }))
    },
  }
}

// The first piece is made before anything is answered, so that what fails at once is still answered as an error.
async function begun<T>(pieces: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await pieces.next()
  return (async function* () {
    if (!first.done) yield first.value
    yield* pieces
  })()
}

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
  }
}

const usualHeaders = (type: string, at: Date) => ({
  'content-type': type,
  'cache-control': 'public, max-age=0, must-revalidate',
  'last-modified': at.toUTCString(),
  vary: 'accept-encoding',
})

const shrinks = (type: string) => /^text\/|json|xml|javascript|svg/.test(type) && !/openxml/.test(type)

// To the second, as the header tells it.
function changedAtOf(of: Site | Sites): Date {
  const moments = 'authorityId' in of ? [of.changedAt] : of.all.map(site => site.changedAt)
  const last = Math.max(0, ...moments.map(moment => moment.getTime()))
  return new Date(Math.floor(last / 1000) * 1000)
}

function open(reply: FastifyReply, as: NonNullable<Question['as']>) {
  if (as === 'page') return
  reply.removeHeader('x-frame-options')
  reply.headers({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'content-disposition, etag, link',
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy':
      as === 'data'
        ? "default-src 'none'; frame-ancestors *"
        : "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors *",
  })
}

function takesGzip(header: string | string[] | undefined): boolean {
  const offered = /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=([\d.]+))?/i.exec(String(header ?? ''))
  return offered !== null && Number(offered[1] ?? 1) > 0
}

// A tag tells more than a time: where both are sent, the time does not count.
function isKnown(req: FastifyRequest, { etag, at }: Pick<Kept, 'etag' | 'at'>): boolean {
  const tags = req.headers['if-none-match']
  if (tags !== undefined)
    return tags.split(',').some(tag => {
      const asked = tag
        .trim()
        .replace(/^W\//, '')
        .replace(/-gzip"$/, '"')
      return asked === '*' || asked === etag
    })
  const since = Date.parse(req.headers['if-modified-since'] ?? '')
  return since >= at.getTime()
}
