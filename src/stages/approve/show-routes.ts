import type { FastifyInstance } from 'fastify'
import { actingOn, isOpen } from '#src/decide/acting.ts'
import { callInOf } from '#src/decide/call-in.ts'
import { carriedTo } from '#src/decide/conditions.ts'
import { decidingOf } from '#src/decide/decide.ts'
import { listDeputies } from '#src/decide/deputies.ts'
import { outcomeWords } from '#src/decide/outcome-words.ts'
import { heldRefusals, progressOf } from '#src/decide/progress.ts'
import { listReRoutes, reRouteOf } from '#src/decide/re-route.ts'
import type { Round } from '#src/decide/round.ts'
import { submissionOf } from '#src/decide/submission.ts'
import { proposersOf } from '#src/decide/submit.ts'
import type { Deps } from '#src/deps.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { type ApprovalAddress, headOf, movedMeanwhile, type OpenApproval, openApproval } from './open.ts'
import { routeOfPlan, routeOfRound } from './route.ts'
import { standingOf, tagOf } from './standing.ts'

const path = '/:authority/staff/partnerships/:ref/approval'

/** The approval of an entry: the route with reasons and who holds each post, what was decided, and what became of it (APP-1 to APP-6). */
export function showRoutes(app: FastifyInstance, deps: Deps) {
  app.get<ApprovalAddress>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openApproval(req, deps)
    const { here, entry, rounds, running, on, staff, record, base } = open
    const entryCase = await findCase(here.db, here.authority.id, entry, on)
    const { proposal, approval } = entryCase
    const { tag, round } = standingOf(rounds, running, entryCase)
    const plan = proposal?.state === 'draft' ? await planOf(open) : undefined
    return reply.view('stages/approve/show.njk', {
      ...headOf(open, 'Approval'),
      back: entry.registration === 'logged' ? record : `${record}/proposal`,
      staff,
      record,
      base,
      on,
      tag,
      round,
      proposal,
      route: round ? routeOfRound(round, on) : plan && routeOfPlan(plan.seats),
      hindrances: plan?.hindrances ?? [],
      rulesChanged: await rulesChanged(open),
      approval: round && round.id === approval?.id ? approval : null,
      refusals: running ? heldRefusals(running, on) : [],
      meanwhile: await movedMeanwhile(open),
      carried: carriedTo(rounds, round),
      running: running !== undefined,
      inPlace: entry.stage === 'in-place' || entry.stage === 'leaving',
      mine: running ? await mineOf(open, running) : null,
      may: mayOf(open),
      outcomeWords,
      deputies: await listDeputies(here.db, here.authority.id, rounds),
      earlier: rounds.filter(each => each !== round).map(each => ({ round: each, tag: tagOf(each) })),
      reRoutes: round ? await listReRoutes(here.db, here.authority.id, round.id) : [],
      toReport: round ? toReportOf(open, round) : [],
      dropped: round?.seats.filter(seat => seat.dropped_at !== null) ?? [],
    })
  })
}

async function planOf({ here, entry, on }: OpenApproval) {
  const proposers = await proposersOf(here.db, here.authority.id, entry.id, null)
  return submissionOf(here.db, here.authority.id, entry, proposers, on)
}

// Nothing changes a running route by itself: the page says that today's rules would give another (APP-6).
async function rulesChanged({ here, running, on }: OpenApproval): Promise<boolean> {
  return running !== undefined && (await reRouteOf(here.db, here.authority.id, running, on)).differs
}

/** What the reader does about a running submission: decides, or enters what a committee decided. */
async function mineOf({ here, on, accountId, base }: OpenApproval, round: Round) {
  const { now, refused } = await decidingOf(here.db, round, accountId, on)
  const records = (seat: Round['seats'][number]) =>
    seat.committee !== null && actingOn(round, seat).some(each => each.holder.accountId === accountId)
  const open = progressOf(round, on)
    .steps.filter(step => step.state === 'open')
    .flatMap(step => step.seats.filter(isOpen))
  const called = round.decisions
    .filter(decision => round.seats.some(seat => seat.decision_id === decision.id && records(seat)))
    .flatMap(decision => {
      const state = callInOf(round, decision)
      const text = state === 'called-in' ? 'Enter the outcome of the call-in' : 'Put a call-in on record'
      return state ? [{ href: `${base}/call-in/${decision.id}`, text }] : []
    })
  return {
    decides: now.length > 0,
    refused,
    records: open.filter(records).map(seat => ({
      href: `${base}/committee/${seat.id}`,
      text: `Enter what ${seat.committee!.name} decided`,
    })),
    called,
  }
}

/** Urgent decisions that the reader may enter the report of. */
function toReportOf({ here, entry, accountId, base }: OpenApproval, round: Round) {
  if (round.proposers.accounts.includes(accountId)) return []
  const records = (id: string) =>
    round.seats
      .filter(seat => seat.decision_id === id && seat.committee !== null)
      .some(seat => actingOn(round, seat).some(each => each.holder.accountId === accountId))
  return round.decisions
    .filter(each => each.urgent_reason !== '' && each.reported_on === null)
    .filter(each => records(each.id) || here.may('waive', placeOf(entry)))
    .map(each => ({ href: `${base}/call-in/${each.id}`, decidedBy: each.decided_by }))
}

function mayOf({ here, entry, running, accountId, on }: OpenApproval) {
  const place = placeOf(entry)
  const own = running?.proposers.accounts.includes(accountId) ?? false
  return {
    propose: here.may('propose', place),
    withdraw:
      running !== undefined &&
      heldRefusals(running, on).length === 0 &&
      (here.may('propose', place) || (own && here.may('propose'))),
    reRoute: here.may('re-route', place) && !own,
    waive: here.may('waive', place),
    mend: here.may('edit-directory'),
  }
}
