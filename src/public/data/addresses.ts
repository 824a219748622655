/** The absolute addresses of one authority's public pages: the ids of everything in its open data. */
export type Addresses = {
  /** The start of every address of the service, without a slash at its end. */
  base: string
  register: string
  openData: string
  entry: (reference: string) => string
  person: (key: string) => string
  post: (key: string) => string
  body: (key: string) => string
}

/** @param base where the service stands, as 'https://partnerships.example.org' */
export function addressesAt(base: string, slug: string): Addresses {
  const register = `${base}/${slug}/register`
  const under = (folder: string) => (key: string) => `${base}/${slug}/${folder}/${encodeURIComponent(key)}`
  return {
    base,
    register,
    openData: `${register}/open-data`,
    entry: under('register'),
    person: under('people'),
    post: under('posts'),
    body: under('bodies'),
  }
}
