import type { PublicationAct } from '#src/db/tables.ts'

/** Where an entry stands towards the public: what the newest row of the log about it says. */
export type PublicationState = 'unpublished' | PublicationAct

const moves: Record<PublicationState, readonly PublicationAct[]> = {
  unpublished: ['published'],
  published: ['published', 'ended', 'erased'],
  ended: ['published', 'erased'],
  erased: ['published'],
}

/** Whether an entry in this state can be published, ended or erased. */
export function stateAfter(state: PublicationState, act: PublicationAct): boolean {
  return moves[state].includes(act)
}
