import type { ProposalPurpose } from '#src/db/tables.ts'
import type { Proposal } from '#src/partnerships/case/case.ts'
import { columnOfFact, factsOf } from '#src/partnerships/case/facts.ts'
import { fieldWords } from '#src/partnerships/case/fields.ts'
import { proposalPageOf } from '#src/partnerships/case/proposal-pages.ts'
import { fieldNamed } from '#src/partnerships/fields.ts'
import type { RecordColumns } from '#src/partnerships/record.ts'
import { answerWords } from '#src/protocol/answer-words.ts'
import type { Value } from '#src/protocol/facts.ts'
import type { Question } from '#src/protocol/question-shape.ts'
import type { Answer } from '#src/protocol/questions.ts'

export type Column = (typeof columnOfFact)[keyof typeof columnOfFact]

/**
 * Where the answer to a question stands: in a row of its own, in a column of the register, or in what the register
 * holds already, which is changed on a page of its own.
 */
export type Place =
  | { in: 'answer' }
  | { in: 'column'; column: Column }
  | { in: 'register'; words: string[]; page: Page }

/** The page on which the register's part is changed: of the proposal, or of an entry that stands. */
export type Page = { of: 'proposal' | 'edit'; name: string } | null

/** Where a question of a proposal is answered. In an extension the register stays as it is until it is agreed. */
export function placeOfAnswer(question: Question, entry: RecordColumns, purpose: ProposalPurpose): Place {
  if (question.field !== undefined)
    return {
      in: 'register',
      words: fieldWords(entry, question.field),
      page: pageOf(question.field, entry, purpose),
    }
  const { fact } = question
  if (fact === undefined || purpose === 'extend') return { in: 'answer' }
  const column = Object.entries(columnOfFact).find(([name]) => name === fact)?.[1]
  if (column) return { in: 'column', column }
  const held = factsOf(entry, false)[fact]
  if (held === undefined) return { in: 'answer' }
  return {
    in: 'register',
    words: answerWords(question, held),
    page: pageOf(fieldOfFact[fact] ?? '', entry, purpose),
  }
}

/** The answer as it stands, wherever it does. */
export function answerHeld(
  ref: string,
  place: Place,
  answers: Proposal['answers'] | Record<string, Answer>,
  entry: Pick<RecordColumns, Column>,
): Answer {
  const { value, note, evidence, owner, notRelevant } = answers[ref] ?? {}
  const stands =
    place.in === 'answer' ? value : place.in === 'column' ? inAnswer(entry[place.column]) : undefined
  return {
    ...(stands === undefined || stands === null ? {} : { value: stands }),
    ...(note ? { note } : {}),
    ...(evidence ? { evidence } : {}),
    ...(owner ? { owner } : {}),
    ...(notRelevant ? { notRelevant } : {}),
  }
}

/** An answer as the column holds it. */
export function inColumn(column: Column, value: Value | undefined): string | boolean | null {
  if (value === undefined) return null
  return column === 'level' ? String(value) : value === 'yes'
}

const inAnswer = (value: string | boolean | null): Value | null =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : value

const fieldOfFact: Record<string, string> = {
  money_a_year: 'money',
  money_total: 'money',
  in_budget: 'money',
  officer_days_a_year: 'officer_time',
  partners: 'partners',
  sponsor_named: 'sponsor',
  performance_lead_named: 'performance_lead',
  manager_named: 'manager',
  risk_register_reason: 'risk_register_reason',
  agreement_status: 'governing_document',
}

function pageOf(field: string, entry: RecordColumns, purpose: ProposalPurpose): Page {
  const own = proposalPageOf(field)
  if (own && purpose !== 'extend') return { of: 'proposal', name: own }
  const section = fieldNamed(field)?.section
  return section && entry.registration === 'logged' ? { of: 'edit', name: section } : null
}
