import { type Filling, holdingsOf, listFillings } from '#src/adopted/fillings.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { type EntryCase, findCase } from '#src/partnerships/case/case.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { factNamed } from '#src/protocol/facts.ts'
import { rolesOf } from '#src/protocol/holders.ts'
import type { Case } from '#src/protocol/known.ts'
import { inTheWayOf, type Required, requirementsOf } from '#src/protocol/requirements.ts'
import { type Decider, type Route, routeOf, type Step } from '#src/protocol/route.ts'
import { lower } from '#src/protocol/sentences.ts'
import { pageKnowing, pageMending } from './mended.ts'
import { listScheme, type SchemeLine, withinSchemeOf } from './scheme.ts'

/** What stands in the way of submitting, in a sentence, and the staff page where it is mended. */
export type Hindrance = { says: string; where: string }

/** A decider of the route with what fills the role: its posts, or a committee. */
export type PlannedSeat = { step: Step; decider: Decider; fillings: Filling[] }

/** A proposal as it would be submitted today. */
export type Submission = {
  entryCase: EntryCase
  route: Route
  seats: PlannedSeat[]
  /** Nothing is submitted while there are any. */
  hindrances: Hindrance[]
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
  const fillings = await listFillings(db, authorityId, entry.directorate_id, on)
  const scheme = await listScheme(db, authorityId)
  const people = await peopleOf(db, authorityId, proposers)
  const holdings = holdingsOf(fillings)
  const roles = [...new Set(people.flatMap(person => rolesOf(person, holdings, on)))]
  const route = routeOf(made, roles)
  const seats = route.steps.flatMap(step =>
    step.deciders.map(decider => ({
      step,
      decider,
      fillings: fillings.filter(each => each.role === decider.id),
    })),
  )
  const required = requirementsOf(asDecided(made), waivers)
  const what = proposal?.purpose === 'extend' ? 'extend' : 'enter'
  const pounds = Number(made.facts.money_a_year ?? 0)
  const asked = { people, accounts: proposers, scheme, what, pounds, on } as const
  const record = `partnerships/${encodeURIComponent(entry.reference)}`
  const inForce = await protocolOn(db, authorityId, on)
  return {
    entryCase,
    route,
    seats,
    hindrances: [
      ...unsureFacts(route, made, record),
      ...inTheWayOf('approved', required).map(each => ({
        says: `${each.because}. Needed: ${lower(each.says)}.`,
        where: `${record}/${pageMending(made, each.id)}`,
      })),
      ...(route.steps.length === 0 && route.unsure.length === 0
        ? [{ says: 'The protocol names nobody who decides on this.', where: 'protocol' }]
        : []),
      ...route.steps.flatMap(step => hindrancesOf(step, seats, asked)),
    ],
    advised: required.filter(
      each => each.gate === 'advise' && (each.state === 'due' || each.state === 'missing'),
    ),
    rulesChanged: proposal !== null && inForce.id !== null && inForce.id !== proposal.protocolId,
  }
}

type Asked = {
  people: readonly string[]
  accounts: readonly string[]
  scheme: readonly SchemeLine[]
  what: 'enter' | 'extend'
  pounds: number
  on: string
}

// What the decisions themselves settle cannot stand in their way.
function asDecided(made: Case): Case {
  return { ...made, facts: { ...made.facts, approved: true, unbudgeted_money_approved: true } }
}

function unsureFacts({ unsure }: Route, made: Case, record: string): Hindrance[] {
  return unsure.map(fact => ({
    says: `It is not known yet who has to decide: answer ‘${questionOn(made, fact)}’.`,
    where: `${record}/${pageKnowing(made, fact) ?? 'proposal'}`,
  }))
}

function questionOn(made: Case, fact: string): string {
  const question = made.pack.sets.flatMap(set => set.questions).find(each => each.fact === fact)
  return question?.text ?? factNamed(fact)?.label ?? fact
}

function hindrancesOf(step: Step, seats: readonly PlannedSeat[], asked: Asked): Hindrance[] {
  const own = seats.filter(seat => seat.step === step)
  const troubles = own.map(seat => troubleOf(seat, asked))
  // Where any one may decide, one who can is enough.
  if (step.need === 'any' && troubles.includes(undefined)) return []
  return troubles.filter(each => each !== undefined)
}

function troubleOf({ step, decider, fillings }: PlannedSeat, asked: Asked): Hindrance | undefined {
  const title = `‘${decider.title}’`
  const deciders = 'settings/deciders'
  if (fillings.length === 0)
    return {
      says: `No post or committee fills the role ${title}. An administrator says which.`,
      where: deciders,
    }
  const committees = fillings.flatMap(each => each.committee ?? [])
  const posts = fillings.flatMap(each => each.post ?? [])
  const theirs = (each: { personId: string; accountId: string | null }) =>
    asked.people.includes(each.personId) ||
    (each.accountId !== null && asked.accounts.includes(each.accountId))
  if (committees.length > 0) {
    const recorders = committees.flatMap(each => each.recorders).filter(each => !theirs(each))
    if (recorders.some(each => each.accountId)) return undefined
    const { name } = committees[0]!
    return {
      says: `Nobody records the decisions of ${name}, or only whoever proposes this. An administrator names a recorder.`,
      where: 'settings/committees',
    }
  }
  const free = posts.filter(post => !post.holders.some(each => !each.deputy && theirs(each)))
  const able = free.filter(post => post.holders.some(each => !theirs(each)))
  if (able.length === 0)
    return {
      says: `${posts[0]!.title} is vacant, and decides as ${title}. Name its holder or a deputy.`,
      where: `posts/${posts[0]!.id}`,
    }
  const signing = able.filter(post => post.holders.some(each => !theirs(each) && each.accountId))
  if (signing.length === 0)
    return {
      says: `Nobody who holds ${able[0]!.title} has an account here. An administrator invites them.`,
      where: deciders,
    }
  if (!step.delegated) return undefined
  const verdicts = signing.map(post => withinSchemeOf(asked.scheme, post, asked))
  if (verdicts.some(each => each.may)) return undefined
  const refused = verdicts.find(each => !each.may)
  return { says: `${refused && !refused.may ? refused.because : title}.`, where: 'settings/delegation' }
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
