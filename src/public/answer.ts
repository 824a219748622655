import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Db } from '#src/db/open.ts'
import type { Deps } from '#src/deps.ts'
import { begun } from '#src/web/begun.ts'
import { londonDay } from '#src/web/views.ts'
import { changedAtOf, isKnown, openTo, takesGzip, usualHeaders } from './headers.ts'
import { type Kept, keepAnswers, nameOf, type Question } from './kept.ts'
import { type LookAtSites, type Site, sitesOf } from './site.ts'

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
  /**
   * Stands before everything else and sends what was sent before at the very same address. Nothing the rest would
   * do can change it: it is the same for everyone.
   */
  atOnce: onRequestHookHandler
}

/** A large file: as a question, but its pieces are sent one by one. */
export type Streamed = Pick<Question, 'key' | 'as'> & {
  of: Site
  type: string
  headers?: Record<string, string>
  pieces: () => AsyncGenerator<string | Uint8Array>
}

const addressesKnown = 5000
const longestAddress = 300

/**
 * The one way every public page, feed and file is answered (REG-5): kept in memory, compressed too, until the
 * site it is of changes; with an ETag, the moment it last changed and 304 for whoever has it; without cookies.
 */
export function openPublicSite({ database, now }: Pick<Deps, 'database' | 'now'>): PublicSite {
  const answers = keepAnswers()
  const { look, isFresh } = sitesOf({ database, now }, answers.letGo)
  // By the address as it was written: the name of what it leads to on that day. An address 'as at' a day leads to what
  // is published now until the day is over.
  const addresses = new LRUCache<string, string>({ max: addressesKnown })
  let day = ''
  const addressesToday = () => {
    const today = londonDay(now())
    if (today !== day) addresses.clear()
    day = today
    return addresses
  }

  return {
    db: database.public(),
    now,
    look,

    async answer(req, reply, question) {
      const found = await answers.find(question)
      const { etag, status } = found
      reply.headers(found.headers)
      openTo(reply, question.as ?? 'page')
      const zipped = isZipped(req, found)
      reply.header('etag', zipped ? etag.replace(/"$/, '-gzip"') : etag)
      if (status === 200 && isKnown(req.headers, found)) return reply.code(304).send()
      if (zipped) reply.header('content-encoding', 'gzip')
      const body = bodyOf(found, zipped)
      if (found.keep && req.url.length <= longestAddress) {
        addressesToday().set(req.url, nameOf(question))
        found.sent[zipped ? 'gzipped' : 'plain'] = {
          ...(reply.getHeaders() as OutgoingHttpHeaders),
          'content-length': body.length,
        }
      }
      return reply.code(status).send(body)
    },

    async stream(req, reply, { of, key, as, type, headers, pieces }) {
      const made = [of.authorityId, of.revision, key].join(' ')
      const etag = `"${createHash('sha256').update(made).digest('base64url').slice(0, 22)}"`
      const at = changedAtOf(of)
      reply.headers({ ...headers, ...usualHeaders(type, at), etag: `W/${etag}` })
      openTo(reply, as ?? 'page')
      if (isKnown(req.headers, { etag, at })) return reply.code(304).send()
      if (req.method === 'HEAD') return reply.send()
      return reply.send(Readable.from(await begun(pieces()), { objectMode: false }))
    },

    atOnce(req, reply, done) {
      const name = req.raw.method === 'GET' && isFresh() ? addressesToday().get(req.raw.url!) : undefined
      const found = name === undefined ? undefined : answers.named(name)
      const zipped = found !== undefined && isZipped(req, found)
      const headers = found?.sent[zipped ? 'gzipped' : 'plain']
      if (!found || !headers) return done()
      reply.hijack()
      if (found.status === 200 && isKnown(req.headers, found)) {
        const { 'content-length': _, 'content-encoding': __, ...rest } = headers
        return reply.raw.writeHead(304, rest).end()
      }
      reply.raw.writeHead(found.status, headers).end(bodyOf(found, zipped))
    },
  }
}

const isZipped = (req: FastifyRequest, { gzipped }: Kept) =>
  gzipped !== null && takesGzip(req.headers['accept-encoding'])

const bodyOf = ({ plain, gzipped }: Kept, zipped: boolean) => (zipped ? gzipped! : plain)
