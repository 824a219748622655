import { protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { type EntryCase, findCase } from '#src/partnerships/case/case.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { Case } from '#src/protocol/known.ts'
import { inTheWayOf, type Required, requirementsOf } from '#src/protocol/requirements.ts'
import { sayGap } from '#src/protocol/sentences.ts'
import { pageMending } from './mended.ts'
import { type Plan, planOf } from './plan.ts'
import { unsaidBudget } from './unsaid-budget.ts'

/** A proposal as it would be submitted today: nothing is submitted while there is any hindrance. */
export type Submission = Plan & {
  entryCase: EntryCase
  /** What is not met and does not bar the way: it stands as a gap in what the deciders read. */
  advised: Required[]
  /** The protocol in force is another than the proposal's own. */
  rulesChanged: boolean
}

/**
 * Works out who has to decide on a proposal, who that is today, and what hinders its submission (APP-1 to APP-5). It fails
 * closed: a route without a step, a role nobody fills or a power nobody holds is a hindrance.
 * @param proposers the accounts that put it forward, of whom nobody decides
 * @param on the day, ISO
 */
export async function submissionOf(
  db: Db,
  authorityId: string,
  entry: Entry,
  proposers: readonly string[],
  on: string,
): Promise<Submission> {
  const entryCase = await findCase(db, authorityId, entry, on)
  const { made, proposal, waivers } = entryCase
  const { route, seats, hindrances } = await planOf(db, authorityId, made, {
    purpose: proposal?.purpose ?? 'enter',
    entry,
    proposers: { accounts: proposers, people: await peopleOf(db, authorityId, proposers) },
    on,
  })
  const required = requirementsOf(asDecided(made), waivers)
  const record = `partnerships/${encodeURIComponent(entry.reference)}`
  const inForce = await protocolOn(db, authorityId, on)
  return {
    entryCase,
    route,
    seats,
    hindrances: [
      ...unsaidBudget(entryCase, record),
      ...inTheWayOf('approved', required).map(each => ({
        says: sayGap(each),
        where: `${record}/${pageMending(made, each.id)}`,
      })),
      ...hindrances,
    ],
    advised: required.filter(
      each => each.gate === 'advise' && (each.state === 'due' || each.state === 'missing'),
    ),
    rulesChanged: proposal !== null && inForce.id !== null && inForce.id !== proposal.protocolId,
  }
}

// What the decisions themselves settle cannot stand in their way.
function asDecided(made: Case): Case {
  return { ...made, facts: { ...made.facts, approved: true, unbudgeted_money_approved: true } }
}

/** The people behind some accounts in an authority, by id. */
export async function peopleOf(db: Db, authorityId: string, accounts: readonly string[]): Promise<string[]> {
  if (accounts.length === 0) return []
  const rows = await db
    .selectFrom('person')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('account_id', 'in', [...accounts])
    .execute()
  return rows.map(row => row.id)
}
