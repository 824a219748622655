/** The list with one item moved a place up or down; as it was where there is no such place. */
export function moved<T extends { id: string }>(list: readonly T[], id: string, direction: unknown): T[] {
  const from = list.findIndex(each => each.id === id)
  const to = from + (direction === 'up' ? -1 : direction === 'down' ? 1 : 0)
  if (from < 0 || to < 0 || to >= list.length) return [...list]
  const copy = [...list]
  copy.splice(to, 0, ...copy.splice(from, 1))
  return copy
}
