import type { FastifyInstance, FastifyReply } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import { frozenSections } from '#src/ask/words.ts'
import type { Deps } from '#src/deps.ts'
import { Elsewhere } from '#src/errors.ts'
import { badForm } from '#src/web/form.ts'
import { checkPage } from './check-page.ts'
import { type Address, headOf, type OpenProposal, openProposal, openToChange } from './open.ts'
import { findSubmitted } from './queries.ts'
import { submitSeen } from './submit.ts'
import { registerSections } from './tasks.ts'
import { states } from './words.ts'

const path = '/:authority/staff/partnerships/:ref/proposal/check'
const view = 'stages/propose/check.njk'

/** The whole proposal in words, who decides on it and why, what still stands in the way; and its submission (APP-1). */
export function checkRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openProposal(req, deps)
    if (!open.proposal) throw new Elsewhere(open.base)
    if (open.proposal.state !== 'draft') return showSubmitted(reply, open)
    const { answers } = (req.query ?? {}) as Record<string, unknown>
    const page = await checkPage(open, userOf(req).accountId, deps.now())
    return reply.view(view, { ...page, unfolded: answers === 'all', values: {} })
  })

  app.post<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const body = (req.body ?? {}) as Record<string, unknown>
    const submitted = await submitSeen(req, deps, open, String(body.seen ?? ''))
    if (submitted.is === 'submitted') return reply.redirect(`${open.base}?done=proposed`, 303)
    const { page, changed } = submitted
    const again = (status: number, field: string, text: string) => {
      const values = { form_id: body.form_id }
      return reply.code(status).view(view, { ...page, ...badForm(body, [{ field, text }]), changed, values })
    }
    if (submitted.is === 'hindered' && changed.length === 0)
      return again(422, 'in-the-way', 'Put right what stands in the way, then submit it')
    if (submitted.is === 'hindered')
      return again(
        422,
        'changed',
        'The proposal has changed since you opened this page, and something is left to do before it can be submitted',
      )
    const text = 'The proposal has changed since you opened this page. Look at it again, then submit it'
    return again(409, changed.length > 0 ? 'changed' : 'answers', text)
  })
}

async function showSubmitted(reply: FastifyReply, open: OpenProposal) {
  const { here, proposal, base, record } = open
  const submitted = await findSubmitted(here.db, here.authority.id, proposal!.id)
  return reply.view('stages/propose/submitted.njk', {
    ...headOf(open, 'The proposal'),
    back: base,
    record,
    proposal,
    states,
    submitted,
    sections: submitted?.content.sections ?? [...registerSections(open), ...frozenSections(open.entryCase)],
  })
}
