import { commonProtocol, keepProtocol } from '#src/adopted/protocol.ts'
import { newId } from '#src/domain/id.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import type { NewEntry } from '#src/partnerships/entry/add/add.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { factNamed, type Value } from '#src/protocol/facts.ts'
import type { Pack } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { refOf } from '#src/protocol/questions.ts'
import { type Act, change } from '#src/trail/change.ts'
import { addTestEntry } from './entries.ts'
import { today, type World } from './world.ts'

/**
 * Puts an entry on the county's register whose proposal is answered in full and approved, as the decision left it:
 * nothing is negotiated or signed yet, and nobody sponsors it.
 * @param given answers by set.question, over those that are made up
 * @param before what else stands on the entry when it is approved
 */
export async function addApproved(
  world: World,
  entry: Partial<NewEntry> = {},
  given: Record<string, Value> = {},
  before: (act: Act, id: string) => Promise<void> = async () => {},
) {
  const added = await addTestEntry(world, { stage: 'approved', ...entry })
  const { id: authority, db } = world.county
  const { id } = added
  const proposal_id = newId()
  const day = today.toISOString().slice(0, 10)
  const who = { account_id: null }
  await change(db, { authority, by, at: today, action: 'involvement.test' }, async act => {
    const { id: protocol_id, pack } = await keepProtocol(act, authority, day, today)
    const writer = act.on('involvement', id, 'An entry')
    await writer.update('involvement', id, { level: 'active' })
    await before(act, id)
    await writer.insert('proposal', {
      id: proposal_id,
      involvement_id: id,
      purpose: 'enter',
      state: 'approved',
      protocol_id,
      ...who,
      started_by: 'Tests',
      started_at: today,
      evidenced_on: null,
    })
    await writer.insertMany(
      'answer',
      answersTo(pack, given).map(([question, value]) => ({
        involvement_id: id,
        subject_type: 'proposal' as const,
        subject_id: proposal_id,
        question,
        value: JSON.stringify(value),
        note: 'As discussed',
        owner: 'Ann Lee',
        evidence: 'On file',
        ...who,
        answered_at: today,
      })),
    )
    const stands = await findEntry(act.trx, authority, id)
    const { made } = await findCase(act.trx, authority, stands, day, 'standing')
    await writer.update('involvement', id, { tier: made.tier })
    await writer.insert('approval', {
      involvement_id: id,
      proposal_id,
      number: 1,
      protocol_id,
      state: 'approved',
      content: JSON.stringify({}),
      content_hash: 'x',
      facts: JSON.stringify(made.facts),
      ...who,
      person_id: null,
      submitted_by: 'Tests',
      submitted_at: today,
      ended_at: today,
    })
  })
  return { ...added, proposalId: proposal_id }
}

/** Adopts the common protocol in the county from a day, ISO. */
export async function adoptCommon(world: World, from_on: string) {
  const { id: authority, db } = world.county
  const { pack } = commonProtocol()
  const id = newId()
  await change(db, { authority, by, at: today, action: 'protocol.adopt' }, act =>
    act.on('protocol', id, pack.title).insert('protocol', {
      id,
      pack_id: pack.id,
      title: pack.title,
      pack_version: pack.version,
      from_on,
      pack: JSON.stringify(pack),
      account_id: null,
      adopted_at: today,
      withdrawn_at: null,
    }),
  )
}

const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

// The answer that stands least in the way; what stays open is not asked then.
function answersTo(pack: Pack, given: Record<string, Value>): [string, Value][] {
  return pack.sets.flatMap(set =>
    set.questions
      .filter(question => !columns.has(question.fact ?? ''))
      .map((question): [string, Value] => {
        const ref = refOf(set, question)
        return [ref, given[ref] ?? plain[question.fact ?? ''] ?? valueFor(question)]
      }),
  )
}

const columns = new Set(['level', 'lead', 'risk_register'])
const plain: Record<string, Value> = {
  single_body: 'no',
  talk_only: 'no',
  service_for_us: 'no',
  accountable_body: 'no',
  statutory: 'no',
  legal_bar: 'no',
  commitments_clash: 'no',
  partner_procedures: 'no',
  standing_orders_clash: 'no',
  functions_delegated: 'no',
  powers_needed: 'no',
  personal_information: 'no',
  inherent_risk: 'low',
  agreement_kind: 'memorandum',
  money_a_year: 5000,
}

function valueFor({ kind, fact, choices, several }: Question): Value {
  if (kind === 'yes-no' || kind === 'yes-no-partly') return 'yes'
  if (kind === 'number' || kind === 'money') return 0
  if (kind === 'date') return '2026-11-01'
  if (kind !== 'choice') return 'Said'
  const value = choices?.[0]?.id ?? factNamed(fact!)!.choices![0]!.value
  return several ? [value] : value
}
