import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { Conflict, Elsewhere } from '#src/errors.ts'
import { answerForm, showForm } from '#src/partnerships/entry/edit/answer.ts'
import type { FormOver } from '#src/partnerships/entry/edit/pages.ts'
import { inWords } from '#src/partnerships/entry/edit/words.ts'
import type { Act } from '#src/trail/change.ts'
import { type Address, headOf, type OpenProposal, openProposal, openToChange, proposalWhat } from './open.ts'
import { type RegisterPage, registerPage, registerPages } from './pages.ts'

const path = '/:authority/staff/partnerships/:ref/proposal/:page'

/** The pages of a proposal over what the register holds, saved one by one (ENT-3, ENT-4, PEO-1). */
export function fillRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openProposal(req, deps)
    const page = registerPage(registerPages(open.offer, open.entry), req.params.page)
    if (!open.proposal) throw new Elsewhere(open.base)
    if (!open.mayChange || isFixed(open)) return showFixed(reply, open, page)
    return showForm(reply, formOver(open, page, req.query))
  })

  app.post<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const body = (req.body ?? {}) as Record<string, unknown>
    const page = registerPage(registerPages(open.offer, open.entry), req.params.page)
    mustBeDraft(open)
    const later = body.later !== undefined
    return answerForm(reply, formOver(open, page, body), body, {
      what: () => proposalWhat(req, deps, open, 'involvement.edit-proposal'),
      sectionOver(_, entry) {
        const own = registerPage(registerPages(open.offer, entry), page.name)
        return later
          ? own
          : { ...own, rules: value => [...(own.rules?.(value) ?? []), ...own.missing(value)] }
      },
      besides: act => markPage(act, open, page.name, !later),
      done() {
        if (later) return `/${open.here.authority.slug}/staff/proposals?done=proposal-paused`
        return body.from === 'check' ? `${open.base}/check` : `${open.base}#${page.name}`
      },
    })
  })
}

const isFixed = ({ proposal }: OpenProposal) => proposal?.state !== 'draft' || proposal.purpose === 'extend'

function mustBeDraft(open: OpenProposal) {
  if (open.proposal?.state !== 'draft')
    throw new Conflict('This proposal is no longer a draft. Open it again and look.')
  if (open.proposal.purpose === 'extend')
    throw new Conflict('The register changes once the extension is approved, not before.')
}

function formOver(open: OpenProposal, section: RegisterPage, given: unknown): FormOver {
  const { here, entry, base } = open
  const from = (given as { from?: unknown } | null)?.from === 'check' ? 'check' : ''
  const page = {
    caption: `${entry.reference} ${entry.name}`,
    back: from ? `${base}/check` : `${base}#${section.name}`,
    action: `${base}/${section.name}`,
    from,
  }
  return { here, entry, section, view: 'stages/propose/page.njk', page }
}

function showFixed(reply: FastifyReply, open: OpenProposal, page: RegisterPage) {
  const { entry, base, proposal, record } = open
  const values = page.shown(entry)
  return reply.view('stages/propose/fixed.njk', {
    ...headOf(open, page.title),
    back: `${base}#${page.name}`,
    record,
    extends: proposal?.state === 'draft' && proposal.purpose === 'extend',
    state: proposal?.state,
    rows: page.inputs.map(input => ({ question: input.label, answer: inWords(input, values[input.name]) })),
  })
}

async function markPage(act: Act, { entry, proposal, here }: OpenProposal, page: string, done: boolean) {
  const row = await act.trx
    .selectFrom('proposal')
    .select(['state', 'pages_done'])
    .where('authority_id', '=', here.authority.id)
    .where('id', '=', proposal!.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (row.state !== 'draft') throw new Conflict('Someone submitted or dropped this proposal meanwhile.')
  const others = row.pages_done.filter(each => each !== page)
  await act
    .on('involvement', entry.id, entry.name)
    .update('proposal', proposal!.id, { pages_done: (done ? [...others, page] : others).toSorted() })
}
