import type { DeclaredRoute } from '#src/accounts/gate.ts'
import type { Answer, Client } from './client.ts'
import { type Form, formsOf, linksOf } from './forms.ts'

export type Seen = { address: string; from: string; answer: Answer; links: string[]; forms: Form[] }

/** The declared route an address leads to, as the router would choose it, or undefined. */
export function routeOf(routes: DeclaredRoute[], method: string, address: string): DeclaredRoute | undefined {
  const path = address.split(/[?#]/)[0]!.replace(/(.)\/$/, '$1')
  const gaps = (url: string) => url.match(/[:*]/g)?.length ?? 0
  return routes
    .filter(route => route.method === method && patternOf(route.url).test(path))
    .sort((a, b) => gaps(a.url) - gaps(b.url))[0]
}

/**
 * Follows every link from `start`, as `client`, within the site.
 * @param perRoute how many addresses to open of each route with the same names in its query
 */
export async function crawl(
  routes: DeclaredRoute[],
  client: Client,
  start: string,
  perRoute: number,
): Promise<Seen[]> {
  const seen: Seen[] = []
  const opened = new Map<string, number>()
  const known = new Set([start])
  const queue = [{ address: start, from: 'the start' }]
  for (const { address, from } of queue) {
    const kind = kindOf(routes, address)
    const count = (opened.get(kind) ?? 0) + 1
    opened.set(kind, count)
    if (count > perRoute) continue
    const route = kind.split('?')[0]!
    const ofRoute = (opened.get(route) ?? 0) + 1
    opened.set(route, ofRoute)
    // A list can be filtered in more ways than anyone needs to see.
    if (ofRoute > perRoute * 3) continue
    const answer = await client.see(address)
    const isPage = String(answer.response.headers['content-type']).startsWith('text/html')
    const links = isPage ? linksOf(answer.body) : []
    seen.push({ address, from, answer, links, forms: isPage ? formsOf(answer.body, address) : [] })
    for (const link of [...links, answer.location ?? '']) {
      const next = addressIn(link, address)
      if (!next || known.has(next)) continue
      known.add(next)
      queue.push({ address: next, from: address })
    }
  }
  return seen
}

/** A link of a page as an address within the site; undefined where it leads elsewhere or only further down. */
export function addressIn(link: string, page: string): string | undefined {
  if (link === '' || link.startsWith('#') || !URL.canParse(link, `http://site${page}`)) return
  const url = new URL(link, `http://site${page}`)
  return url.origin === 'http://site' ? url.pathname + url.search : undefined
}

function kindOf(routes: DeclaredRoute[], address: string): string {
  const query = new URLSearchParams(address.split('?')[1] ?? '')
  const names = [...new Set(query.keys())].sort().join('&')
  return `${routeOf(routes, 'GET', address)?.url ?? address.split('?')[0]}?${names}`
}

const patterns = new Map<string, RegExp>()
function patternOf(url: string): RegExp {
  const known = patterns.get(url)
  if (known) return known
  const pattern = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+')
    .replace(/\*/g, '.*')
  const made = new RegExp(`^${pattern}$`)
  patterns.set(url, made)
  return made
}
