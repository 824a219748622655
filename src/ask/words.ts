import type { FrozenProposal, FrozenRow } from '#src/db/tables.ts'
import type { EntryCase } from '#src/partnerships/case/case.ts'
import { answerLines } from '#src/protocol/answer-words.ts'
import type { Case } from '#src/protocol/known.ts'
import type { QuestionSet } from '#src/protocol/pack.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import { clauseOf, isAsked, refOf, setNamed, valueTo } from '#src/protocol/questions.ts'
import { setsOfProposal } from './pages.ts'

/**
 * Every question a proposal is asked with its answer in words, set by set: what is checked, read by deciders and frozen.
 * First stands what significance rests on. An answer has no lines where nothing was said.
 */
export function frozenSections({ made }: EntryCase): FrozenProposal['sections'] {
  const read = setsOfProposal(made.pack)
  return read
    .map(id => setNamed(made.pack, id)!)
    .map(set => ({ id: set.id, title: set.title, rows: rowsOf(set, made) }))
    .filter(section => section.rows.length > 0)
}

/** One question with its answer in words, as it stands. */
export function answerRow(set: QuestionSet, question: Question, made: Case): FrozenRow {
  const ref = refOf(set, question)
  const { note = '', evidence = '', owner = '', notRelevant } = made.answers[ref] ?? {}
  const value = valueTo(set, question, made)
  const answer = answerLines(question, {
    ...(value === undefined ? {} : { value }),
    ...(notRelevant ? { notRelevant } : {}),
  })
  return { id: ref, question: question.text, clause: clauseOf(set, question), answer, note, evidence, owner }
}

function rowsOf(set: QuestionSet, made: Case): FrozenRow[] {
  return set.questions
    .filter(question => isAsked(set, question, made))
    .map(question => answerRow(set, question, made))
}
