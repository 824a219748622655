import { sql } from 'kysely'
import { listAnswered } from '#src/ask/advice/queries.ts'
import type { Db } from '#src/db/open.ts'
import type { FrozenProposal, ProposalState } from '#src/db/tables.ts'
import { newId } from '#src/domain/id.ts'
import { Conflict } from '#src/errors.ts'
import { type Cause, keepTier } from '#src/partnerships/case/assess.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { type Entry, findEntry, lockEntries } from '#src/partnerships/entry/queries.ts'
import { moveByDecision } from '#src/partnerships/move.ts'
import type { Act } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { freeze, hashOf } from './freeze.ts'
import type { Address } from './mails.ts'
import { addSeats } from './seats.ts'
import { seenOf } from './seen.ts'
import { settle } from './settle.ts'
import { peopleOf, type Submission, submissionOf } from './submission.ts'

/** Who submits, and where the proposal is found. */
export type Submitter = { accountId: string; name: string; at: Date; address: Address }

/** A proposal as one account would submit it now, and what of it would be frozen. */
export type Ready = { submission: Submission; frozen: FrozenProposal; proposers: string[] }

/** What an account would submit now, and whether it could (APP-1, APP-6); of null, what whoever works on it would. */
export async function readyToSubmit(
  db: Db,
  authorityId: string,
  entry: Entry,
  accountId: string | null,
  at: Date,
): Promise<Ready> {
  const on = londonDay(at)
  const proposers = await proposersOf(db, authorityId, entry.id, accountId)
  const submission = await submissionOf(db, authorityId, entry, proposers, on)
  const { proposal, made } = submission.entryCase
  const frozen = freeze({ ...entry, tier: made.tier }, submission, {
    offer: await findOffer(db, at),
    advice: proposal ? await listAnswered(db, authorityId, proposal.id) : [],
    before: proposal?.purpose === 'extend' ? await standingFacts(db, authorityId, entry, on) : null,
  })
  return { submission, frozen, proposers }
}

/**
 * Submits a proposal: it is frozen as it stands with its facts and its route, and the first step is told (APP-1, APP-6).
 * @param seen marks of what whoever submits it has looked at (seen.ts); undefined past the pages
 * @returns the id of the submission
 * @throws Conflict when it is not a draft any more, something hinders it, or it is not as it was seen
 */
export async function submitProposal(
  act: Act,
  authorityId: string,
  entryId: string,
  { accountId, name, at, address }: Submitter,
  seen?: string,
): Promise<string> {
  await lockEntries(act.trx, [entryId])
  const entry = await findEntry(act.trx, authorityId, entryId)
  const { submission, frozen } = await readyToSubmit(act.trx, authorityId, entry, accountId, at)
  const { proposal, made } = submission.entryCase
  if (proposal?.state !== 'draft')
    throw new Conflict('This proposal is not a draft any more. Open it again and look.')
  if (proposal.purpose === 'existing')
    throw new Conflict('What was in place before the protocol is put on record, and not submitted.')
  if (submission.hindrances.length > 0) throw new Conflict(submission.hindrances[0]!.says)
  if (seen !== undefined && seen !== seenOf(frozen))
    throw new Conflict('The proposal has changed since you looked at it. Open it again and look.')
  const writer = act.on('involvement', entry.id, entry.name)
  const cause = await causeToAssess(act.trx, authorityId, entryId, made.tier, proposal.protocolId)
  if (cause)
    await keepTier(act, entry, made, {
      protocolId: proposal.protocolId,
      cause,
      by: { accountId, name },
      at,
    })
  const [person] = await peopleOf(act.trx, authorityId, [accountId])
  const id = await writer.insert('approval', {
    id: newId(at),
    involvement_id: entry.id,
    proposal_id: proposal.id,
    number: await nextNumber(act.trx, authorityId, proposal.id),
    protocol_id: proposal.protocolId,
    content: JSON.stringify(frozen),
    content_hash: hashOf(frozen),
    facts: JSON.stringify(made.facts),
    account_id: accountId,
    person_id: person ?? null,
    submitted_by: name,
    submitted_at: at,
    ended_at: null,
  })
  await addSeats(writer, entry.id, id, submission.seats)
  await writer.update('proposal', proposal.id, { state: 'submitted' })
  await moveByDecision(act, entry, 'submitted')
  await settle(act, authorityId, id, at, address)
  return id
}

/**
 * The accounts that put the proposal under way forward: whoever began it, wrote in it, submitted it before or submits it now
 * (proposed_by in migrations/). Nobody of them decides on it (APP-6).
 */
export async function proposersOf(
  db: Db,
  authorityId: string,
  entryId: string,
  accountId: string | null,
  states: readonly ProposalState[] = ['draft', 'submitted'],
): Promise<string[]> {
  const rows = await db
    .selectFrom('proposal as p')
    .select(sql<string[]>`proposed_by(p.authority_id, p.id)::text[]`.as('accounts'))
    .where('p.authority_id', '=', authorityId)
    .where('p.involvement_id', '=', entryId)
    .where('p.state', 'in', states)
    .execute()
  const all = [accountId, ...rows.flatMap(row => row.accounts)]
  return [...new Set(all.filter(id => id !== null))]
}

/** The names of accounts, in order. */
export async function namesOf(db: Db, accounts: readonly string[]): Promise<string[]> {
  if (accounts.length === 0) return []
  const rows = await db
    .selectFrom('account')
    .select('name')
    .where('id', 'in', [...accounts])
    .orderBy('name')
    .execute()
  return rows.map(row => row.name)
}

// Why the tier is assessed once more, if it is: it was found under other rules, or is another one now. One that someone set
// goes on counting.
async function causeToAssess(
  db: Db,
  authorityId: string,
  entryId: string,
  tier: string,
  protocolId: string,
): Promise<Cause | undefined> {
  const last = await db
    .selectFrom('assessment')
    .select(['result', 'cause', 'protocol_id'])
    .where('authority_id', '=', authorityId)
    .where('involvement_id', '=', entryId)
    .where('about', '=', 'tier')
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return 'first'
  if (last.cause !== 'override' && last.protocol_id !== protocolId) return 'rescored'
  return last.result === tier ? undefined : 'changed'
}

async function standingFacts(db: Db, authorityId: string, entry: Entry, on: string) {
  const { made } = await findCase(db, authorityId, entry, on, 'standing')
  return made.facts
}

async function nextNumber(db: Db, authorityId: string, proposalId: string): Promise<number> {
  const { last } = await db
    .selectFrom('approval')
    .select(eb => eb.fn.max<number | null>('number').as('last'))
    .where('authority_id', '=', authorityId)
    .where('proposal_id', '=', proposalId)
    .executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}
