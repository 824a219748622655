/** Whether an address is a path of ours: never another site, whatever a link says. */
export function isLocal(path: unknown): path is string {
  return typeof path === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\')
}

/** Where to go after signing in, from the address's query; where one begins where it names no page of ours. */
export function nextOf(query: unknown): string {
  const next = (query as Record<string, unknown> | null)?.next
  return isLocal(next) ? next : '/start'
}
