import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refusal } from '#src/accounts/may.ts'
import { actingOn } from '#src/decide/acting.ts'
import {
  betweenOf,
  callIn,
  callInOf,
  decisionIn,
  endCallIn,
  reportUrgent,
  type CallInStep as Step,
} from '#src/decide/call-in.ts'
import { outcomeWords } from '#src/decide/outcome-words.ts'
import type { Round, RoundDecision } from '#src/decide/round.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere, NotFound } from '#src/errors.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { type Act, change } from '#src/trail/change.ts'
import { type ApprovalAddress, actorOf, approvalWhat, headOf, openApproval } from '../open.ts'
import { callInEnds, readCalledIn, readOutcome, readReported } from './form.ts'

type Address = Pick<ApprovalAddress, 'Querystring'> & {
  Params: { authority: string; ref: string; decision: string }
}
type Request = FastifyRequest<Address>

const path = '/:authority/staff/partnerships/:ref/approval/call-in/:decision'

/** What becomes of a committee's decision after the meeting: called in, with its outcome, or reported where it was urgent (APP-6). */
export function callInRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'decide' } }, async (req, reply) => {
    const opened = await openDecision(req, deps)
    if (!opened.step || !opened.mine) throw new Elsewhere(opened.open.base)
    return show(reply, opened, opened.step, { values: {} })
  })

  app.post<Address>(path, { config: { needs: 'decide' } }, async (req, reply) => {
    const opened = await openDecision(req, deps)
    if (!opened.mine) throw refusal('waive')
    const { open, round, decision } = opened
    const step = stepIn(req.body)
    const read = readers[step](req.body, betweenOf(decision, step, open.on))
    if (!read.ok && step === opened.step) return show(reply.code(422), opened, step, read)
    const by = actorOf(req, deps, open)
    const which = { approvalId: round.id, decisionId: decision.id }
    const value = (read.ok ? read.value : {}) as Record<string, string>
    const authorityId = open.here.authority.id
    // What was typed for another step than the one that waits is refused there: the decision has moved meanwhile.
    const acts: Record<Step, (act: Act) => Promise<void>> = {
      'called-in': act =>
        callIn(act, authorityId, which, { by: value.called_in_by!, on: value.called_in_on! }, by),
      outcome: act =>
        endCallIn(
          act,
          authorityId,
          which,
          { outcome: value.outcome as 'stands', on: value.outcome_on!, note: value.note! },
          by,
        ),
      reported: act => reportUrgent(act, authorityId, which, value.reported_on!, by),
    }
    await change(open.here.db, approvalWhat(req, deps, open, actions[step], 'decide'), acts[step])
    return reply.redirect(`${open.base}?done=saved`, 303)
  })
}

const actions: Record<Step, string> = {
  'called-in': 'involvement.call-in',
  outcome: 'involvement.end-call-in',
  reported: 'involvement.report-urgent',
}

const readers = { 'called-in': readCalledIn, outcome: readOutcome, reported: readReported }

type Opened = Awaited<ReturnType<typeof openDecision>>

/** A committee's decision, what is still to be entered about it, and whether the reader enters it. @throws NotFound */
async function openDecision(req: Request, deps: Deps) {
  const open = await openApproval(req, deps)
  const { here, entry, rounds, accountId } = open
  const round = rounds.find(each => each.decisions.some(one => one.id === req.params.decision))
  if (!round) throw new NotFound('No such decision')
  const decision = decisionIn(round, req.params.decision)
  const recorders = round.seats
    .filter(seat => seat.decision_id === decision.id)
    .flatMap(seat => actingOn(round, seat))
    .filter(each => each.post === null)
  const proposes = round.proposers.accounts.includes(accountId)
  const mine =
    !proposes &&
    (recorders.some(each => each.holder.accountId === accountId) || here.may('waive', placeOf(entry)))
  return { open, round, decision, mine, step: stepOf(round, decision) }
}

function stepOf(round: Round, decision: RoundDecision): Step | null {
  if (decision.urgent_reason) return decision.reported_on ? null : 'reported'
  const now = callInOf(round, decision)
  return now === 'called-in' ? 'outcome' : now === 'can-be' ? 'called-in' : null
}

function stepIn(body: unknown): Step {
  const { step } = (body ?? {}) as Record<string, unknown>
  return step === 'outcome' || step === 'reported' ? step : 'called-in'
}

const titles: Record<Step, string> = {
  'called-in': 'Record that the decision was called in',
  outcome: 'How did the call-in end?',
  reported: 'Record that the urgent decision was reported',
}

function show(reply: FastifyReply, { open, decision }: Opened, step: Step, shown: object) {
  return reply.view('stages/approve/call-in/call-in.njk', {
    errorFor: {},
    ...headOf(open, titles[step]),
    ...shown,
    back: open.base,
    action: `${open.base}/call-in/${decision.id}`,
    button: 'Save',
    decision,
    step,
    outcomeWords,
    callInOutcomes: callInEnds(decision.outcome === 'declined'),
  })
}
