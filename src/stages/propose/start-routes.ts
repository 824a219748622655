import type { FastifyInstance } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import { findBehind, reopenProposal } from '#src/decide/take-back.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict, Elsewhere } from '#src/errors.ts'
import { placeOf } from '#src/partnerships/entry/queries.ts'
import { refOf } from '#src/protocol/questions.ts'
import { change } from '#src/trail/change.ts'
import { readForm } from '#src/web/form.ts'
import { DropForm, ExtendForm } from './forms.ts'
import { type Address, headOf, mayExtend, type OpenProposal, openToChange, proposalWhat } from './open.ts'
import { dropProposal, findLast, proposeAgain, startExtension } from './start.ts'

const path = '/:authority/staff/partnerships/:ref/proposal'
const extendView = 'stages/propose/extend.njk'
const dropView = 'stages/propose/drop.njk'

/** How a proposal begins once there was one, and how a draft ends: extended, renewed, proposed again, dropped (ENT-4, APP-6). */
export function startRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(`${path}/extend`, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    return reply.view(extendView, { ...extendPage(open), values: {} })
  })

  app.post<Address>(`${path}/extend`, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const { here, entry, base } = open
    const body = (req.body ?? {}) as Record<string, unknown>
    if (body.renew) {
      await change(here.db, proposalWhat(req, deps, open, 'involvement.renew'), act =>
        reopenProposal(act, here.authority.id, entry.id),
      )
      return reply.redirect(`${base}?done=reopened`, 303)
    }
    const form = readForm(ExtendForm, body)
    if (!form.ok) return reply.code(422).view(extendView, { ...extendPage(open), ...form })
    await change(here.db, proposalWhat(req, deps, open, 'involvement.extend'), act =>
      startExtension(act, here.authority.id, entry.id, form.value.changes, userOf(req), deps.now()),
    )
    return reply.redirect(base, 303)
  })

  app.get<Address>(`${path}/again`, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const { here, entry, base, proposal } = open
    const last = await findLast({ trx: here.db as never }, here.authority.id, entry.id)
    const underWay = proposal?.state === 'draft' || proposal?.state === 'submitted'
    if (underWay || (!last && entry.stage !== 'declined')) throw new Elsewhere(base)
    const title = last ? 'Propose it again' : 'Propose it'
    return reply.view('stages/propose/again.njk', {
      ...headOf(open, title),
      back: base,
      action: `${base}/again`,
      button: title,
      last,
      values: {},
    })
  })

  app.post<Address>(`${path}/again`, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const { here, entry, base } = open
    await change(here.db, proposalWhat(req, deps, open, 'involvement.propose-again'), act =>
      proposeAgain(act, here.authority.id, entry.id, userOf(req), deps.now()),
    )
    return reply.redirect(base, 303)
  })

  app.get<Address>(`${path}/drop`, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    if (open.proposal?.state !== 'draft') throw new Elsewhere(open.base)
    return reply.view(dropView, { ...(await dropPage(open)), values: {} })
  })

  app.post<Address>(`${path}/drop`, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const { here, entry, proposal, staff, base } = open
    const page = await dropPage(open)
    const form = readForm(DropForm, req.body)
    if (!form.ok) return reply.code(422).view(dropView, { ...page, ...form })
    const action = page.behind ? 'involvement.drop-renewal' : 'involvement.drop-proposal'
    await change(here.db, proposalWhat(req, deps, open, action), act => {
      if (!proposal) throw new Conflict('There is no proposal here to drop. Open it again and look.')
      const mayDropAny = here.may('log', placeOf(entry))
      const by = { ...userOf(req), at: deps.now() }
      return dropProposal(act, here.authority.id, entry, proposal, by, mayDropAny)
    })
    if (page.behind)
      return reply.redirect(`${base}?done=${page.behind.answers ? 'renewal-dropped' : 'renewal-left'}`, 303)
    return reply.redirect(`${staff}/proposals?done=proposal-dropped`, 303)
  })
}

// What is approved and not in place yet is taken up again as it was; what is in place is extended.
function extendPage(open: OpenProposal) {
  const { entry, base, proposal, entryCase } = open
  const moved = entryCase.approval?.moved ?? []
  const renews = entry.stage === 'approved' && proposal?.state === 'approved' && moved.length > 0
  const underWay = proposal?.state === 'draft' || proposal?.state === 'submitted'
  if (underWay || (!renews && !mayExtend(open))) throw new Elsewhere(base)
  return {
    ...headOf(open, renews || moved.length > 0 ? 'Ask for renewal' : 'Propose to extend it'),
    back: base,
    action: `${base}/extend`,
    button: renews ? 'Take the proposal up again' : 'Start the proposal',
    renews,
    moved,
  }
}

// The questions, as they are asked, that were answered after a moment.
function answeredSince({ entryCase, proposal }: OpenProposal, at: Date): string[] {
  return entryCase.made.pack.sets.flatMap(set =>
    set.questions.flatMap(question => {
      const given = proposal?.answers[refOf(set, question)]
      return given && given.answeredAt > at ? [question.text] : []
    }),
  )
}

async function dropPage(open: OpenProposal) {
  const { here, proposal, base } = open
  const behind = proposal ? await findBehind(here.db, here.authority.id, proposal.id) : undefined
  return {
    ...headOf(open, behind ? 'Drop the renewal' : 'Drop this proposal'),
    record: open.record,
    back: base,
    action: `${base}/drop`,
    button: 'Drop it',
    warning: true,
    behind: behind && {
      id: behind.id,
      on: behind.ended_at,
      answers: behind.content.answers !== undefined,
      since: answeredSince(open, behind.submitted_at),
    },
  }
}
