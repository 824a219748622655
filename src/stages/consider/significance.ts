import { type Adopted, findProtocol, protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import type { Tier } from '#src/domain/words.ts'
import { type EntryCase, findCase } from '#src/partnerships/case/case.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Moved } from '#src/protocol/moved.ts'
import { type Assessment, modelOn } from '#src/protocol/significance.ts'
import { type KeptAssessment, listAssessments } from './queries.ts'
import { reassess } from './reassess.ts'

/** How significant an entry is, as its page shows it and as an act on it begins. */
export type Significance = {
  entryCase: EntryCase
  /** Every assessment of its tier, newest first. */
  history: KeptAssessment[]
  last: KeptAssessment | undefined
  /** The protocol and facts that count: of the draft, else of the last assessment with what the register holds now. */
  protocol: Adopted
  made: Case
  /** What the rules find now. */
  found: Assessment
  /** What counts; null where nobody has assessed it and the register names none. */
  tier: Tier | null
  overridden: boolean
  /** The tier follows the answers until the proposal is submitted. */
  state: 'draft' | 'submitted' | 'standing' | 'none'
  moved: Moved[]
  again: boolean
  /** The protocol in force, where its model or it itself is newer than what was assessed under. */
  newer: Adopted | null
}

/** Finds how significant an entry is (SIG-1 to SIG-3). @param on the day, ISO */
export async function findSignificance(
  db: Db,
  authorityId: string,
  entry: Entry,
  on: string,
): Promise<Significance> {
  const entryCase = await findCase(db, authorityId, entry, on)
  const history = await listAssessments(db, authorityId, entry.id, 'tier')
  const inForce = await protocolOn(db, authorityId, on)
  const last = history[0]
  const { proposal } = entryCase
  const underWay = proposal?.state === 'draft' || proposal?.state === 'submitted' ? proposal.state : null
  const overridden = last?.cause === 'override'
  if (underWay || !last) {
    const { protocol, made } = entryCase
    const found = made.significance
    const counts = underWay === 'draft' && !overridden ? found.tier : entry.tier
    const newer = isNewer(inForce, protocol.id, modelOn(protocol.pack, on)?.id, on) ? inForce : null
    return {
      entryCase,
      history,
      last,
      protocol,
      made,
      found,
      tier: counts,
      overridden,
      state: underWay ?? (proposal ? 'standing' : 'none'),
      moved: [],
      again: false,
      newer: underWay ? newer : null,
    }
  }
  const protocol = await findProtocol(db, authorityId, last.protocol_id)
  const { approval } = entryCase
  const covered = approval && approval.endedAt > last.made_at ? approval.facts : null
  const { made, found, moved, again } = reassess(protocol.pack, last, entry, covered, on)
  return {
    entryCase,
    history,
    last,
    protocol,
    made,
    found,
    tier: entry.tier,
    overridden,
    state: 'standing',
    moved,
    again,
    newer: isNewer(inForce, last.protocol_id, last.model, on) ? inForce : null,
  }
}

function isNewer(
  inForce: Adopted,
  protocolId: string | null,
  model: string | undefined,
  on: string,
): boolean {
  if (protocolId !== null && inForce.id !== null && inForce.id !== protocolId) return true
  const now = modelOn(inForce.pack, on)
  return now !== undefined && model !== undefined && now.id !== model
}
