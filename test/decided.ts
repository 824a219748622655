import { startSession } from '#src/accounts/session.ts'
import { type CommitteeVerdict, decide, recordDecision, type Verdict } from '#src/decide/decide.ts'
import { findRound, type Round } from '#src/decide/round.ts'
import { londonDay } from '#src/web/views.ts'
import {
  answerAll,
  changeAs,
  draftProposal,
  fillCommittee,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
  type TestProposal,
} from './proposals.ts'
import type { World } from './world.ts'

/** Those who decide on a significant partnership of the county. */
export type Cast = Record<'legal' | 'monitoring' | 'finance' | 'chief' | 'clerk', TestPerson>
/** A submission that runs: who proposes it, and where it is found. */
export type Running = { proposer: TestPerson; cast: Cast; proposal: TestProposal; approvalId: string }

const agreed: Verdict = { outcome: 'approved', reasons: '', interest: '', conditions: [] }

/** Fills the posts and the committee of the route of a significant partnership. @param both someone who holds both posts of law */
export async function addCast(world: World, both?: TestPerson): Promise<Cast> {
  const cast = {
    legal: both ?? (await personWith(world, 'Lou Law')),
    monitoring: both ?? (await personWith(world, 'Mo Officer')),
    finance: await personWith(world, 'Fin Finance'),
    chief: await personWith(world, 'Che Chief'),
    clerk: await personWith(world, 'Cle Clerk', 'reader'),
  }
  await fillRole(world, 'legal-services', 'Head of Law', [{ person: cast.legal }])
  await fillRole(world, 'monitoring-officer', 'Head of Governance', [{ person: cast.monitoring }])
  await fillRole(world, 'section-151', 'Director of Finance', [{ person: cast.finance }])
  await fillRole(world, 'chief-executive', 'Chief Executive', [{ person: cast.chief }], { limit: null })
  await fillCommittee(world, 'cabinet', 'Cabinet', [cast.clerk])
  return cast
}

/** A significant partnership that was submitted, with money outside the budget: law, money and Cabinet decide. */
export async function submitSignificant(world: World): Promise<Running> {
  const proposer = await personWith(world, 'Pat Proposer', 'keeper')
  const cast = await addCast(world)
  const proposal = await draftProposal(world, proposer)
  await answerAll(world, proposal, {
    'significance.money-a-year': 120_000,
    'significance.money-total': 360_000,
    'case.in-budget': 'no',
    'setup.partner-procedures': 'yes',
  })
  return { proposer, cast, proposal, approvalId: await submitAs(world, proposer, proposal) }
}

/** The same with all but Cabinet decided. @returns the address of the page where its decision is entered, too */
export async function submitToCabinet(world: World): Promise<Running & { seatId: string; page: string }> {
  const running = await submitSignificant(world)
  const { cast, approvalId, proposal } = running
  for (const person of [cast.legal, cast.monitoring, cast.finance]) await decideAs(world, person, approvalId)
  const seat = (await roundOf(world, approvalId)).seats.find(each => each.role === 'cabinet')!
  return { ...running, seatId: seat.id, page: `${proposal.path}/approval/committee/${seat.id}` }
}

/** Decides as someone, past the pages. */
export function decideAs(
  world: World,
  person: TestPerson,
  approvalId: string,
  verdict: Partial<Verdict> = {},
) {
  return changeAs(world, act =>
    decide(act, world.county.id, approvalId, { ...agreed, ...verdict }, byOf(world, person)),
  )
}

/** Enters a committee's decision as its recorder, past the pages. */
export function recordAs(
  world: World,
  person: TestPerson,
  { approvalId, seatId }: { approvalId: string; seatId: string },
  verdict: Partial<CommitteeVerdict> = {},
) {
  const entered: CommitteeVerdict = {
    ...agreed,
    seatId,
    decidedOn: londonDay(world.clock.now),
    minuteReference: 'CAB 12',
    link: '',
    keyDecision: true,
    forwardPlanReference: '',
    exemptParagraph: '',
    callInEndsOn: null,
    urgentReason: '',
    noCallInReason: 'The constitution exempts it',
    ...verdict,
  }
  return changeAs(world, act =>
    recordDecision(act, world.county.id, approvalId, entered, byOf(world, person)),
  )
}

/** Moves the clock to a moment, ISO, and signs these people in again: their sessions ended meanwhile. */
export async function moveTo(world: World, at: string, ...people: TestPerson[]): Promise<void> {
  world.clock.now = new Date(at)
  for (const { cookies, accountId } of people)
    cookies.concordat_session = await startSession(world.database.app(), accountId, world.clock.now, true)
}

/** A submission as it stands today. */
export function roundOf(world: World, approvalId: string): Promise<Round> {
  return findRound(world.county.db, world.county.id, approvalId, londonDay(world.clock.now))
}

function byOf(world: World, { accountId, name }: TestPerson) {
  return { accountId, name, at: world.clock.now, address: 'http://localhost/x' }
}
