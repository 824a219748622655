import { isPartialDate } from '#src/domain/dates.ts'
import { choicesOf } from './answer-words.ts'
import type { Value } from './facts.ts'
import type { Pack } from './pack.ts'
import type { Question } from './question-shape.ts'
import { type Answer, type Answers, refOf } from './questions.ts'

/**
 * Whether a value is one its question takes. What was answered under another protocol may not be: then it counts as no
 * answer (PRO-1). What a field of the register answers always is.
 */
export function fits(question: Question, value: Value): boolean {
  if (question.field !== undefined) return true
  return (isTaken[question.kind] ?? isText)(value, question)
}

/** Answers without the values that do not fit their question. The rest of such an answer stays: its note, its evidence. */
export function fitting(pack: Pack, answers: Answers): Answers {
  const sound: Record<string, Answer> = { ...answers }
  for (const set of pack.sets)
    for (const question of set.questions) {
      const ref = refOf(set, question)
      const answer = answers[ref]
      if (answer?.value === undefined || fits(question, answer.value)) continue
      const { value: _, ...rest } = answer
      sound[ref] = rest
    }
  return sound
}

type Taken = (value: unknown, question: Question) => boolean

const isText: Taken = value =>
  typeof value === 'string' || (Array.isArray(value) && value.every(each => typeof each === 'string'))

const isAmount: Taken = value => typeof value === 'number' && Number.isFinite(value) && value >= 0

const isYesNo: Taken = value => typeof value === 'boolean' || value === 'yes' || value === 'no'

const isTaken: Partial<Record<Question['kind'], Taken>> = {
  'yes-no': isYesNo,
  'yes-no-partly': (value, question) => value === 'partly' || isYesNo(value, question),
  choice(value, question) {
    if (Array.isArray(value) && !question.several) return false
    const known = choicesOf(question).map(choice => choice.value)
    return [value].flat().every(each => known.includes(each as string))
  },
  money: isAmount,
  number: isAmount,
  date: value => typeof value === 'string' && isPartialDate(value),
}
