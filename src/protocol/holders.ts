/** Someone who fills a role for a time: its holder, or a deputy for a dated absence. Days are ISO; an open end is null. */
export type Holding = { role: string; person: string; deputy: boolean; from: string; to: string | null }

/** The roles someone holds today. A deputy does not hold the role, and only may not act in it on a proposal of their own. */
export function rolesOf(person: string, holdings: readonly Holding[], on: string): string[] {
  return holdings
    .filter(
      each =>
        each.person === person && !each.deputy && each.from <= on && (each.to === null || each.to >= on),
    )
    .map(each => each.role)
}
