import type { FrozenProposal, FrozenRow } from '#src/db/tables.ts'
import { formatDate } from '#src/domain/dates.ts'
import type { EntryCase } from '#src/partnerships/case/case.ts'
import { factNamed, plain, pounds, type Value } from '#src/protocol/facts.ts'
import type { Case } from '#src/protocol/known.ts'
import type { QuestionSet } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { clauseOf, isAsked, refOf, valueTo } from '#src/protocol/questions.ts'

/**
 * Every question a proposal is asked with its answer in words, set by set: what is checked, read by deciders and frozen.
 * First stands what significance rests on. An answer has no lines where nothing was said.
 */
export function frozenSections({ made }: EntryCase): FrozenProposal['sections'] {
  const { definition, sets } = made.pack
  const read = sets.filter(
    set =>
      set.use === 'entry' || (set.use === 'test' && ![definition.set, definition.features].includes(set.id)),
  )
  return read
    .map(set => ({ id: set.id, title: set.title, rows: rowsOf(set, made) }))
    .filter(section => section.rows.length > 0)
}

/** One question with its answer in words, as it stands. */
export function answerRow(set: QuestionSet, question: Question, made: Case): FrozenRow {
  const ref = refOf(set, question)
  const { note = '', evidence = '', owner = '', notRelevant } = made.answers[ref] ?? {}
  const value = valueTo(set, question, made)
  const answer = notRelevant
    ? [`Not relevant because ${notRelevant}`]
    : value === undefined
      ? []
      : answerWords(question, value)
  return { id: ref, question: question.text, clause: clauseOf(set, question), answer, note, evidence, owner }
}

/** A value as people read it, a line for each thing chosen or each line written. */
export function answerWords(question: Question, value: Value): string[] {
  if (Array.isArray(value)) return value.map(each => wordOf(question, each))
  return wordOf(question, value as string | number | boolean)
    .split('\n')
    .filter(line => line.trim() !== '')
}

/** What can be chosen in answer to a question: its own choices, or those of the fact it reads. */
export function choicesOf(question: Question): { value: string; label: string }[] {
  if (question.choices) return question.choices.map(({ id, label }) => ({ value: id, label }))
  const choices = (question.fact && factNamed(question.fact)?.choices) || []
  // A fact's choices end a sentence, 'the agreement is legally binding': as an answer they stand alone.
  return choices.map(({ value, label }) => ({ value, label: capital(label.replace(/^is /, '')) }))
}

function rowsOf(set: QuestionSet, made: Case): FrozenRow[] {
  return set.questions
    .filter(question => isAsked(set, question, made))
    .map(question => answerRow(set, question, made))
}

function wordOf(question: Question, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  switch (question.kind) {
    case 'yes-no':
    case 'yes-no-partly':
      return capital(String(value))
    case 'choice':
      return choicesOf(question).find(choice => choice.value === value)?.label ?? String(value)
    case 'money':
      return withUnit(pounds(Number(value)), question)
    case 'number':
      return withUnit(plain(Number(value)), question)
    case 'date':
      return formatDate(String(value))
    default:
      return String(value)
  }
}

function withUnit(amount: string, question: Question): string {
  const unit = question.unit ?? (question.fact && factNamed(question.fact)?.unit) ?? ''
  return `${amount} ${unit}`.trim()
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
