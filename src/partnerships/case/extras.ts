import { answerLines } from '#src/protocol/answer-words.ts'
import type { Case } from '#src/protocol/known.ts'
import type { Pack, QuestionSet } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { isAsked, refOf, valueTo } from '#src/protocol/questions.ts'

/**
 * What a protocol asks on the registration form beyond the questions that the form has by itself, in its sets
 * (PRO-1). A set that adds nothing is left out.
 */
export function extraSets({ sets }: Pick<Pack, 'sets'>): QuestionSet[] {
  return sets
    .filter(set => set.use === 'register')
    .map(set => ({ ...set, questions: set.questions.filter(question => isExtra(set, question)) }))
    .filter(set => set.questions.length > 0)
}

/** Of these, what one entry is still to be asked: a fact that its proposal or the register gives is known. */
export function extrasFor(made: Case): QuestionSet[] {
  return extraSets(made.pack)
    .map(set => ({ ...set, questions: set.questions.filter(question => !isKnown(set, question, made)) }))
    .filter(set => set.questions.some(question => isAsked(set, question, made)))
}

/** The answers to them that were given, in words. */
export function extraAnswers(made: Case): { question: string; answer: string[] }[] {
  return extrasFor(made).flatMap(set =>
    set.questions
      .filter(question => isAsked(set, question, made))
      .map(question => ({
        question: question.text,
        answer: wordsOf(set, question, made),
      })),
  )
}

/** The answer to one of them as it stands, in words. */
export function wordsOf(set: QuestionSet, question: Question, made: Case): string[] {
  const value = valueTo(set, question, made)
  return answerLines(question, {
    ...made.answers[refOf(set, question)],
    ...(value === undefined ? {} : { value }),
  })
}

// What the form asks of whoever fills it in and signs.
const ofTheSigner = [
  'completed-by',
  'completed-title',
  'completed-directorate',
  'completed-extension',
  'completed-role',
  'signed',
  'dated',
].map(id => `registration.${id}`)

// What the form's own pages ask, by the facts the register draws from it.
const ofTheRegister = [
  'kind',
  'stage',
  'lead',
  'partners',
  'sponsor_named',
  'performance_lead_named',
  'manager_named',
  'risk_register',
  'risk_register_reason',
  'money_a_year',
  'money_total',
  'in_budget',
  'officer_days_a_year',
]

function isExtra(set: QuestionSet, question: Question): boolean {
  if (question.field !== undefined || ofTheSigner.includes(refOf(set, question))) return false
  return question.fact === undefined || !ofTheRegister.includes(question.fact)
}

function isKnown(set: QuestionSet, question: Question, { facts, answers }: Case): boolean {
  if (question.fact === undefined || facts[question.fact] === undefined) return false
  return answers[refOf(set, question)]?.value === undefined
}
