import type { Case } from '#src/protocol/known.ts'
import type { QuestionSet } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { isAsked, refOf } from '#src/protocol/questions.ts'

/** The questions that hang on one choice of the question right before them, by that choice. */
export type Reveals = { [choice: string]: Question[] }

/**
 * The questions to show under a choice of `question` instead of on a page that comes back: those that follow it at once,
 * are asked for that choice alone, and are a box to fill in.
 */
export function revealsOf(set: QuestionSet, question: Question, made: Case): Reveals {
  const reveals: Reveals = {}
  if (!chosenOne(question)) return reveals
  for (const next of set.questions.slice(set.questions.indexOf(question) + 1)) {
    const choice = hangsOn(set, question, next)
    if (choice === undefined || next.group || !boxes.has(next.kind) || next.field) break
    const { if: _, ...always } = next
    if (isAsked(set, always, made)) reveals[choice] = [...(reveals[choice] ?? []), next]
  }
  return reveals
}

const boxes = new Set(['text', 'number', 'money', 'date', 'person', 'organisation', 'document'])

const chosenOne = ({ kind, several }: Question) =>
  kind === 'yes-no' || kind === 'yes-no-partly' || (kind === 'choice' && !several)

function hangsOn(set: QuestionSet, question: Question, { if: condition }: Question): string | undefined {
  if (condition?.is === undefined) return undefined
  const on =
    condition.answer === refOf(set, question) ||
    (condition.fact !== undefined && condition.fact === question.fact)
  if (!on) return undefined
  return typeof condition.is === 'boolean' ? (condition.is ? 'yes' : 'no') : String(condition.is)
}
