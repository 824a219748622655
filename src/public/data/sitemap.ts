/** A page for search engines, with the day it last changed where that is known. */
export type Place = { address: string; changedAt?: Date }

/** The most addresses one sitemap may hold by its standard. */
export const longestSitemap = 50_000

/** A sitemap of these pages. */
export function sitemapOf(places: readonly Place[]): string {
  return xmlOf('urlset', 'url', places.slice(0, longestSitemap))
}

/** A sitemap of sitemaps. */
export function sitemapIndexOf(sitemaps: readonly Place[]): string {
  return xmlOf('sitemapindex', 'sitemap', sitemaps.slice(0, longestSitemap))
}

/** What search engines may open: every public page once, none that staff sign in to and no filtered list. */
export function robotsOf(base: string): string {
  return `User-agent: *
Disallow: /account
Disallow: /setup
Disallow: /sign-in
Disallow: /*/staff
Disallow: /*/register?
Allow: /

Sitemap: ${base}/sitemap.xml
`
}

function xmlOf(root: string, each: string, places: readonly Place[]): string {
  const lines = places.map(({ address, changedAt }) => {
    const changed = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''
    return `<${each}><loc>${address.replaceAll('&', '&amp;')}</loc>${changed}</${each}>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${lines.join('')}</${root}>
`
}
