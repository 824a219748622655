import { commonProtocol } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import type { FrozenProposal } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { change } from '#src/trail/change.ts'
import { today } from './world.ts'

const day = '2026-01-15'

/**
 * A row in every table of the protocol for an authority: adopted, assessed, proposed, decided and reported. The
 * involvement and person are ones it has.
 */
export async function addProtocolRows(authority_id: string, db: Db, involvement_id: string): Promise<void> {
  const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const
  const { pack } = commonProtocol()
  const person = await db.selectFrom('person').select('id').limit(1).executeTakeFirstOrThrow()
  const post = await db.selectFrom('post').select('id').limit(1).executeTakeFirstOrThrow()
  const [protocol_id, committee_id, proposal_id, approval_id, decision_id] = [1, 2, 3, 4, 5].map(() =>
    newId(),
  ) as [string, string, string, string, string]
  const own = { involvement_id }
  const subject = { ...own, subject_type: 'proposal', subject_id: proposal_id } as const
  const who = { account_id: null }
  await change(db, { authority: authority_id, by, at: today, action: 'protocol.adopt' }, async act => {
    const writer = act.on('protocol', protocol_id, pack.title)
    await writer.insert('protocol', {
      id: protocol_id,
      pack_id: pack.id,
      title: pack.title,
      pack_version: pack.version,
      from_on: day,
      pack: JSON.stringify(pack),
      ...who,
      adopted_at: today,
      // Taken back: what the sample adopted stays in force.
      withdrawn_at: today,
    })
    await writer.insert('committee', { id: committee_id, name: 'A committee', closed_on: day })
    await writer.insert('committee_recorder', {
      committee_id,
      person_id: person.id,
      starts_on: day,
      ends_on: day,
    })
    await writer.insert('role_filling', {
      role: 'nobody-asks',
      directorate_id: null,
      post_id: null,
      committee_id,
    })
    await writer.insert('delegation', {
      post_id: post.id,
      what: 'enter',
      limit_pence: 100,
      starts_on: day,
      ends_on: day,
    })
    await writer.insert('report_layout', { report: 'nobody-asks', title: 'X', headings: '[]' })
    const entry = act.on('involvement', involvement_id, 'An entry')
    const made = { made_by: 'Tests', made_at: today, ...who }
    await entry.insert('assessment', {
      ...own,
      about: 'kind',
      protocol_id,
      result: 'partnership',
      found: 'partnership',
      says: 'X',
      cause: 'first',
      ...made,
    })
    await entry.insert('proposal', {
      id: proposal_id,
      ...own,
      purpose: 'enter',
      state: 'dropped',
      protocol_id,
      ...who,
      started_by: 'Tests',
      started_at: today,
      evidenced_on: null,
    })
    await entry.insert('answer', {
      ...subject,
      question: 'case.need',
      value: '["value"]',
      ...who,
      answered_at: today,
    })
    await entry.insert('advice', {
      ...subject,
      team: 'risk-team',
      person_id: null,
      due_on: day,
      asked_account_id: null,
      asked_by: 'Tests',
      asked_at: today,
      state: 'withdrawn',
      answered_account_id: null,
      answered_at: null,
    })
    await entry.insert('approval', {
      id: approval_id,
      ...own,
      proposal_id,
      number: 1,
      protocol_id,
      state: 'withdrawn',
      content: JSON.stringify(frozen),
      content_hash: 'x',
      facts: '{}',
      ...who,
      person_id: null,
      submitted_by: 'Tests',
      submitted_at: today,
      ended_at: today,
    })
    await entry.insert('decision', {
      id: decision_id,
      ...own,
      approval_id,
      outcome: 'deferred',
      decided_on: day,
      person_id: person.id,
      decided_by: 'Tests',
      capacity: 'A post',
      ...who,
      entered_by: 'Tests',
      entered_at: today,
      committee_id: null,
      key_decision: null,
      reported_on: null,
      call_in_ends_on: null,
      called_in_on: null,
      call_in_outcome: null,
      call_in_outcome_on: null,
    })
    await entry.insert('approval_seat', {
      ...own,
      approval_id,
      step: 1,
      step_id: 'service',
      title: 'The service',
      need: 'all',
      days: 14,
      role: 'head-of-service',
      role_title: 'Head of service',
      because: 'X',
      committee_id: null,
      opened_at: today,
      escalated_at: null,
      decision_id: null,
      waived_at: null,
      dropped_at: today,
    })
    await entry.insert('re_route', {
      ...own,
      approval_id,
      reason: 'X',
      ...who,
      re_routed_by: 'Tests',
      capacity: 'Operator',
      re_routed_at: today,
    })
    await entry.insert('waiver', {
      ...own,
      requirement: 'nobody-asks',
      reason: 'X',
      ...who,
      waived_by: 'Tests',
      capacity: 'Operator',
      waived_at: today,
      withdrawn_at: today,
    })
    await entry.insert('action', {
      ...own,
      cause_type: 'condition',
      cause_id: decision_id,
      what: 'X',
      owner_id: null,
      owner: 'Someone',
      due_on: day,
      state: 'dropped',
      done_on: null,
      closed_at: null,
      created_at: today,
    })
    await entry.insert('report_part', { ...own, proposal_id, report: 'cabinet-report', heading: 'purpose' })
  })
  const shown = { title: pack.title, pack_version: pack.version, from_on: day, pack: JSON.stringify(pack) }
  await db
    .insertInto('public_protocol')
    .values({ authority_id, protocol_id, ...shown })
    .execute()
}

const frozen: FrozenProposal = {
  form: 1,
  reference: 'X-0001',
  name: 'X',
  purpose: 'enter',
  changes: '',
  protocol: { title: 'X', version: '1' },
  kind: 'partnership',
  tier: 'light',
  commitments: [],
  before: null,
  significance: { says: 'X', working: [] },
  sections: [],
  advice: [],
  gaps: [],
  route: [],
}
