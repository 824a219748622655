import { z } from 'zod'
import { lines, neededLine } from '#src/web/inputs.ts'

/** What is asked of whoever waives: the reason, and for a step of a route on whose authority it is set aside. */
export function formOf({ seat }: { seat: boolean }) {
  const why = lines('The reason', 2000).refine(text => text !== '', 'Say why it is waived')
  return seat
    ? z.object({ why, authority: neededLine('Who allowed it', 'Say who allowed it, and when') })
    : z.object({ why })
}
