import { formatDate } from '#src/domain/dates.ts'
import { counted, factNamed, pounds, type Value } from './facts.ts'
import type { Question } from './question-shape.ts'
import type { Answer } from './questions.ts'

/** What an answer's words hang on. */
type Asked = Pick<Question, 'kind' | 'choices' | 'fact' | 'unit'>

/** A value as people read it, a line for each thing chosen or each line written. */
export function answerWords(question: Asked, value: Value): string[] {
  if (Array.isArray(value)) return value.map(each => wordOf(question, each))
  return wordOf(question, value as string | number | boolean)
    .split('\n')
    .filter(line => line.trim() !== '')
}

/** An answer in words: what it says, or why it is not relevant; its other parts named, where it has them. */
export function answerLines(question: Asked, answer: Answer): string[] {
  const { value, notRelevant, note, evidence, owner } = answer
  const said = notRelevant
    ? [`Not relevant: ${notRelevant}`]
    : value === undefined
      ? []
      : answerWords(question, value)
  return [
    ...said,
    ...(note ? [`Note: ${note}`] : []),
    ...(evidence ? [`Evidence: ${evidence}`] : []),
    ...(owner ? [`Owner: ${owner}`] : []),
  ]
}

/** What can be chosen in answer to a question: its own choices, or those of the fact it reads. */
export function choicesOf(question: Asked): { value: string; label: string }[] {
  if (question.choices) return question.choices.map(({ id, label }) => ({ value: id, label }))
  const choices = (question.fact && factNamed(question.fact)?.choices) || []
  // A fact's choices end a sentence, 'the agreement is legally binding': as an answer they stand alone.
  return choices.map(({ value, label }) => ({ value, label: capital(label.replace(/^is /, '')) }))
}

/** What a number is counted in: the question's own unit, or its fact's; '' where neither says. */
export function unitOf(question: Asked): string {
  return question.unit ?? (question.fact && factNamed(question.fact)?.unit) ?? ''
}

function wordOf(question: Asked, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  // What was answered to a question that was another one then reads as it was written.
  if (typeof value !== (amounts.has(question.kind) ? 'number' : 'string')) return String(value)
  switch (question.kind) {
    case 'yes-no':
    case 'yes-no-partly':
      return capital(String(value))
    case 'choice':
      return choicesOf(question).find(choice => choice.value === value)?.label ?? String(value)
    case 'money':
      return `${pounds(Number(value))} ${unitOf(question)}`.trim()
    case 'number':
      return counted(Number(value), unitOf(question))
    case 'date':
      return formatDate(String(value))
    default:
      return String(value)
  }
}

const amounts = new Set<Question['kind']>(['money', 'number'])

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
