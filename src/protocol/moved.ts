import { type Facts, factNamed, tellValue, type Value } from './facts.ts'
import type { Pack } from './pack.ts'

/** A material fact that is no longer what it was: in a sentence, and in its parts. */
export type Moved = { fact: string; label: string; was: string; now: string; says: string }

/**
 * What has moved of the facts an approval rests on (APP-6, SIG-3): it is out of date while there is any. A number has
 * moved once it differs by the pack's share of what it was; anything else, as soon as it differs.
 * @param covered the facts as they were decided on
 */
export function movedSince(pack: Pack, covered: Facts, now: Facts): Moved[] {
  return pack.material.flatMap(({ id, percent = 0 }) => {
    const [was, is] = [covered[id], now[id]]
    return hasMoved(was, is, percent) ? [tell(id, was, is)] : []
  })
}

function hasMoved(was: Value | undefined, is: Value | undefined, percent: number): boolean {
  if (typeof was === 'number' && typeof is === 'number')
    return is !== was && Math.abs(is - was) * 100 >= Math.abs(was) * percent
  return inOrder(was) !== inOrder(is)
}

// The order in which partners are named says nothing.
function inOrder(value: Value | undefined): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value)
}

function tell(name: string, before: Value | undefined, after: Value | undefined): Moved {
  const fact = factNamed(name)!
  const told = (value: Value | undefined) => (value === undefined ? 'not known' : tellValue(fact, value))
  const [was, now] = [told(before), told(after)]
  return { fact: name, label: fact.label, was, now, says: `${fact.label}: was ${was}, is ${now}` }
}
