import { evaluate, type Known } from './conditions.ts'
import { factNamed, pounds, tellValue, type Value } from './facts.ts'
import type { Pack, QuestionSet } from './pack.ts'
import type { Question } from './question-shape.ts'

export type Tier = 'significant' | 'standard' | 'light'

/** One answer. A question marked not relevant has the reason and no value. */
export type Answer = { value?: Value; note?: string; evidence?: string; owner?: string; notRelevant?: string }

/** Answers by 'set.question'. */
export type Answers = { readonly [ref: string]: Answer }

/** What a question still lacks. */
export type Lack = 'answer' | 'note' | 'evidence' | 'owner'

/** How far one set has come: the questions asked of how many, and those not complete with what each lacks. */
export type Progress = {
  asked: Question[]
  of: number
  answered: number
  left: { question: Question; lacks: Lack[] }[]
}

/** What is known, with the tier that decides which questions are asked. */
export type Asking = Known & { answers: Answers; tier: Tier }

/** The question set of that id, or undefined. */
export function setNamed(pack: Pack, id: string): QuestionSet | undefined {
  return pack.sets.find(set => set.id === id)
}

/** The name by which conditions and records know a question. */
export function refOf(set: { id: string }, question: { id: string }): string {
  return `${set.id}.${question.id}`
}

/** Where a question comes from: its own clause, or that of its set; 'ours' where no source gives it. */
export function clauseOf(set: QuestionSet, question: Question): string {
  return question.clause ?? (question.source ? 'ours' : (set.clause ?? 'ours'))
}

/** Whether a question is asked: its tier rule and that of its set hold, and so does its condition. */
export function isAsked(set: QuestionSet, question: Question, asking: Asking): boolean {
  const inTier = [set.tiers, question.tiers].every(tiers => !tiers || tiers.includes(asking.tier))
  return inTier && (!question.if || evaluate(question.if, asking).holds === true)
}

/** The questions asked, under their headings. A heading stands even where its first question is not asked. */
export function groupsOf(set: QuestionSet, asked: Question[]): { heading: string; questions: Question[] }[] {
  const groups: { heading: string; questions: Question[] }[] = []
  for (const question of set.questions) {
    if (question.group || groups.length === 0) groups.push({ heading: question.group ?? '', questions: [] })
    if (asked.includes(question)) groups.at(-1)!.questions.push(question)
  }
  return groups.filter(({ questions }) => questions.length > 0)
}

/** The value a question has: its own answer, or the fact it reads. */
export function valueTo(set: QuestionSet, question: Question, asking: Asking): Value | undefined {
  const answer = asking.answers[refOf(set, question)]
  if (answer?.notRelevant) return undefined
  if (answer?.value !== undefined) return answer.value
  return question.fact === undefined ? undefined : asking.facts[question.fact]
}

/** How far a set has come. */
export function progressOf(set: QuestionSet, asking: Asking): Progress {
  const asked = set.questions.filter(question => isAsked(set, question, asking))
  const left = asked
    .map(question => ({ question, lacks: lacksOf(set, question, asking) }))
    .filter(({ lacks }) => lacks.length > 0)
  return { asked, of: set.questions.length, answered: asked.length - left.length, left }
}

/** The advice a set gives on what is answered no or partly. */
export function adviceOf(set: QuestionSet, asking: Asking): { question: Question; advice: string }[] {
  return set.questions.flatMap(question => {
    if (!question.advice || !isAsked(set, question, asking)) return []
    const value = valueTo(set, question, asking)
    return value === 'no' || value === 'partly' || value === false
      ? [{ question, advice: question.advice }]
      : []
  })
}

/** The value of an answer in words, as conditions tell it. */
export function tellAnswer(question: Question, value: Value): string {
  const fact = question.fact === undefined ? undefined : factNamed(question.fact)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(each => tellAnswer(question, each)).join(', ')
  const choice = question.choices?.find(each => each.id === value)
  if (choice) return choice.label
  if (fact && (fact.type !== 'choice' || question.kind === 'choice') && fact.type !== 'yes-no')
    return tellValue(fact, value)
  return question.kind === 'money' ? pounds(Number(value)) : String(value)
}

function lacksOf(set: QuestionSet, question: Question, asking: Asking): Lack[] {
  const answer = asking.answers[refOf(set, question)] ?? {}
  if (question.skippable && answer.notRelevant?.trim()) return []
  const value = valueTo(set, question, asking)
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return question.optional ? [] : ['answer']
  // What is answered no has nothing to show and nobody to own it.
  const held = value !== 'no' && value !== false
  const rules = [
    ['note', question.note === 'required'],
    ['evidence', question.evidence === 'required' && held],
    ['owner', question.owner === 'required' && held],
  ] as const
  return rules.filter(([part, wanted]) => wanted && !answer[part]?.trim()).map(([part]) => part)
}
