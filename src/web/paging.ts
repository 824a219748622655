/** The page of a list that an address asks for, from 1; the first where it asks for none. */
export function pageIn(query: unknown): number {
  const { page } = (query ?? {}) as { page?: unknown }
  return /^[1-9]\d{0,4}$/.test(String(page)) ? Number(page) : 1
}

/** The links between the pages of a list, as govukPagination takes them; null where there is one page. */
export function pagesFor(
  { page, pages }: { page: number; pages: number },
  addressOf: (page: number) => string,
) {
  if (pages === 1) return null
  const href = (to: number) => addressOf(to) || '?'
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter(one => one >= 1 && one <= pages)
  return {
    previous: page > 1 ? { href: href(page - 1) } : undefined,
    next: page < pages ? { href: href(page + 1) } : undefined,
    items: shown.flatMap((number, at) => [
      ...(at > 0 && number - shown[at - 1]! > 1 ? [{ ellipsis: true }] : []),
      { number, href: href(number), current: number === page },
    ]),
  }
}
