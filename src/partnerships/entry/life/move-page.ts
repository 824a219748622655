import type { Here } from '#src/accounts/here.ts'
import { protocolSince, whyNotInPlace } from '#src/partnerships/began.ts'
import { movesFrom } from '#src/partnerships/move.ts'
import { findNeeds } from '#src/partnerships/needs.ts'
import { covers } from '#src/protocol/definition.ts'
import type { Entry } from '../queries.ts'

/**
 * What the page that changes the status shows: the moves open by hand now, what stands in the way of being in place,
 * and what is done elsewhere (APP-2).
 * @param on the day, ISO
 */
export async function movePage(here: Here, entry: Entry, on: string) {
  const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
  const since = await protocolSince(here.db, here.authority.id, on)
  const covered = covers(since.pack, entry.kind)
  const needs =
    entry.stage === 'approved'
      ? await findNeeds(here.db, here.authority.id, entry, 'in-place', on)
      : { blocks: [], advice: [] }
  const late =
    entry.stage === 'not-a-partnership' ? whyNotInPlace(since, entry.kind, entry.started_on) : undefined
  const unlogged = entry.registration !== 'logged'
  const held = needs.blocks.length > 0 || late !== undefined || (entry.stage === 'approved' && unlogged)
  return {
    title: 'Change the status',
    caption: `${entry.reference} ${entry.name}`,
    back: record,
    action: `${record}/move`,
    record,
    entry,
    blocks: needs.blocks,
    advice: needs.advice,
    late: late?.text,
    unlogged,
    elsewhere: covered ? (elsewhere[entry.stage] ?? []) : [],
    moves: movesFrom(entry.stage)
      .filter(move => !(move.outside && covered) && !(held && move.to === 'in-place'))
      .map(({ to, label }) => ({ value: to, text: label })),
  }
}

const test = { page: 'assessment', text: 'Find out whether it is a partnership' }
const elsewhere: Partial<Record<Entry['stage'], { page: string; text: string }[]>> = {
  considered: [{ page: 'proposal', text: 'Propose it' }, test],
  proposed: [{ page: 'approval', text: 'See how the decision stands' }],
  approved: [{ page: 'agreement', text: 'Record when negotiations concluded and the agreement was signed' }],
  'in-place': [{ page: 'proposal/extend', text: 'Propose to extend it' }, test],
  'not-a-partnership': [test],
}
