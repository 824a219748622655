/** The last part of a public address of a body, person or post: its name as a slug and the end of its id. */
export function publicKey(name: string, id: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/[\p{M}’']/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '')
  return [slug, id.slice(-8)].filter(Boolean).join('-')
}
