import type { FastifyInstance, FastifyReply } from 'fastify'
import { carriedTo } from '#src/decide/conditions.ts'
import { changesRows, conditionRows, conditionsInput, withOwners } from '#src/decide/conditions-form.ts'
import { type Deciding, decide, decidingOf } from '#src/decide/decide.ts'
import { putForwardBy } from '#src/decide/outcome-words.ts'
import type { Round } from '#src/decide/round.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict, Elsewhere } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { askedOf } from './brief.ts'
import { interests, outcomes, readDecision } from './forms.ts'
import {
  type ApprovalAddress,
  actorOf,
  approvalWhat,
  headOf,
  movedMeanwhile,
  type OpenApproval,
  openApproval,
} from './open.ts'

const path = '/:authority/staff/partnerships/:ref/approval/decision'
const view = 'stages/approve/decision.njk'

/** Deciding in one's posts: once for all of them, under the scheme of delegation, with interests declared (APP-1, APP-5, APP-6). */
export function decisionRoutes(app: FastifyInstance, deps: Deps) {
  app.get<ApprovalAddress>(path, { config: { needs: 'decide' } }, async (req, reply) => {
    const open = await openApproval(req, deps)
    const { round, deciding } = await whatIsMine(open)
    if (deciding.now.length === 0) throw new Elsewhere(open.base)
    return show(reply, open, round, deciding, { values: {}, rows: conditionRows({}) })
  })

  app.post<ApprovalAddress>(path, { config: { needs: 'decide' } }, async (req, reply) => {
    const open = await openApproval(req, deps)
    const { here, rounds, running, on, accountId, base } = open
    const body = (req.body ?? {}) as Record<string, unknown>
    const deciding = running && (await decidingOf(here.db, running, accountId, on))
    const mine = running && deciding && deciding.now.length > 0 ? { running, deciding } : undefined
    const typed = { values: body, rows: conditionRows(body) }
    if (mine && changesRows(body)) return show(reply, open, mine.running, mine.deciding, typed)
    const read = readDecision(body, on)
    if (mine && !read.ok)
      return show(reply.code(422), open, mine.running, mine.deciding, { ...read, rows: typed.rows })
    // Whoever decides nothing here is refused by the decision itself.
    const round = rounds.find(each => each.id === body.approval) ?? (mine ? undefined : running)
    const capacity = deciding?.now.map(each => each.capacity).join('; ')
    const seen = String(body.seat ?? '').split(/[\s,]+/)
    const what = approvalWhat(req, deps, open, 'involvement.decide', 'decide', capacity ? { capacity } : {})
    // Told inside the change, which answers a second submit of the same form like the first.
    await change(here.db, what, async act => {
      if (!round || !read.ok)
        throw new Conflict(
          'What is decided here now is not what this form was opened for. Open it again and look.',
        )
      const conditions = await withOwners(act.trx, here.authority.id, read.value.conditions, on)
      const verdict = { ...read.value, conditions }
      await decide(act, here.authority.id, round.id, verdict, actorOf(req, deps, open), seen)
    })
    return reply.redirect(`${base}?done=decided`, 303)
  })
}

/** The submission that runs, and what of it the reader decides. @throws Elsewhere to the approval where none runs */
async function whatIsMine(open: OpenApproval) {
  const { here, running, on, accountId, base } = open
  if (!running) throw new Elsewhere(base)
  return { round: running, deciding: await decidingOf(here.db, running, accountId, on) }
}

type Shown = {
  values: Record<string, unknown>
  rows: ReturnType<typeof conditionRows>
  errors?: unknown
  errorFor?: unknown
}

async function show(reply: FastifyReply, open: OpenApproval, round: Round, deciding: Deciding, shown: Shown) {
  const { now, also, refused, under } = deciding
  const { base, here } = open
  return reply.view(view, {
    ...headOf(open, 'Decide'),
    ...shown,
    back: base,
    base,
    action: `${base}/decision`,
    button: 'Record my decision',
    round,
    now,
    also,
    refused,
    under: [...new Set([...now, ...also].flatMap(each => under.get(each.seat.id) ?? []))],
    outcomes,
    interests,
    conditionsInput,
    by: putForwardBy(round.proposers.names),
    asked: askedOf(round, here.authority.name),
    meanwhile: await movedMeanwhile(open),
    carried: carriedTo(open.rounds, round),
  })
}
