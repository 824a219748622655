import type { Here } from '#src/accounts/here.ts'
import type { Covering } from '#src/partnerships/case/case.ts'
import type { Moved } from '#src/protocol/moved.ts'
import { formatDay } from '#src/web/views.ts'
import { type Entry, type findBeside, placeOf } from '../queries.ts'

type Beside = Awaited<ReturnType<typeof findBeside>>

/** How the approval of an entry stands, in a few words and the tag they stand in. */
export type ApprovalState = { text: string; colour: string; moved: Moved[]; awaited: Moved[] }

/**
 * What an entry's page says of the protocol: what it was found to be, how significant, whether it is approved, and what is
 * under way (APP-6, SIG-3).
 * @param covered the approval that stands, with what has moved since
 */
export function protocolCard(here: Here, entry: Entry, beside: Beside, covered: Covering | null) {
  const { kindFound, tierFound, proposals, approved, waitsFor } = beside
  const underWay = proposals.find(each => each.state === 'draft' || each.state === 'submitted')
  const recorded = proposals.find(each => each.state === 'recorded')
  const open = !entry.removed_at && !entry.merged_into
  const running = entry.stage === 'in-place' || entry.stage === 'leaving'
  const mayPropose = open && here.may('propose', placeOf(entry))
  const isPartnership = entry.kind === 'partnership' || proposals.length > 0
  return {
    kindFound,
    tierFound,
    isPartnership,
    approval: isPartnership ? approvalOf(entry, approved, covered, recorded) : undefined,
    underWay,
    waitsFor: waitsFor.map(each => each.title),
    decided: proposals.some(each => each.state !== 'draft' && each.state !== 'recorded'),
    recorded,
    mayExtend: mayPropose && isPartnership && entry.stage === 'in-place' && !underWay,
    mayRecord: mayPropose && isPartnership && running && !recorded && !approved && !underWay,
    mayEvidence: mayPropose && recorded !== undefined && !approved && !entry.approval_evidenced,
    mayAgree: isPartnership && !['considered', 'declined', 'not-a-partnership'].includes(entry.stage),
  }
}

function approvalOf(
  entry: Entry,
  approved: Beside['approved'],
  covered: Covering | null,
  recorded: Beside['proposals'][number] | undefined,
): ApprovalState | undefined {
  const none = { moved: [], awaited: [] }
  if (approved && covered) {
    const { moved, awaited } = covered
    const parts = [
      `Approved ${formatDay(new Date(approved.endedAt!))}`,
      ...(approved.conditions > 0 ? ['conditions open'] : []),
      ...(moved.length > 0 ? ['out of date'] : []),
    ]
    const colour = moved.length > 0 ? 'orange' : approved.conditions > 0 ? 'yellow' : 'green'
    return { text: parts.join(', '), colour, moved, awaited }
  }
  if (entry.approval_evidenced && recorded?.evidencedBy) {
    const day = recorded.evidencedOn ? `, ${formatDay(recorded.evidencedOn)}` : ''
    return { text: `Approved by ${recorded.evidencedBy}${day}`, colour: 'green', ...none }
  }
  return ['approved', 'in-place', 'leaving'].includes(entry.stage)
    ? { text: 'Approval not evidenced', colour: 'orange', ...none }
    : undefined
}
