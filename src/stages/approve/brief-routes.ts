import type { FastifyInstance } from 'fastify'
import { findProtocol } from '#src/adopted/protocol.ts'
import { listAdvice } from '#src/ask/advice/queries.ts'
import { carriedTo } from '#src/decide/conditions.ts'
import { decidingOf } from '#src/decide/decide.ts'
import { putForwardBy } from '#src/decide/outcome-words.ts'
import type { Round } from '#src/decide/round.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { sayGap } from '#src/protocol/sentences.ts'
import { askedOf, briefOf, lateAdvice, roundBefore } from './brief.ts'
import { type ApprovalAddress, headOf, movedMeanwhile, type OpenApproval, openApproval } from './open.ts'
import { routeOfRound } from './route.ts'

const path = '/:authority/staff/partnerships/:ref/approval/brief'

/** The brief of the last submission on one page, with the whole frozen proposal below it where asked for (APP-6). */
export function briefRoutes(app: FastifyInstance, deps: Deps) {
  app.get<ApprovalAddress>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openApproval(req, deps)
    const { here, rounds, running, on, accountId, base, record, staff } = open
    const asked = rounds.find(each => each.id === req.query.submission)
    const round = asked ?? running ?? rounds[0]
    if (!round) throw new Elsewhere(base)
    const { pack } = await findProtocol(here.db, here.authority.id, round.protocol_id)
    const deciding =
      running && round === running ? await decidingOf(here.db, running, accountId, on) : undefined
    return reply.view('stages/approve/brief.njk', {
      ...headOf(open, open.entry.name),
      back: base,
      base,
      record,
      staff,
      round,
      submission: asked?.id,
      content: round.content,
      asked: askedOf(round, here.authority.name),
      brief: briefOf(round, roundBefore(rounds, round), pack),
      route: routeOfRound(round, on),
      by: putForwardBy(round.proposers.names),
      whole: req.query.whole === 'yes',
      adviceAfter: round === running ? await adviceAfter(open, round, pack) : undefined,
      gaps: round.content.gaps.map(sayGap),
      meanwhile: round === running ? await movedMeanwhile(open) : [],
      carried: round === rounds[0] ? carriedTo(rounds, round) : [],
      mayDecide: deciding !== undefined && deciding.now.length > 0,
    })
  })
}

// What came or was added once it had been submitted: it is no part of what was, and those who decide read it apart.
async function adviceAfter({ here }: OpenApproval, round: Round, pack: Pack) {
  const all = await listAdvice(here.db, here.authority.id, round.proposal_id, pack)
  const late = all.filter(each => each.answered_at !== null && each.answered_at > round.submitted_at)
  return lateAdvice(late, round)
}
