/** What is done with a proposal, where the usual words do not say it. */
export const proposalVerbs: Record<string, () => string> = {
  'submit-proposal': () => 'submitted the proposal',
  'drop-proposal': () => 'dropped the proposal',
  'drop-renewal': () => 'dropped the renewal: what was approved stands as it did',
  'propose-again': () => 'proposed it again',
  extend: () => 'began a proposal to extend it',
  'use-protocol': () => 'took the draft over to the protocol in force',
  renew: () => 'took the proposal up again, to have it approved anew',
}
