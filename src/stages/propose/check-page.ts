import { askPages } from '#src/ask/pages.ts'
import { frozenSections } from '#src/ask/words.ts'
import { putForwardBy } from '#src/decide/outcome-words.ts'
import { seenOf } from '#src/decide/seen.ts'
import { namesOf, readyToSubmit } from '#src/decide/submit.ts'
import { findCase } from '#src/partnerships/case/case.ts'
import { type ProposalPage, proposalPages } from '#src/partnerships/case/proposal-pages.ts'
import type { Case } from '#src/protocol/known.ts'
import { movedSince } from '#src/protocol/moved.ts'
import { refOf } from '#src/protocol/questions.ts'
import { inTheWayOf, requirementsOf } from '#src/protocol/requirements.ts'
import { leftIn, progressOfSections } from './left.ts'
import { headOf, type OpenProposal } from './open.ts'
import { routeInWords } from './route-words.ts'
import { registerSections, sectionId } from './tasks.ts'
import { purposes } from './words.ts'

/** The whole proposal as an account would submit it now, with what stands in the way. */
export type CheckPage = Awaited<ReturnType<typeof checkPage>>

/** What the page shows on which a proposal is checked and submitted (APP-1). */
export async function checkPage(open: OpenProposal, accountId: string, at: Date) {
  const { here, entry, on, record, staff, base, mayChange } = open
  const { submission, frozen, proposers } = await readyToSubmit(
    here.db,
    here.authority.id,
    entry,
    mayChange ? accountId : null,
    at,
  )
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
    left: leftIn(open, submission),
    advised: inTheWayOf('approved', submission.advised, 'advise'),
    waived: requirementsOf(made, waivers).filter(each => each.state === 'waived'),
    sections,
    folds: progressOfSections(open, made),
    places: mayChange ? placesOf(open, submission.entryCase.made) : undefined,
    by: putForwardBy(await namesOf(here.db, proposers)),
    seen: seenOf(frozen),
    frozen,
  }
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
