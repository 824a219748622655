import { headingOf } from './labels.ts'
import type { Line } from './lines.ts'

/** What is done with a proposal, where the usual words do not say it. */
export const proposalVerbs: Record<string, (noun: string, lines: Line[]) => string> = {
  'submit-proposal': () => 'submitted the proposal',
  'drop-proposal': () => 'dropped the proposal',
  'drop-renewal': (_, lines) =>
    lines.some(line => line.heading === headingOf('involvement', 'answers_left'))
      ? 'dropped the renewal: what was approved stands as it did, but for answers given since, which stay'
      : 'dropped the renewal: what was approved stands as it did',
  'propose-again': () => 'proposed it again',
  extend: () => 'began a proposal to extend it',
  'use-protocol': () => 'took the draft over to the protocol in force',
  renew: () => 'took the proposal up again, to have it approved anew',
}
