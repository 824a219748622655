import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Site, Sites } from './site.ts'

/** Who may fetch or frame an answer: a page only this service; data and fragments anyone. */
export type OpenTo = 'page' | 'data' | 'fragment'

/** What every public answer says of itself. */
export const usualHeaders = (type: string, at: Date) => ({
  'content-type': type,
  'cache-control': 'public, max-age=0, must-revalidate',
  'last-modified': at.toUTCString(),
  vary: 'accept-encoding',
})

/** When a site, or any of them, last changed: to the second, as a header tells it. */
export function changedAtOf(of: Site | Sites): Date {
  const moments = 'authorityId' in of ? [of.changedAt] : of.all.map(site => site.changedAt)
  const last = Math.max(0, ...moments.map(moment => moment.getTime()))
  return new Date(Math.floor(last / 1000) * 1000)
}

/** Opens data and fragments to other websites. */
export function openTo(reply: FastifyReply, as: OpenTo) {
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

/** Whether whoever asks takes gzip. */
export function takesGzip(header: string | string[] | undefined): boolean {
  const offered = /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=([\d.]+))?/i.exec(String(header ?? ''))
  return offered !== null && Number(offered[1] ?? 1) > 0
}

/** Whether whoever asks has it already. A tag tells more than a time: where both are sent, the time does not count. */
export function isKnown(asked: IncomingHttpHeaders, { etag, at }: { etag: string; at: Date }): boolean {
  const tags = asked['if-none-match']
  if (tags !== undefined)
    return tags.split(',').some(tag => {
      const known = tag
        .trim()
        .replace(/^W\//, '')
        .replace(/-gzip"$/, '"')
      return known === '*' || known === etag
    })
  const since = Date.parse(asked['if-modified-since'] ?? '')
  return since >= at.getTime()
}
