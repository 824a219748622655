import type { ProposalPurpose } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { startProposal } from '#src/partnerships/case/start-proposal.ts'
import type { Value } from '#src/protocol/facts.ts'
import { addTestEntry } from './entries.ts'
import { changeAs } from './proposals.ts'
import { today, type World } from './world.ts'

type About = { id: string; reference: string; path: string }

/** A draft proposal of the county with these answers: of an arrangement that is only considered, or of `for`. */
export async function addAskedProposal(
  world: World,
  given: {
    name?: string
    for?: About
    purpose?: ProposalPurpose
    account?: { accountId: string; name: string }
    answers?: Record<string, Value>
  } = {},
): Promise<About & { proposal: string }> {
  const { name = 'Warm Homes Partnership', purpose = 'enter', answers = {} } = given
  const about = given.for ?? (await addTestEntry(world, { name, stage: 'considered', registration: 'none' }))
  const by = given.account ?? { accountId: null as unknown as string, name: 'Tests' }
  let proposal = ''
  await changeAs(world, async act => {
    proposal = await startProposal(
      act,
      world.county.id,
      { id: about.id, name },
      purpose,
      by,
      '2026-11-23',
      today,
    )
  })
  await answerQuestions(world, about.id, proposal, answers)
  return { ...about, proposal }
}

/** Answers questions of a proposal, by set.question. */
export async function answerQuestions(
  world: World,
  involvement_id: string,
  proposal: string,
  answers: Record<string, Value>,
): Promise<void> {
  await changeAs(world, act =>
    act.on('involvement', involvement_id, 'Asked').insertMany(
      'answer',
      Object.entries(answers).map(([question, value]) => ({
        id: newId(),
        involvement_id,
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
