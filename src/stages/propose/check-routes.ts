import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import { askPages } from '#src/ask/pages.ts'
import { frozenSections } from '#src/ask/words.ts'
import { type Submission, submissionOf } from '#src/decide/submission.ts'
import { proposersOf, submitProposal } from '#src/decide/submit.ts'
import type { Deps } from '#src/deps.ts'
import { Conflict, Elsewhere } from '#src/errors.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { type ProposalPage, proposalPages } from '#src/partnerships/case/proposal-pages.ts'
import type { Case } from '#src/protocol/known.ts'
import { movedSince } from '#src/protocol/moved.ts'
import { refOf } from '#src/protocol/questions.ts'
import { inTheWayOf, requirementsOf } from '#src/protocol/requirements.ts'
import { change } from '#src/trail/change.ts'
import { badForm } from '#src/web/form.ts'
import { type Address, headOf, type OpenProposal, openProposal, openToChange, proposalWhat } from './open.ts'
import { findSubmitted } from './queries.ts'
import { routeInWords } from './route-words.ts'
import { registerLeft, registerSections, sectionId } from './tasks.ts'
import { purposes, states } from './words.ts'

const path = '/:authority/staff/partnerships/:ref/proposal/check'
const view = 'stages/propose/check.njk'

/** The whole proposal in words, who decides on it and why, what still stands in the way; and its submission (APP-1). */
export function checkRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'see' } }, async (req, reply) => {
    const open = await openProposal(req, deps)
    if (!open.proposal) throw new Elsewhere(open.base)
    if (open.proposal.state !== 'draft') return showSubmitted(reply, open)
    return reply.view(view, { ...(await checkPage(open, userOf(req).accountId)), values: {} })
  })

  app.post<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const open = await openToChange(req, deps)
    const { here, entry, base, record } = open
    const { accountId, name } = userOf(req)
    const body = (req.body ?? {}) as Record<string, unknown>
    // Once submitted, the same form sent again is answered like the first; another's is told what happened.
    if (open.proposal?.state === 'draft') {
      const page = await checkPage(open, accountId)
      const values = { form_id: body.form_id }
      if (page.hindrances.length > 0) {
        const text = 'Put right what stands in the way, then submit it'
        return reply
          .code(422)
          .view(view, { ...page, ...badForm(body, [{ field: 'in-the-way', text }]), values })
      }
      if (page.seen !== body.seen) {
        const text = 'The proposal has changed since you opened this page. Look at it again, then submit it.'
        return reply.code(409).view(view, { ...page, ...badForm(body, [{ field: 'answers', text }]), values })
      }
    }
    const at = deps.now()
    const address = `${deps.config.publicUrl}${record}`
    await change(here.db, proposalWhat(req, deps, open, 'involvement.submit-proposal'), act => {
      if (!open.proposal) throw new Conflict('There is no proposal to submit. Open it again and look.')
      return submitProposal(act, here.authority.id, entry.id, { accountId, name, at, address })
    })
    return reply.redirect(`${base}?done=proposed`, 303)
  })
}

async function checkPage(open: OpenProposal, accountId: string) {
  const { here, entry, on, record, staff, base, mayChange } = open
  const proposers = await proposersOf(here.db, here.authority.id, entry.id, accountId)
  const submission = await submissionOf(here.db, here.authority.id, entry, proposers, on)
  const { made, proposal, protocol, waivers } = submission.entryCase
  const sections = [...registerSections(open), ...frozenSections(submission.entryCase)]
  const stands =
    proposal?.purpose === 'extend'
      ? await findCase(here.db, here.authority.id, entry, on, 'standing')
      : undefined
  return {
    ...headOf(open, mayChange ? 'Check the proposal' : 'The proposal'),
    back: base,
    staff,
    record,
    base,
    mayChange,
    proposal,
    moves: stands ? movedSince(made.pack, stands.made.facts, made.facts) : [],
    protocol,
    purposes,
    tier: made.tier,
    significance: made.significance,
    route: routeInWords(submission),
    rulesChanged: submission.rulesChanged,
    hindrances: hindrancesIn(open, submission),
    advised: inTheWayOf('approved', submission.advised, 'advise'),
    waived: requirementsOf(made, waivers).filter(each => each.state === 'waived'),
    sections,
    places: mayChange ? placesOf(open, submission.entryCase.made) : undefined,
    seen: hashOf({ sections, route: submission.route, tier: made.tier }),
  }
}

/** What stands in the way of submitting, each with the address where the reader can mend it. */
function hindrancesIn(open: OpenProposal, { hindrances }: Submission) {
  const pages = registerLeft(open).map(page => ({
    says: `‘${page.title}’ is not filled in.`,
    href: `${open.base}/${page.name}?from=check`,
  }))
  const mayMend = (where: string) => !where.startsWith('settings/') || open.here.may('edit-directory')
  const others = hindrances.map(({ says, where }) => ({
    says,
    href: mayMend(where) ? `${open.staff}/${where}` : '',
  }))
  return [...pages, ...others]
}

/** Where each answer is changed: of a page over the register by its name, of a question by set.question. */
function placesOf({ proposal, base, record }: OpenProposal, made: Case): Record<string, string> {
  const pages = askPages(
    made,
    made.pack.sets.map(set => set.id),
  )
  const questions = pages.flatMap(page =>
    page.asked.map(question => {
      const ref = refOf(page.set, question)
      return [ref, `${record}/questions/${page.name}?from=check#q.${question.id}`]
    }),
  )
  const fields = (Object.keys(proposalPages) as ProposalPage[]).map(name => [
    sectionId(name),
    `${base}/${name}?from=check`,
  ])
  return Object.fromEntries(proposal?.purpose === 'extend' ? questions : [...fields, ...questions])
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

const hashOf = (seen: object) => createHash('sha256').update(JSON.stringify(seen)).digest('hex')
