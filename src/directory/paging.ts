/** One page of a list: how many rows come before it, and the links to the others. */
export type Paging = {
  limit: number
  offset: number
  from: number
  to: number
  of: number
  links: Record<string, unknown> | undefined
}

/** Cuts a list of `of` rows into pages; `query` is the address's, kept in the links. */
export function pageOf(path: string, query: Record<string, unknown>, of: number, limit = 50): Paging {
  const last = Math.max(1, Math.ceil(of / limit))
  const asked = Number(query.page)
  const at = Number.isInteger(asked) && asked > 0 ? Math.min(asked, last) : 1
  const href = (page: number) => {
    const kept = Object.entries(query).filter(
      ([name, value]) => name !== 'page' && typeof value === 'string' && value,
    )
    return `${path}?${new URLSearchParams([...(kept as [string, string][]), ['page', String(page)]])}`
  }
  const offset = (at - 1) * limit
  return {
    limit,
    offset,
    from: of === 0 ? 0 : offset + 1,
    to: Math.min(of, offset + limit),
    of,
    links: last > 1 ? linksOf(at, last, href) : undefined,
  }
}

function linksOf(at: number, last: number, href: (page: number) => string) {
  const shown = [...new Set([1, at - 1, at, at + 1, last])].filter(page => page >= 1 && page <= last)
  const items = shown.flatMap((page, index) => [
    ...(index > 0 && page - shown[index - 1]! > 1 ? [{ ellipsis: true }] : []),
    { number: page, current: page === at, href: href(page) },
  ])
  return {
    items,
    ...(at > 1 ? { previous: { href: href(at - 1) } } : {}),
    ...(at < last ? { next: { href: href(at + 1) } } : {}),
  }
}
