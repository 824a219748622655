import type { User } from '#src/accounts/here.ts'
import { keepProtocol } from '#src/adopted/protocol.ts'
import type { Kind, Stage } from '#src/domain/words.ts'
import { Conflict } from '#src/errors.ts'
import { protocolSince, whyNotInPlace } from '#src/partnerships/began.ts'
import { keepKind } from '#src/partnerships/case/assess.ts'
import { dropAllConditions } from '#src/partnerships/case/drop-conditions.ts'
import { startProposal } from '#src/partnerships/case/start-proposal.ts'
import { addEntry } from '#src/partnerships/entry/add/add.ts'
import { type Entry, lockEntries } from '#src/partnerships/entry/queries.ts'
import { move, moveByTest } from '#src/partnerships/move.ts'
import { covers, type FoundKind, type Outcome } from '#src/protocol/definition.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Act } from '#src/trail/change.ts'

/** A test that reached an outcome, by whom and when. `today` is the day, ISO. */
export type Finished = {
  authorityId: string
  outcome: Outcome
  made: Case
  by: Pick<User, 'accountId' | 'name'>
  today: string
  at: Date
}

/**
 * Where it stands after the test: what a kind the pack covers leads to is a proposal; `existing` where what was in place
 * before the protocol is being put on record.
 */
export type Kept = { reference: string; proposed: boolean; existing?: boolean }

/** Keeps what the test found about an arrangement nobody has assessed before (DEF-4): a real row, on no list of the register. */
export async function keepFirst(
  act: Act,
  given: { id: string; name: string; directorate: string | null },
  test: Finished,
): Promise<Kept> {
  const { authorityId, outcome, made, by, today, at } = test
  const reference = await addEntry(
    act,
    authorityId,
    {
      ...given,
      kind: outcome.kind === 'take-advice' ? 'partnership' : outcome.kind,
      stage: stageFor(made, outcome.kind),
      purpose: '',
      started_on: null,
      registration: 'none',
    },
    at,
  )
  const protocol = await keepProtocol(act, authorityId, today, at)
  await keepKind(act, given, outcome, made, { by, at, protocolId: protocol.id, cause: 'first' })
  const proposed = covers(made.pack, outcome.kind)
  if (proposed) await startProposal(act, authorityId, given, 'enter', by, today, at)
  return { reference, proposed }
}

/**
 * Keeps what the test found when it was taken again: a new assessment beside the old ones, and what follows from it. What
 * runs already goes on, under the kind that was found.
 * @throws Conflict while its proposal is with those who decide
 */
export async function keepAgain(
  act: Act,
  entry: Entry,
  cause: 'first' | 'again',
  test: Finished,
): Promise<Kept> {
  const { authorityId, outcome, made, by, today, at } = test
  await lockEntries(act.trx, [entry.id])
  const open = await findOpenProposal(act, authorityId, entry.id)
  if (open?.state === 'submitted')
    throw new Conflict(
      'Its proposal is with those who decide. Withdraw that first, then take the test again.',
    )
  const writer = act.on('involvement', entry.id, entry.name)
  const protocol = await keepProtocol(act, authorityId, today, at)
  const existing = open?.purpose === 'existing'
  const occasion = { by, at, protocolId: protocol.id, cause: existing ? 'existing' : cause } as const
  await keepKind(act, entry, outcome, made, occasion)
  if (outcome.kind === 'take-advice') return { reference: entry.reference, proposed: false }
  const proposed = covers(made.pack, outcome.kind)
  const late = proposed && (await beganLate(act, entry, outcome.kind, test))
  await writer.update('partnership', entry.partnership_id, { kind: outcome.kind })
  await moveByTest(act, entry, proposed, late)
  if (!proposed && open) {
    await writer.update('proposal', open.id, { state: 'dropped' })
    await dropAllConditions(act, authorityId, entry, open.id, 'It was found to be no partnership.')
  }
  const considered = entry.stage === 'considered' || entry.stage === 'not-a-partnership' || late
  if (proposed && considered && !open) await startProposal(act, authorityId, entry, 'enter', by, today, at)
  const under = proposed && (considered || open !== undefined)
  return { reference: entry.reference, proposed: under, existing: under && existing }
}

// What was listed as something else cannot become a partnership in place without the approval a new one needs (APP-2).
async function beganLate(act: Act, entry: Entry, kind: Kind, { authorityId, made, today }: Finished) {
  if (entry.stage !== 'in-place' || covers(made.pack, entry.kind) || entry.approval_evidenced) return false
  const why = whyNotInPlace(await protocolSince(act.trx, authorityId, today), kind, entry.started_on)
  if (!why) return false
  if (!why.late)
    throw new Conflict(`${why.text}, on its page, before it becomes a partnership. Then take the test again.`)
  return true
}

/** Lists on the register what is not a partnership, under its own kind (DEF-4). @throws Conflict where there is nothing to list */
export async function listOnRegister(act: Act, entry: Entry, today: string): Promise<void> {
  await lockEntries(act.trx, [entry.id])
  const now = await act.trx
    .selectFrom('involvement')
    .select(['registration', 'stage'])
    .where('id', '=', entry.id)
    .executeTakeFirstOrThrow()
  if (now.registration !== 'none')
    throw new Conflict('It is on the register already, or its form is under way.')
  if (now.stage !== 'not-a-partnership')
    throw new Conflict('Only what the test found to be no partnership is listed in this way.')
  await move(act, entry, now.stage, 'in-place', { endedOn: null, on: today })
  await act
    .on('involvement', entry.id, entry.name)
    .update('involvement', entry.id, { registration: 'logged' })
}

function findOpenProposal(act: Act, authorityId: string, involvementId: string) {
  return act.trx
    .selectFrom('proposal')
    .select(['id', 'state', 'purpose'])
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', involvementId)
    .where('state', 'in', ['draft', 'submitted'])
    .executeTakeFirst()
}

function stageFor(made: Case, kind: FoundKind): Stage {
  return kind === 'take-advice' || covers(made.pack, kind) ? 'considered' : 'not-a-partnership'
}
