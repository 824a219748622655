import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refusal } from '#src/accounts/may.ts'
import { reasonFor } from '#src/decide/demanded.ts'
import { withdrawSubmission } from '#src/decide/take-back.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict, Elsewhere } from '#src/errors.ts'
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
} from './open.ts'

const path = '/:authority/staff/partnerships/:ref/approval'
const view = 'stages/approve/withdraw.njk'

/** Taking a submission back (APP-6). */
export function takeBackRoutes(app: FastifyInstance, deps: Deps) {
  app.get<ApprovalAddress>(`${path}/withdraw`, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openApproval(req, deps)
    if (!open.running || !mayTakeBack(open)) throw new Elsewhere(open.base)
    return reply.view(view, { ...withdrawPage(open), values: {} })
  })

  app.post<ApprovalAddress>(`${path}/withdraw`, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openApproval(req, deps)
    const { here, rounds, running, base } = open
    const body = (req.body ?? {}) as Record<string, unknown>
    const read = readForm(WithdrawForm, body)
    if (running && mayTakeBack(open) && !read.ok)
      return reply.code(422).view(view, { ...withdrawPage(open), ...read })
    const round = body.approval ? rounds.find(each => each.id === body.approval) : running
    const why = read.ok ? read.value.why : ''
    await change(here.db, whatToTakeBack(req, deps, open, 'involvement.withdraw-proposal'), act => {
      if (!round || !read.ok)
        throw new Conflict(
          'What is decided here now is not what this form was opened for. Open it again and look.',
        )
      return withdrawSubmission(act, here.authority.id, round.id, why, actorOf(req, deps, open))
    })
    return reply.redirect(`${base}?done=proposal-withdrawn`, 303)
  })
}

// Whoever may propose there, and whoever put it forward even where the place is no longer theirs.
function mayTakeBack({ here, entry, rounds, accountId }: OpenApproval): boolean {
  if (here.may('propose', placeOf(entry))) return true
  return here.may('propose') && rounds.some(round => round.proposers.accounts.includes(accountId))
}

function whatToTakeBack(req: FastifyRequest, deps: Deps, open: OpenApproval, action: string) {
  if (!mayTakeBack(open)) throw refusal('propose')
  return approvalWhat(req, deps, open, action, 'propose')
}

function withdrawPage(open: OpenApproval) {
  const { base, running } = open
  return {
    ...headOf(open, 'Take the proposal back'),
    back: base,
    action: `${base}/withdraw`,
    button: 'Take it back',
    warning: true,
    round: running,
    decided: running?.decisions.filter(each => !['deferred', 'no-part'].includes(each.outcome)).length ?? 0,
  }
}

const WithdrawForm = z.object({ why: reasonFor.withdrawal })
