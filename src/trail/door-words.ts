import { headingOf } from './labels.ts'
import type { Line } from './lines.ts'

/** What is done on the way into the register and into place, where the usual words do not say it. */
export const doorVerbs: Record<string, (noun: string, lines: Line[]) => string> = {
  agree: (_, lines) => {
    const set = (field: string) =>
      lines.some(line => line.heading === headingOf('involvement', field) && line.now)
    if (set('agreement_signed_on')) return 'recorded that the agreement is signed'
    if (set('negotiations_concluded_on')) return 'recorded that negotiations concluded'
    return 'took back when the agreement was reached'
  },
  'start-record': () => 'began to put on record what was in place before the protocol',
  'put-on-record': () => 'put on record what was in place before the protocol',
  evidence: (_, lines) =>
    lines.some(line => line.heading.toLowerCase().endsWith('approved before by') && !line.now)
      ? 'took back how it was approved'
      : 'said how it was approved',
}
