import type { User } from '#src/accounts/here.ts'
import type { Tables } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import type { Tier } from '#src/domain/words.ts'
import type { Outcome } from '#src/protocol/definition.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Answers } from '#src/protocol/questions.ts'
import type { Assessment } from '#src/protocol/significance.ts'
import type { Act } from '#src/trail/change.ts'

export type Cause = Tables['assessment']['cause']

/** Who assessed, when, under which protocol and what brought it about. */
export type Occasion = {
  by: Pick<User, 'accountId' | 'name'>
  at: Date
  /** The protocol it was made under, as keepProtocol or a proposal gives its id. */
  protocolId: string
  cause: Cause
  why?: string
}

type Subject = { id: string; name: string }

/** Keeps what the definition test found, with its answers (DEF-4). What was kept before stays as history. */
export async function keepKind(
  act: Act,
  entry: Subject,
  outcome: Pick<Outcome, 'kind' | 'because'>,
  made: Case,
  occasion: Occasion,
): Promise<void> {
  await insertAssessment(act, entry, occasion, {
    about: 'kind',
    result: outcome.kind,
    found: outcome.kind,
    says: outcome.because,
    answers: JSON.stringify(testAnswers(made)),
    facts: JSON.stringify(made.facts),
  })
}

/**
 * Keeps the result of the test of significance with its working and the facts it rested on, and gives the entry its
 * tier (SIG-1, SIG-3). What was kept before stays as history.
 * @param found what the rules find, under the model they were asked with
 * @param tier what counts: what was found, unless someone sets another with a reason
 */
export async function keepTier(
  act: Act,
  entry: Subject,
  made: Case,
  occasion: Occasion,
  found: Assessment = made.significance,
  tier: Tier = found.tier,
): Promise<void> {
  await insertAssessment(act, entry, occasion, {
    about: 'tier',
    model: found.model,
    result: tier,
    found: found.tier,
    says: found.says,
    working: JSON.stringify(found.working),
    answers: JSON.stringify(testAnswers(made)),
    facts: JSON.stringify({ ...made.facts, tier }),
  })
  await act.on('involvement', entry.id, entry.name).update('involvement', entry.id, { tier })
}

type Finding = {
  about: 'kind' | 'tier'
  model?: string
  result: string
  found: string
  says: string
  working?: string
  answers: string
  facts: string
}

function insertAssessment(act: Act, entry: Subject, occasion: Occasion, finding: Finding) {
  const { by, at, protocolId, cause, why = '' } = occasion
  return act.on('involvement', entry.id, entry.name).insert('assessment', {
    id: newId(at),
    involvement_id: entry.id,
    protocol_id: protocolId,
    ...finding,
    cause,
    why,
    account_id: by.accountId,
    made_by: by.name,
    made_at: at,
  })
}

// What a test asks is what it can rest on; the rest of a proposal is not copied into every assessment.
function testAnswers({ pack, answers }: Case): Answers {
  const asked = new Set(
    pack.sets
      .filter(set => set.use === 'test')
      .flatMap(set => set.questions.map(each => `${set.id}.${each.id}`)),
  )
  return Object.fromEntries(
    Object.entries(answers).flatMap(([ref, { value, note }]) =>
      asked.has(ref) && value !== undefined ? [[ref, { value, ...(note ? { note } : {}) }]] : [],
    ),
  )
}
