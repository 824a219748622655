import { evaluate } from './conditions.ts'
import { kindOf } from './definition.ts'
import { type Facts, factNamed, readValue, type Value } from './facts.ts'
import { fitting } from './fits.ts'
import type { Pack, QuestionSet } from './pack.ts'
import type { Question } from './question-shape.ts'
import { type Answers, type Asking, progressOf, refOf, setNamed, tellAnswer } from './questions.ts'
import { type Assessment, assessSignificance } from './significance.ts'

/** Everything the rules read of one arrangement under one pack. */
export type Case = Asking & { pack: Pack; significance: Assessment }

/**
 * Brings facts and answers together. In the order of the pack, an answer whose question is asked writes its fact; then
 * kind, tier and whether a review is overdue are worked out, unless they are given. A value that does not fit its question
 * is no answer.
 * @param on the day, ISO, that decides which model of significance is in force
 */
export function caseOf(pack: Pack, given: Facts, said: Answers, on: string): Case {
  const answers = fitting(pack, said)
  const facts: Record<string, Value> = { ...given }
  const texts = new Map(pack.sets.flatMap(set => set.questions.map(each => [refOf(set, each), each.text])))
  const counted = new Map<string, { value: Value; said: string }>()
  const made: Case = {
    pack,
    facts,
    answers,
    tier: 'light',
    significance: undefined as never,
    answer: ref => ({ text: texts.get(ref) ?? ref, ...counted.get(ref) }),
    left: id => {
      const set = setNamed(pack, id)!
      const { asked, left } = progressOf(set, made)
      return { title: set.title, left: left.length, asked: asked.length }
    },
  }
  for (const set of pack.sets) {
    for (const question of set.questions) count(set, question)
    if (given.kind === undefined) put('kind', kindOf(pack, made))
  }
  made.significance = assessSignificance(pack, made, on)
  if (facts.tier === undefined) facts.tier = made.significance.tier
  made.tier = facts.tier as Case['tier']
  if (facts.review_overdue === undefined) put('review_overdue', overdue(pack, made))
  return made

  function count(set: QuestionSet, question: Question) {
    if (question.if && evaluate(question.if, made).holds !== true) return
    const ref = refOf(set, question)
    const answer = answers[ref]
    if (answer?.notRelevant) return
    const own = answer?.value
    if (question.fact !== undefined && own !== undefined) put(question.fact, asFact(question.fact, own))
    const value = own ?? (question.fact === undefined ? undefined : facts[question.fact])
    if (value !== undefined) counted.set(ref, { value, said: tellAnswer(question, value) })
  }

  function put(name: string, value: Value | undefined) {
    if (value !== undefined) facts[name] = value
  }
}

/** Months from one review to the next: the tier's cycle, or the shorter one after a weak review. */
export function reviewMonths(pack: Pack, { facts, tier }: Asking): number {
  const cycle = pack.reviews.months[tier]
  return facts.last_review_weak === true ? Math.min(cycle, pack.reviews.weak) : cycle
}

// Partly is not yes: half a legal power is none.
function asFact(name: string, value: Value): Value | undefined {
  const fact = factNamed(name)
  if (!fact) return undefined
  const read = readValue(fact, fact.type === 'yes-no' && value === 'partly' ? false : value)
  return 'value' in read ? read.value : undefined
}

function overdue(pack: Pack, asking: Asking): boolean | undefined {
  const months = asking.facts.months_since_review
  return typeof months === 'number' ? months > reviewMonths(pack, asking) : undefined
}
