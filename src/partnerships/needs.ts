import type { Db } from '#src/db/open.ts'
import type { Stage } from '#src/domain/words.ts'
import { factsIn, leavesOf } from '#src/protocol/conditions.ts'
import { covers } from '#src/protocol/definition.ts'
import { inTheWayOf, type Required, requirementsOf } from '#src/protocol/requirements.ts'
import { type EntryCase, findCase } from './case/case.ts'
import type { RecordColumns } from './record.ts'

/** Something a stage needs, with the page of the entry where it is mended: 'edit/people'; '' for the entry's own. */
export type Need = Required & { page: string }

/** What stands in the way of a stage, what the protocol only advises by then, and the case it was read from. */
export type Needs = { blocks: Need[]; advice: Need[]; found: EntryCase }

/**
 * What an entry still lacks for a stage under its protocol (APP-2, APP-3, ENT-5): requirements whose gate is `block`
 * stand in the way, those whose gate is `advise` are advice, waived ones and those that are `off` are neither (REV-4).
 * @param stage 'approved': before negotiations conclude; 'in-place': before it is in place
 * @param on the day, ISO
 */
export async function findNeeds(
  db: Db,
  authorityId: string,
  entry: RecordColumns,
  stage: Stage,
  on: string,
): Promise<Needs> {
  const found = await findCase(db, authorityId, entry, on, 'standing')
  return { ...needsIn(found, stage), found }
}

/** The same of a case already found. */
export function needsIn(found: EntryCase, stage: Stage): Omit<Needs, 'found'> {
  const all = [...requirementsOf(found.made, found.waivers), ...unasked(found)]
  const mended = (required: Required): Need => ({
    ...required,
    because: reasonOf(required, found),
    page: pageOf(required, found),
  })
  return {
    blocks: inTheWayOf(stage, all).map(mended),
    advice: inTheWayOf(stage, all, 'advise').map(mended),
  }
}

// A pack that has a route and no requirement for what it decides means it all the same.
function unasked({ made, waivers }: EntryCase): Required[] {
  const { pack, facts } = made
  if (!covers(pack, facts.kind) || pack.route.length === 0) return []
  if (pack.requirements.some(each => factsIn(each.met).includes('approved'))) return []
  const state = facts.approved === true ? 'met' : waivers.approval ? 'waived' : 'due'
  const says = 'The approvals are there before negotiations conclude'
  return [{ id: 'approval', says, clause: 'ours', state, because: '', gate: 'block', by: 'approved' }]
}

// An approval that no longer covers what stands says what moved.
function reasonOf({ id, because }: Required, { made, approval, proposal }: EntryCase): string {
  if (!readsApproval(id, made.pack.requirements)) return because
  if (approval && approval.moved.length > 0)
    return `The approval is out of date. ${approval.moved.map(each => each.says).join('; ')}`
  if (proposal?.state === 'submitted') return 'The proposal is being decided'
  return approval ? because : 'No approval is on record'
}

function readsApproval(id: string, requirements: EntryCase['made']['pack']['requirements']): boolean {
  const rule = requirements.find(each => each.id === id)
  return rule ? factsIn(rule.met).includes('approved') : id === 'approval'
}

const pageOfFact: Record<string, string> = {
  sponsor_named: 'edit/people',
  performance_lead_named: 'edit/people',
  manager_named: 'edit/people',
  risk_register: 'edit/risk',
  risk_register_reason: 'edit/risk',
  agreement_status: 'agreement',
  registered: 'form',
  partners: 'edit/bodies',
  level: 'edit/our-part',
  lead: 'edit/our-part',
}

// What was decided on is not answered anew but proposed anew: either way the proposal's own page leads on.
function pageOf({ id }: Required, { made, proposal }: EntryCase): string {
  const met = made.pack.requirements.find(each => each.id === id)?.met
  const [leaf] = met ? leavesOf(met) : []
  const own = leaf?.fact === undefined ? undefined : pageOfFact[leaf.fact]
  return own ?? (proposal?.state === 'submitted' ? 'approval' : 'proposal')
}
