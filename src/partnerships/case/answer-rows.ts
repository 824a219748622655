import type { Answer } from '#src/protocol/questions.ts'

/** The row in which an answer stands. */
export type AnswerRow = { id: string; version: number; answeredBy: string; answeredAt: Date }

/** Answers with the rows they stand in, by set.question. */
export type AnswersKept = Record<string, Answer & AnswerRow>

type Row = {
  id: string
  version: number
  question: string
  value?: Answer['value'] | null
  note: string
  evidence: string
  owner: string
  not_relevant: string
  answered_by: string
  answered_at: string | Date
}

/** Rows of answers by the question they answer, without the parts that say nothing. */
export function answersIn(rows: readonly Row[]): AnswersKept {
  return Object.fromEntries(
    rows.map(row => [
      row.question,
      {
        ...(row.value === null || row.value === undefined ? {} : { value: row.value }),
        ...(row.note ? { note: row.note } : {}),
        ...(row.evidence ? { evidence: row.evidence } : {}),
        ...(row.owner ? { owner: row.owner } : {}),
        ...(row.not_relevant ? { notRelevant: row.not_relevant } : {}),
        id: row.id,
        version: row.version,
        answeredBy: row.answered_by,
        answeredAt: new Date(row.answered_at),
      },
    ]),
  )
}
