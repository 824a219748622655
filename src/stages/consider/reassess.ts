import { factsOf } from '#src/partnerships/case/facts.ts'
import type { RecordColumns } from '#src/partnerships/record.ts'
import type { Facts } from '#src/protocol/facts.ts'
import { type Case, caseOf } from '#src/protocol/known.ts'
import { type Moved, movedSince } from '#src/protocol/moved.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { type Answers, refOf } from '#src/protocol/questions.ts'
import { type Assessment, assess } from '#src/protocol/significance.ts'

/** An assessment of a tier as it was kept, as far as the next look at it needs it. */
export type Base = { model: string; found: string; result: string; facts: Facts; answers: Answers }

/** What the same model makes of the entry now: what it finds, what has moved since, and whether to assess again. */
export type Reassessed = { made: Case; found: Assessment; moved: Moved[]; again: boolean }

/**
 * Looks at an assessment again with what the register holds now (SIG-3): by the model it was made under, so that only the
 * facts can have moved and not the rules. What was not known then has not moved.
 * @param covered the facts of an approval given since, which was decided on with its eyes open; null without one
 * @param on the day, ISO
 */
export function reassess(
  pack: Pack,
  base: Base,
  entry: RecordColumns,
  covered: Facts | null,
  on: string,
): Reassessed {
  const before = covered ?? base.facts
  const { tier: _, review_overdue: __, ...kept } = before
  const facts = { ...kept, ...factsOf(entry, before.approved === true), tier: entry.tier ?? base.result }
  const made = caseOf(pack, facts, withoutFacts(pack, base.answers), on)
  const model = pack.significance.models.find(each => each.id === base.model)
  const found = model ? assess(model, made) : made.significance
  const moved = movedSince(pack, before, made.facts).filter(
    ({ fact }) => fact !== 'tier' && isKnown(before[fact]),
  )
  return { made, found, moved, again: found.tier !== base.found || moved.length > 0 }
}

// What an answer said of a fact stands among the facts, where the register may know better by now.
function withoutFacts(pack: Pack, answers: Answers): Answers {
  const plain = new Set(
    pack.sets.flatMap(set => set.questions.flatMap(each => (each.fact ? [] : [refOf(set, each)]))),
  )
  return Object.fromEntries(Object.entries(answers).filter(([ref]) => plain.has(ref)))
}

const isKnown = (value: Facts[string] | undefined) =>
  value !== undefined && !(Array.isArray(value) && value.length === 0)
