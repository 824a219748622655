import { type Filling, holdingsOf, listFillings, ofKind } from '#src/adopted/fillings.ts'
import type { Db } from '#src/db/open.ts'
import type { ProposalPurpose } from '#src/db/tables.ts'
import { factNamed } from '#src/protocol/facts.ts'
import { rolesOf } from '#src/protocol/holders.ts'
import type { Case } from '#src/protocol/known.ts'
import { type Decider, type Route, routeOf, type Step } from '#src/protocol/route.ts'
import { pageKnowing } from './mended.ts'
import { listScheme, type SchemeLine, withinSchemeOf } from './scheme.ts'

/** What stands in the way of deciding, in a sentence, and the staff page where it is mended. */
export type Hindrance = { says: string; where: string }

/** A decider of the route with what fills the role: its posts, or a committee. */
export type PlannedSeat = { step: Step; decider: Decider; fillings: Filling[] }

/** Who would have to decide today, and what hinders them. */
export type Plan = { route: Route; seats: PlannedSeat[]; hindrances: Hindrance[] }

/** What a route is worked out for. */
export type PlanFor = {
  purpose: ProposalPurpose
  entry: { reference: string; directorate_id: string | null }
  /** The accounts and people that put it forward, of whom nobody decides. */
  proposers: { accounts: readonly string[]; people: readonly string[] }
  /** The day, ISO. */
  on: string
}

/**
 * Works out the route of a case and who fills it that day (APP-1 to APP-5). It fails closed: a route without a step, a role
 * nobody fills or a power nobody holds is a hindrance.
 */
export async function planOf(
  db: Db,
  authorityId: string,
  made: Case,
  { purpose, entry, proposers, on }: PlanFor,
): Promise<Plan> {
  const fillings = await listFillings(db, authorityId, entry.directorate_id, on)
  const scheme = await listScheme(db, authorityId)
  const holdings = holdingsOf(fillings)
  const roles = [...new Set(proposers.people.flatMap(person => rolesOf(person, holdings, on)))]
  const route = routeOf(made, roles)
  const seats = route.steps.flatMap(step =>
    step.deciders.map(decider => ({
      step,
      decider,
      fillings: ofKind(
        decider,
        fillings.filter(each => each.role === decider.id),
      ),
    })),
  )
  const what = purpose === 'extend' ? 'extend' : 'enter'
  const pounds = Number(made.facts.money_a_year ?? 0)
  const asked = { ...proposers, scheme, what, pounds, on } as const
  return {
    route,
    seats,
    hindrances: [
      ...unsureFacts(route, made, entry.reference),
      ...(route.steps.length === 0 && route.unsure.length === 0
        ? [{ says: 'The protocol names nobody who decides on this.', where: 'protocol' }]
        : []),
      ...route.steps.flatMap(step => hindrancesOf(step, seats, asked)),
    ],
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

function unsureFacts({ unsure }: Route, made: Case, reference: string): Hindrance[] {
  return unsure.map(fact => ({
    says: `It is not known yet who has to decide: answer ‘${questionOn(made, fact)}’.`,
    where: `partnerships/${encodeURIComponent(reference)}/${pageKnowing(made, fact) ?? 'proposal'}`,
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
  const own = posts.find(post => !free.includes(post))
  if (free.length === 0 && own)
    return {
      says: `Whoever holds ${own.title} proposes this, or wrote in it, and never decides on it. An administrator says who decides as ${title} then.`,
      where: deciders,
    }
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
