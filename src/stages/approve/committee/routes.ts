import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Here } from '#src/accounts/here.ts'
import { recordingOf } from '#src/decide/acting.ts'
import { changesRows, conditionRows, conditionsInput, withOwners } from '#src/decide/conditions-form.ts'
import { recordDecision } from '#src/decide/decide.ts'
import { progressOf } from '#src/decide/progress.ts'
import type { Round, RoundSeat } from '#src/decide/round.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere, NotFound } from '#src/errors.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import {
  type ApprovalAddress,
  actorOf,
  approvalWhat,
  headOf,
  movedMeanwhile,
  type OpenApproval,
  openApproval,
} from '../open.ts'
import { callIns, exemptions, grounds, keyDecisions, outcomes, readCommitteeDecision } from './form.ts'

type Address = Pick<ApprovalAddress, 'Querystring'> & {
  Params: { authority: string; ref: string; seat: string }
}

const path = '/:authority/staff/partnerships/:ref/approval/committee/:seat'
const view = 'stages/approve/committee/committee.njk'

/** How many headings nobody has written yet of each report a committee has before it (APP-7). */
export type ListUnwritten = (
  here: Here,
  entry: Entry,
  at: Date,
) => Promise<{ which: string; title: string; missing: number }[]>

/** Entering what a committee or a management board decided, by its recorder (APP-6, ENT-9). */
export function committeeRoutes(app: FastifyInstance, deps: Deps, listUnwritten: ListUnwritten) {
  const show = (reply: FastifyReply, open: OpenApproval, round: Round, seat: RoundSeat, shown: Shown) =>
    showSeat(reply, open, round, seat, shown, () => listUnwritten(open.here, open.entry, deps.now()))

  app.get<Address>(path, { config: { needs: 'decide' } }, async (req, reply) => {
    const { open, round, seat, mine } = await openSeat(req, deps)
    if (!mine) throw new Elsewhere(open.base)
    return show(reply, open, round, seat, { values: {}, rows: conditionRows({}) })
  })

  app.post<Address>(path, { config: { needs: 'decide' } }, async (req, reply) => {
    const { open, round, seat, mine } = await openSeat(req, deps)
    const { here, on } = open
    const body = (req.body ?? {}) as Record<string, unknown>
    const typed = { values: body, rows: conditionRows(body) }
    if (mine && changesRows(body)) return show(reply, open, round, seat, typed)
    const read = readCommitteeDecision(body, { submittedOn: londonDay(round.submitted_at), today: on })
    // What does not wait for this recorder any more is refused by the decision itself, and a second submit answered like the first.
    if (mine && !read.ok)
      return show(reply.code(422), open, round, seat, { ...typed, ...read, rows: typed.rows })
    const verdict = read.ok ? read.value : nothing(on)
    const capacity = `Recorder for ${seat.committee?.name ?? 'a committee'}`
    const by = actorOf(req, deps, open)
    await change(
      here.db,
      approvalWhat(req, deps, open, 'involvement.record-decision', 'decide', { capacity }),
      async act => {
        const conditions = await withOwners(act.trx, here.authority.id, verdict.conditions, on)
        const entered = { ...verdict, conditions, seatId: seat.id }
        await recordDecision(act, here.authority.id, round.id, entered, by)
      },
    )
    return reply.redirect(`${open.base}?done=recorded`, 303)
  })
}

/** A committee's seat of a submission, and whether the reader enters its decision now. @throws NotFound */
async function openSeat(req: FastifyRequest<Address>, deps: Deps) {
  const open = await openApproval(req, deps)
  const { rounds, accountId, on } = open
  const round = rounds.find(each => each.seats.some(seat => seat.id === req.params.seat))
  const seat = round?.seats.find(each => each.id === req.params.seat)
  if (!round || !seat?.committee) throw new NotFound('No such step')
  const { state, steps } = progressOf(round, on)
  const isOpen = steps.some(step => step.state === 'open' && step.seats.some(each => each.id === seat.id))
  const records = recordingOf(round, accountId).some(each => each.seat.id === seat.id)
  return { open, round, seat, mine: state === 'running' && isOpen && records }
}

const nothing = (decidedOn: string) => ({
  outcome: 'deferred' as const,
  reasons: '',
  interest: '',
  conditions: [],
  decidedOn,
  minuteReference: '',
  link: '',
  keyDecision: null,
  forwardPlanReference: '',
  exemptParagraph: '',
  callInEndsOn: null,
  urgentReason: '',
})

type Shown = {
  values: Record<string, unknown>
  rows: ReturnType<typeof conditionRows>
  errors?: unknown
  errorFor?: unknown
}

async function showSeat(
  reply: FastifyReply,
  open: OpenApproval,
  round: Round,
  seat: RoundSeat,
  shown: Shown,
  reports: () => ReturnType<ListUnwritten>,
) {
  return reply.view(view, {
    errorFor: {},
    ...headOf(open, `What did ${seat.committee!.name} decide?`),
    ...shown,
    back: open.base,
    base: open.base,
    record: open.record,
    action: `${open.base}/committee/${seat.id}`,
    button: 'Record the decision',
    round,
    seat,
    outcomes,
    grounds,
    keyDecisions,
    exemptions,
    callIns,
    conditionsInput,
    meanwhile: await movedMeanwhile(open),
    reports: await reports(),
  })
}
