import type { ProposalPurpose } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { startProposal } from '#src/partnerships/case/start-proposal.ts'
import type { NewEntry } from '#src/partnerships/entry/add/add.ts'
import type { Value } from '#src/protocol/facts.ts'
import { change } from '#src/trail/change.ts'
import { addTestEntry } from './entries.ts'
import { today, type World } from './world.ts'

const by = { kind: 'command', accountId: null, name: 'Tests', capacity: 'Operator' } as const

/** A proposal of the county for a test: of an arrangement that is only considered, unless `given` says otherwise. */
export async function addTestProposal(
  world: World,
  given: Partial<NewEntry> & {
    for?: { id: string; reference: string; path: string }
    purpose_of?: ProposalPurpose
    changes?: string
    account?: { accountId: string; name: string }
    answers?: Record<string, Value>
  } = {},
) {
  const { for: existing, purpose_of = 'enter', changes = '', account, answers = {}, ...entry } = given
  const name = entry.name ?? 'Warm Homes Partnership'
  const about =
    existing ?? (await addTestEntry(world, { name, stage: 'considered', registration: 'none', ...entry }))
  const { id: authority, db } = world.county
  const what = { authority, by, at: today, action: 'involvement.propose' }
  const proposal = await change(db, what, act =>
    startProposal(
      act,
      authority,
      { id: about.id, name },
      purpose_of,
      (account ?? { accountId: null, name: 'Tests' }) as { accountId: string; name: string },
      '2026-11-23',
      today,
      changes,
    ),
  )
  await answerQuestions(world, { ...about, name }, proposal, answers)
  return { ...about, proposal, page: `${about.path}/proposal` }
}

/** Answers questions of a proposal, by set.question. */
export async function answerQuestions(
  world: World,
  entry: { id: string; name: string },
  proposal: string,
  answers: Record<string, Value>,
) {
  const { id: authority, db } = world.county
  await change(db, { authority, by, at: today, action: 'involvement.answer' }, act =>
    act.on('involvement', entry.id, entry.name).insertMany(
      'answer',
      Object.entries(answers).map(([question, value]) => ({
        id: newId(),
        involvement_id: entry.id,
        subject_type: 'proposal' as const,
        subject_id: proposal,
        question,
        value: JSON.stringify(value),
        account_id: null,
        answered_at: today,
      })),
    ),
  )
}
