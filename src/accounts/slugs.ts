/** First parts of addresses that are the installation's own. */
const reservedSlugs: ReadonlySet<string> = new Set([
  'setup',
  'start',
  'sign-in',
  'sign-out',
  'data',
  'health',
  'assets',
  'api',
  'robots.txt',
  'sitemap.xml',
  'account',
  'kept',
  'installation',
  'forgotten-password',
  'reset',
  'invitation',
])

/** What is wrong with an authority's address, in words, or undefined. */
export function slugMistake(slug: string): string | undefined {
  if (reservedSlugs.has(slug)) return `The address ‘${slug}’ is used by the service itself. Choose another`
  if (!/^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/.test(slug))
    return 'The address must be 3 to 50 small letters, numbers and hyphens, such as ‘wendleshire’'
  return undefined
}

/** What is wrong with the letters before every reference, in words, or undefined. */
export function prefixMistake(prefix: string): string | undefined {
  return /^[A-Z][A-Z0-9]{0,7}$/.test(prefix)
    ? undefined
    : 'The reference prefix must be 1 to 8 capital letters and numbers, such as ‘WCC’'
}

/** The first letters of a name's words: 'Wendleshire County Council' gives 'WCC'. */
export function prefixOf(name: string): string {
  const letters = name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ]/g, '')
    .split(/\s+/)
    .filter(word => word && !/^(of|the|and|for)$/i.test(word))
    .map(word => word[0]!.toUpperCase())
    .join('')
    .replace(/^\d+/, '')
    .slice(0, 8)
  return letters || 'REF'
}
