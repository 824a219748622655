import { isPartialDate } from '#src/domain/dates.ts'
import { factNamed, type Value } from './facts.ts'
import type { Question } from './question-shape.ts'

/** What can be chosen to answer a question, with the words people read; none where it is not answered by choosing. */
export function optionsOf(question: Question): { value: string; label: string }[] {
  if (question.kind === 'yes-no') return [yes, no]
  if (question.kind === 'yes-no-partly') return [yes, partly, no]
  if (question.kind !== 'choice') return []
  if (question.choices) return question.choices.map(({ id, label }) => ({ value: id, label }))
  const choices = question.fact === undefined ? undefined : factNamed(question.fact)?.choices
  return (choices ?? []).map(({ value, label }) => ({ value, label }))
}

/** The value that a text of an address answers a question with, or undefined where it is no answer to it. */
export function readText(question: Question, given: unknown): Value | undefined {
  const texts = [given ?? []].flat().filter(each => typeof each === 'string')
  const options = optionsOf(question)
  if (options.length > 0) {
    const chosen = options.map(each => each.value).filter(value => texts.includes(value))
    if (question.several) return chosen.length > 0 ? chosen : undefined
    return texts.length === 1 ? chosen[0] : undefined
  }
  const text = (texts.at(-1) ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .toWellFormed()
  if (text === '') return undefined
  if (question.kind === 'number' || question.kind === 'money') {
    const plain = text.replace(/^£/, '').replaceAll(',', '')
    return /^\d{1,12}(\.\d{1,2})?$/.test(plain) ? Number(plain) : undefined
  }
  if (question.kind === 'date') return text.length === 10 && isPartialDate(text) ? text : undefined
  return text.slice(0, longest)
}

const [yes, partly, no] = [
  { value: 'yes', label: 'Yes' },
  { value: 'partly', label: 'Partly' },
  { value: 'no', label: 'No' },
]
const longest = 300
