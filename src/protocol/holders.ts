import type { Decider, Route } from './route.ts'

/** Someone who fills a role for a time: its holder, or a deputy for a dated absence. Days are ISO; an open end is null. */
export type Holding = { role: string; person: string; deputy: boolean; from: string; to: string | null }

/** A decider with the people who can act for it today. `vacant` where nobody can: a submission is refused and names it. */
export type Seat = { step: string; decider: Decider; people: string[]; vacant: boolean }

/**
 * Who can act on each step today. The proposer never can, as holder or as anyone's deputy; a committee needs nobody here,
 * because a recorder enters its decision. A deputy acts only within the dates of the absence.
 */
export function seatsOf(route: Route, holdings: readonly Holding[], proposer: string, on: string): Seat[] {
  const today = holdings.filter(each => each.from <= on && (each.to === null || each.to >= on))
  return route.steps.flatMap(step =>
    step.deciders.map(decider => {
      const filling = today.filter(each => each.role === decider.id).map(each => each.person)
      const people = [...new Set(filling)].filter(person => person !== proposer)
      return { step: step.id, decider, people, vacant: decider.as === 'post' && people.length === 0 }
    }),
  )
}

/** The roles someone holds today. A deputy does not hold the role, and only may not act in it on a proposal of their own. */
export function rolesOf(person: string, holdings: readonly Holding[], on: string): string[] {
  return holdings
    .filter(
      each =>
        each.person === person && !each.deputy && each.from <= on && (each.to === null || each.to >= on),
    )
    .map(each => each.role)
}

/** The seats one person can fill: with two posts on a route they decide once, for all of these. */
export function seatsFor(person: string, seats: readonly Seat[]): Seat[] {
  return seats.filter(seat => seat.people.includes(person))
}
