import { evaluate, type Known } from './conditions.ts'
import type { Pack } from './pack.ts'
import { type Asking, adviceOf, progressOf, setNamed } from './questions.ts'
import { lower } from './sentences.ts'

export type FoundKind = Pack['definition']['outcomes'][number]['id'] | 'take-advice'

/** What the definition test found, what that means, where it goes next, why, and which usual features are missing. */
export type Outcome = {
  kind: FoundKind
  means: string
  next: string
  clause: string | undefined
  because: string
  missing: { feature: string; advice: string }[]
}

/** The kind the definition test has found, or undefined while an answer is open that could change it. */
export function kindOf(pack: Pack, known: Known): FoundKind | undefined {
  return found(pack, known)?.kind
}

/**
 * The outcome of the definition test (DEF-1 to DEF-3). Missing features are advice: they never change the outcome.
 * @returns undefined while an answer is open that could change it
 */
export function outcomeOf(pack: Pack, asking: Asking): Outcome | undefined {
  const outcome = found(pack, asking)
  const features = setNamed(pack, pack.definition.features)
  if (!outcome) return undefined
  const missing = features ? adviceOf(features, asking) : []
  return { ...outcome, missing: missing.map(({ question, advice }) => ({ feature: question.text, advice })) }
}

/** Whether the protocol applies to a kind: to one it covers, and while the kind is not known. */
export function covers(pack: Pack, kind: unknown): boolean {
  return kind === undefined || pack.definition.covers.some(each => each === kind)
}

/** The questions of the test still to be answered; none once it has an outcome. */
export function testLeft(pack: Pack, asking: Asking) {
  const set = setNamed(pack, pack.definition.set)
  return set && !found(pack, asking) ? progressOf(set, asking).left.map(({ question }) => question) : []
}

function found(pack: Pack, known: Known): Omit<Outcome, 'missing'> | undefined {
  for (const { id, if: condition, means, next, clause } of pack.definition.outcomes) {
    const { holds, because } = evaluate(condition, known)
    if (holds === undefined) return undefined
    if (holds) return { kind: id, means, next, clause, because }
  }
  const { means, next, clause } = pack.definition.unsure
  return { kind: 'take-advice', means, next, clause, because: whyNone(pack, known) }
}

// Several outcomes ask the same thing; it is said once.
function whyNone(pack: Pack, known: Known): string {
  const told = pack.definition.outcomes.map(({ if: condition }) => evaluate(condition, known).because)
  const [first = '', ...rest] = told.flatMap(because => because.split('; '))
  const others = new Set(rest.map(lower))
  others.delete(lower(first))
  return [first, ...others].join('; ')
}
