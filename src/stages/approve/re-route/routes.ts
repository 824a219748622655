import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { roleNames } from '#src/accounts/may.ts'
import { reasonFor } from '#src/decide/demanded.ts'
import { type ReRoute, reRoute, reRouteOf, routeMark } from '#src/decide/re-route.ts'
import type { Round } from '#src/decide/round.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { change } from '#src/trail/change.ts'
import { readForm } from '#src/web/form.ts'
import {
  type ApprovalAddress,
  actorOf,
  approvalWhat,
  headOf,
  type OpenApproval,
  openApproval,
} from '../open.ts'
import { routeOfPlan, routeOfRound } from '../route.ts'

const path = '/:authority/staff/partnerships/:ref/approval/re-route'

/** The route of a running submission beside the one that today's rules give, and its change on record (APP-6). */
export function reRouteRoutes(app: FastifyInstance, deps: Deps) {
  app.get<ApprovalAddress>(path, { config: { needs: 're-route' } }, async (req, reply) => {
    const { open, round } = await openRunning(req, deps)
    if (!round || proposes(open, round)) throw new Elsewhere(open.base)
    return show(reply, open, round, { values: {} })
  })

  app.post<ApprovalAddress>(path, { config: { needs: 're-route' } }, async (req, reply) => {
    const { open, round } = await openRunning(req, deps)
    const { here, entry, rounds, base } = open
    const read = readForm(ReasonForm, req.body)
    if (!read.ok && round && !proposes(open, round)) return show(reply.code(422), open, round, read)
    const which = round ?? rounds[0]
    if (!which) throw new Elsewhere(base)
    const grant = here.actor('re-route', placeOf(entry)).capacity
    const by = { ...actorOf(req, deps, open), capacity: grant || roleNames.keeper }
    const what = approvalWhat(req, deps, open, 'involvement.re-route', 're-route')
    await change(here.db, what, act =>
      reRoute(act, here.authority.id, which.id, read.ok ? read.value.why : '', by, seenIn(req.body)),
    )
    return reply.redirect(`${base}?done=re-routed`, 303)
  })
}

const seenIn = (body: unknown) => String((body as { seen?: unknown } | null)?.seen ?? '')

const ReasonForm = z.object({ why: reasonFor.reRoute })

async function openRunning(req: FastifyRequest<ApprovalAddress>, deps: Deps) {
  const open = await openApproval(req, deps)
  open.here.require('re-route', placeOf(open.entry))
  return { open, round: open.running }
}

const proposes = ({ accountId }: OpenApproval, round: Round) => round.proposers.accounts.includes(accountId)

async function show(reply: FastifyReply, open: OpenApproval, round: Round, shown: object) {
  const { here, on, base, staff } = open
  const found = await reRouteOf(here.db, here.authority.id, round, on)
  return reply.view('stages/approve/re-route/re-route.njk', {
    errorFor: {},
    ...headOf(open, 'The route as submitted, and as it would be today'),
    ...shown,
    wide: true,
    back: base,
    staff,
    action: `${base}/re-route`,
    button: 'Change the route',
    round,
    found,
    seen: routeMark(found),
    sayings: sayingsOf(found),
    before: routeOfRound(round, on),
    after: routeOfPlan(found.planned).map(step => ({
      ...step,
      seats: step.seats.map(seat => ({ ...seat, state: null })),
    })),
  })
}

/** What the change would do, in sentences. */
function sayingsOf({ kept, dropped, added }: ReRoute): string[] {
  const decided = kept.filter(({ seat }) => seat.decision_id !== null)
  const again = (stepId: string, role: string) =>
    added.some(each => each.step.id === stepId && each.decider.id === role)
  const instead = dropped.filter(seat => again(seat.step_id, seat.role))
  const gone = dropped.filter(seat => !instead.includes(seat))
  const fresh = added.filter(
    ({ step, decider }) => !instead.some(seat => seat.step_id === step.id && seat.role === decider.id),
  )
  return [
    ...decided.map(({ seat }) => `What was decided as ‘${seat.role_title}’ still counts.`),
    ...instead.map(
      seat =>
        `‘${seat.role_title}’ is another post or committee now, which is asked in place of the one before.`,
    ),
    ...gone.map(seat =>
      seat.decision_id === null
        ? `‘${seat.role_title}’ is not asked any more in the step ‘${seat.title}’.`
        : `‘${seat.role_title}’ has decided, and is not asked any more: the decision stays on record.`,
    ),
    ...fresh.map(({ step, decider }) => `‘${decider.title}’ is asked in the step ‘${step.title}’.`),
  ]
}
