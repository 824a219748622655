import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Advice, listAdvice } from '#src/ask/advice/queries.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import type { Proposal } from '#src/partnerships/case/case.ts'
import { findNewer } from '#src/partnerships/case/newer.ts'
import { aheadOf } from '#src/protocol/ahead.ts'
import { refOf } from '#src/protocol/questions.ts'
import { inTheWayOf, requirementsOf } from '#src/protocol/requirements.ts'
import { lower } from '#src/protocol/sentences.ts'
import { flagsOf } from './flags.ts'
import { type Address, headOf, mayExtend, type OpenProposal, openProposal } from './open.ts'
import { type Beside, findBeside } from './queries.ts'
import { groupsOfTasks, progressIn, registerLeft } from './tasks.ts'
import { purposes, states } from './words.ts'

const path = '/:authority/staff/partnerships/:ref/proposal'

/** A proposal as its task list, or what became of it (ENT-1 to ENT-10). */
export function showRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openProposal(req, deps)
    const { here, entry, proposal } = open
    if (proposal?.state === 'draft' && proposal.purpose === 'existing')
      throw new Elsewhere(`${open.record}/existing`)
    const beside = await findBeside(here.db, here.authority.id, entry.id, proposal?.id ?? null)
    if (proposal?.state === 'draft') return showTasks(reply, open, proposal, beside)
    return showState(reply, open, beside)
  })
}

async function showTasks(reply: FastifyReply, open: OpenProposal, proposal: Proposal, beside: Beside) {
  const { here, entryCase } = open
  const { made, waivers } = entryCase
  const asked = await listAdvice(here.db, here.authority.id, proposal.id, made.pack)
  const advice = asked.filter(each => each.state !== 'withdrawn' && each.follows === null)
  const waiting = advice.filter(each => each.state === 'open')
  const required = requirementsOf(made, waivers)
  return reply.view('stages/propose/tasks.njk', {
    ...placeOf(open),
    ...headOf(open, open.entry.name),
    proposal,
    protocol: entryCase.protocol,
    newer: await findNewer(here.db, here.authority.id, entryCase, open.on),
    ahead: aheadOf(made),
    progress: progressIn(made),
    tier: made.tier,
    registerLeft: registerLeft(open).length,
    flags: flagsOf(made),
    needed: inTheWayOf('proposed', required).map(each => lower(each.says)),
    groups: groupsOfTasks(open, new Set(waiting.map(each => each.question))),
    sentBack: beside.round && ['changes', 'withdrawn'].includes(beside.round.state) ? beside.round : null,
    advice: adviceIn(open, advice),
    others: beside.others,
    renews: beside.approved,
  })
}

function showState(reply: FastifyReply, open: OpenProposal, beside: Beside) {
  const { entry, proposal, entryCase } = open
  return reply.view('stages/propose/state.njk', {
    ...placeOf(open),
    ...headOf(open, entry.name),
    proposal,
    mayExtend: mayExtend(open),
    round: beside.round,
    dropped: beside.others[0]?.state === 'dropped' && beside.others[0].purpose !== 'existing',
    moved: entryCase.approval?.moved ?? [],
    others: beside.others,
  })
}

function placeOf({ staff, record, base, mayChange }: OpenProposal) {
  return { back: `${staff}/proposals`, staff, record, base, mayChange, purposes, states }
}

function adviceIn({ entryCase, record }: OpenProposal, advice: readonly Advice[]) {
  const { sets } = entryCase.protocol.pack
  const texts = new Map<string, string>(
    sets.flatMap(set => set.questions.map(each => [refOf(set, each), each.text] as const)),
  )
  return advice.map(each => ({
    whom: each.of,
    about:
      texts.get(each.question) ??
      (each.question ? 'A question that is no longer asked' : 'The proposal as a whole'),
    state: each.state,
    href: `${record}/advice/${each.id}`,
  }))
}
