import type { ApprovalState } from '#src/db/tables.ts'
import { approvedWords, type Carried, carriedTo } from '#src/decide/conditions.ts'
import { stateWords } from '#src/decide/outcome-words.ts'
import type { Round } from '#src/decide/round.ts'
import type { EntryCase } from '#src/partnerships/case/case.ts'
import type { Tag } from './route.ts'

const colours: Record<ApprovalState, string> = {
  running: 'blue',
  'call-in': 'yellow',
  'called-in': 'orange',
  approved: 'green',
  declined: 'red',
  changes: 'orange',
  withdrawn: 'grey',
}

/** How a submission stands, in a word. */
export function tagOf(round: Round, carried: readonly Carried[] = []): Tag {
  const text = round.state === 'approved' ? approvedWords(round, carried) : stateWords[round.state]
  return { text, colour: colours[round.state] }
}

/**
 * Which submission a page about the approval is about, and how the approval stands (APP-6). A draft has none, whatever
 * became of those before it; where nothing is under way it is the one that was approved, else the last.
 */
export function standingOf(
  rounds: readonly Round[],
  running: Round | undefined,
  { proposal, approval }: EntryCase,
): { tag: Tag; round: Round | undefined } {
  if (running) return { tag: tagOf(running), round: running }
  const [last] = rounds
  if (proposal?.state === 'draft') {
    if (last?.state === 'changes' || last?.state === 'withdrawn')
      return { tag: tagOf(last), round: undefined }
    const renewed = last?.state === 'approved' && last.proposal_id === proposal.id
    const text = renewed ? 'Opened again, to be renewed' : 'Not submitted yet'
    return { tag: { text, colour: renewed ? 'orange' : 'grey' }, round: undefined }
  }
  const round = rounds.find(each => each.id === approval?.id) ?? last
  if (!round) return { tag: { text: 'Nothing was submitted', colour: 'grey' }, round }
  if (round.state === 'approved' && round.proposal_id === proposal?.id && proposal.state === 'declined')
    return { tag: { text: 'Approved, and decided against afterwards', colour: 'red' }, round }
  const out = round.id === approval?.id && approval.moved.length > 0
  return {
    tag: out ? { text: 'Out of date', colour: 'orange' } : tagOf(round, carriedTo(rounds, round)),
    round,
  }
}
