import type { User } from '#src/accounts/here.ts'
import { findProtocol, protocolOn } from '#src/adopted/protocol.ts'
import { demandReason } from '#src/decide/demanded.ts'
import { dropRenewal, findBehind } from '#src/decide/take-back.ts'
import { newId } from '#src/domain/id.ts'
import { Conflict, NotAllowed } from '#src/errors.ts'
import { findCase, type Proposal } from '#src/partnerships/case/case.ts'
import { startProposal } from '#src/partnerships/case/start-proposal.ts'
import { type Entry, findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import { move } from '#src/partnerships/move.ts'
import { answersUnder } from '#src/protocol/carried.ts'
import { covers } from '#src/protocol/definition.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { type Answer, refOf, valueTo } from '#src/protocol/questions.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { ExtendForm } from './forms.ts'

type By = Pick<User, 'accountId' | 'name'>

/**
 * Begins a proposal to extend what is in place: more money, another role, a longer term (ENT-4). It starts from what
 * stands now, but for what has to be judged anew.
 * @param changes what changes, in words
 * @throws Conflict where it is not in place, or something is proposed already; Refused where it is not said what changes
 */
export async function startExtension(
  act: Act,
  authorityId: string,
  entryId: string,
  changes: string,
  by: By,
  at: Date,
): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const on = londonDay(at)
  const entry = await findEntry(act.trx, authorityId, entryId)
  if (entry.stage !== 'in-place')
    throw new Conflict('Only what is in place can be extended. Open it again and look.')
  const { pack } = await protocolOn(act.trx, authorityId, on)
  if (!covers(pack, entry.kind)) throw new Conflict('The protocol does not ask for approval of this kind.')
  demandReason(ExtendForm.shape.changes, changes)
  const { made, proposal } = await findCase(act.trx, authorityId, entry, on, 'standing')
  const id = await startProposal(act, authorityId, entry, 'extend', by, on, at, changes)
  await addAnswers(act, entry, id, carried(made.pack, pack, standingAnswers(made, proposal)), by, at)
}

/**
 * Proposes again what was declined or dropped, with the answers it had; the first one stays on record (APP-6). What was
 * declined by hand, or before anybody proposed it, is proposed for the first time.
 * @throws Conflict where there is nothing of the kind, or something is proposed already
 */
export async function proposeAgain(
  act: Act,
  authorityId: string,
  entryId: string,
  by: By,
  at: Date,
): Promise<void> {
  await lockEntries(act.trx, [entryId])
  const on = londonDay(at)
  const entry = await findEntry(act.trx, authorityId, entryId)
  const last = await findLast(act, authorityId, entryId)
  if (!last && entry.stage !== 'declined')
    throw new Conflict('There is nothing here to propose again. Open it again and look.')
  const { pack } = await protocolOn(act.trx, authorityId, on)
  if (!covers(pack, entry.kind))
    throw new Conflict('The protocol does not ask for approval of this kind. Take the test again first.')
  const { purpose, changes, pages_done } = last ?? { purpose: 'enter', changes: '', pages_done: [] }
  // What is not in place is entered, under the route for that, and not extended.
  if (purpose === 'extend' && entry.stage !== 'in-place')
    throw new Conflict('Only what is in place can be extended. Open it again and look.')
  const id = await startProposal(act, authorityId, entry, purpose, by, on, at, changes)
  const writer = act.on('involvement', entry.id, entry.name)
  await writer.update('proposal', id, { pages_done })
  const answers = await act.trx
    .selectFrom('answer')
    .select(['question', 'value', 'note', 'evidence', 'owner', 'not_relevant'])
    .where('authority_id', '=', authorityId)
    .where('subject_id', '=', last?.id ?? null)
    .execute()
  const given = answers.map(({ not_relevant: notRelevant, question, value, ...rest }) => {
    const answer = { ...rest, notRelevant, ...(value === null ? {} : { value }) }
    return [question, answer] as [string, Answer]
  })
  const was = last ? (await findProtocol(act.trx, authorityId, last.protocol_id)).pack : pack
  await addAnswers(act, entry, id, carried(was, pack, given), by, at)
  if (entry.stage === 'declined') await move(act, entry, 'declined', 'considered', { endedOn: null, on })
}

/**
 * Drops a draft: only whoever began it, or a keeper. What was filled in stays in its history. Of a renewal, what was
 * approved stands again (APP-6).
 * @param mayDropAny whether the reader may drop what others began
 * @throws NotAllowed; Conflict when it is no draft any more
 */
export async function dropProposal(
  act: Act,
  authorityId: string,
  entry: Entry,
  proposal: Proposal,
  by: By & { at: Date },
  mayDropAny: boolean,
): Promise<void> {
  if (proposal.accountId !== by.accountId && !mayDropAny)
    throw new NotAllowed('Only whoever began this proposal, or a register keeper, can drop it.')
  await lockEntries(act.trx, [entry.id])
  if (await findBehind(act.trx, authorityId, proposal.id))
    return dropRenewal(act, authorityId, entry.id, proposal.id, by)
  const { state } = await act.trx
    .selectFrom('proposal')
    .select('state')
    .where('authority_id', '=', authorityId)
    .where('id', '=', proposal.id)
    .executeTakeFirstOrThrow()
  if (state !== 'draft') throw new Conflict('This proposal is not a draft any more. Open it again and look.')
  await act.on('involvement', entry.id, entry.name).update('proposal', proposal.id, { state: 'dropped' })
}

/** The proposal to take up again: the last one, where it was declined or dropped. */
export function findLast({ trx }: Pick<Act, 'trx'>, authorityId: string, entryId: string) {
  return trx
    .selectFrom('proposal')
    .select(['id', 'purpose', 'state', 'protocol_id', 'changes', 'pages_done', 'started_by', 'started_at'])
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entryId)
    .where('purpose', '<>', 'existing')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
    .then(last => (last && ['declined', 'dropped'].includes(last.state) ? last : undefined))
}

// More money or another role has to be resourced, budgeted and judged for itself.
const judgedAnew = new Set(['can_resource', 'commitments_clash', 'in_budget', 'exposure_accepted'])

/** What stands, as answers: those that were given, and what the register knows in place of one. */
function standingAnswers(made: Case, proposal: Proposal | null): [string, Answer][] {
  const { set: test, features } = made.pack.definition
  const stands = proposal?.state === 'approved' || proposal?.state === 'recorded' ? proposal.answers : {}
  return made.pack.sets
    .filter(set => (set.use === 'test' && set.id !== test && set.id !== features) || set.use === 'entry')
    .flatMap(set =>
      set.questions.flatMap((question): [string, Answer][] => {
        if (question.field || judgedAnew.has(question.fact ?? '')) return []
        const ref = refOf(set, question)
        const value = valueTo(set, question, made)
        const given = stands[ref]
        if (!given && value === undefined) return []
        const said = typeof value === 'boolean' ? (value ? 'yes' : 'no') : value
        return [[ref, { ...given, ...(said === undefined ? {} : { value: said }) }]]
      }),
    )
}

// A new proposal begins under the rules of its day: what no longer fits them is asked again.
const carried = (was: Pack, now: Pack, answers: [string, Answer][]) =>
  Object.entries(answersUnder(was, now, Object.fromEntries(answers))).filter(([, answer]) =>
    Object.values(answer).some(part => part !== ''),
  )

async function addAnswers(
  act: Act,
  entry: Entry,
  proposalId: string,
  answers: readonly [string, Answer][],
  by: By,
  at: Date,
) {
  await act.on('involvement', entry.id, entry.name).insertMany(
    'answer',
    answers.map(([question, { value, note = '', evidence = '', owner = '', notRelevant = '' }]) => ({
      id: newId(at),
      involvement_id: entry.id,
      subject_type: 'proposal' as const,
      subject_id: proposalId,
      question,
      value: value === undefined ? null : JSON.stringify(value),
      note,
      evidence,
      owner,
      not_relevant: notRelevant,
      account_id: by.accountId,
      answered_by: by.name,
      answered_at: at,
    })),
  )
}
