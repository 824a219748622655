import { createHash } from 'node:crypto'
import { frozenSections } from '#src/ask/words.ts'
import type { FrozenProposal, FrozenRow } from '#src/db/tables.ts'
import type { Offer } from '#src/partnerships/entry/choices.ts'
import { inWords } from '#src/partnerships/entry/edit/words.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import { allSections } from '#src/partnerships/entry/sections/all.ts'
import { factsIn } from '#src/protocol/conditions.ts'
import type { Facts } from '#src/protocol/facts.ts'
import type { Case } from '#src/protocol/known.ts'
import { inTheWayOf, type Required, requirementsOf } from '#src/protocol/requirements.ts'
import { sorted } from '#src/trail/diff.ts'
import type { Submission } from './submission.ts'

/** What else a frozen proposal holds: the choices of the register's fields, the advice that came, what stood before. */
export type Beside = { offer: Offer; advice: FrozenProposal['advice']; before: Facts | null }

/** A proposal as it stands, in words: what the deciders read and what stays of it (APP-6). */
export function freeze(entry: Entry, submission: Submission, beside: Beside): FrozenProposal {
  const { entryCase, route } = submission
  const { made, proposal, protocol, waivers } = entryCase
  return {
    form: 1,
    reference: entry.reference,
    name: entry.name,
    purpose: proposal?.purpose ?? 'enter',
    changes: proposal?.changes ?? '',
    protocol: { title: protocol.title, version: protocol.version },
    kind: String(made.facts.kind ?? ''),
    tier: made.tier,
    commitments: entry.commitments.map(({ id: _, version: __, ...each }) => each),
    before: beside.before,
    significance: { says: saidOf(entryCase), working: made.significance.working },
    sections: [...registerSections(entry, beside.offer), ...frozenSections(entryCase)],
    answers: Object.entries(proposal?.answers ?? {}).map(([question, answer]) => ({
      question,
      value: answer.value ?? null,
      note: answer.note ?? '',
      evidence: answer.evidence ?? '',
      owner: answer.owner ?? '',
      not_relevant: answer.notRelevant ?? '',
      answered_by: answer.answeredBy,
      answered_at: answer.answeredAt.toISOString(),
    })),
    advice: beside.advice,
    gaps: gapsIn(requirementsOf(made, waivers), settledByDeciding(made)),
    route: route.steps.map(({ title, need, deciders }) => ({
      title,
      need,
      deciders: deciders.map(each => ({ title: each.title, because: each.because })),
    })),
  }
}

// What the decisions themselves are about is asked of the deciders, and no gap they should mind.
function settledByDeciding({ pack }: Case): string[] {
  const settles = ['approved', 'unbudgeted_money_approved']
  return pack.requirements
    .filter(each => factsIn(each.met).some(fact => settles.includes(fact)))
    .map(each => each.id)
}

// What is open or waived by the time it is decided; what only belongs to later stages is no gap yet.
function gapsIn(all: readonly Required[], settled: readonly string[]): FrozenProposal['gaps'] {
  const open = [...inTheWayOf('approved', all), ...inTheWayOf('approved', all, 'advise')]
  return all
    .filter(each => !settled.includes(each.id) && (each.state === 'waived' || open.includes(each)))
    .map(({ says, clause, state, because }) => ({ says, clause, state, because }))
}

/** The hash that binds what was submitted. */
export function hashOf(frozen: FrozenProposal): string {
  return createHash('sha256').update(sorted(frozen)).digest('hex')
}

/** What the register itself holds of an entry, in words, section by section; what says nothing is left out. */
export function registerSections(entry: Entry, offer: Offer): FrozenProposal['sections'] {
  return allSections(offer, entry)
    .map(section => {
      const values = section.shown(entry)
      const rows = section.inputs
        .map((input): FrozenRow => {
          const answer = inWords(input, values[input.name])
          return {
            id: input.name,
            question: input.label,
            clause: '',
            answer,
            note: '',
            evidence: '',
            owner: '',
          }
        })
        .filter(row => row.answer.length > 0)
      return { id: section.name, title: section.title, rows }
    })
    .filter(section => section.rows.length > 0)
}

// Whoever decides reads that the tier is not what the rules find, and why (SIG-2).
function saidOf({ made, overridden }: Submission['entryCase']): string {
  const { says } = made.significance
  return overridden
    ? `Set by ${overridden.by}: ${overridden.why.replace(/[.\s]+$/, '')}. By the rules: ${says}`
    : says
}
