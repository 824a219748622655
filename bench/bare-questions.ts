import { createHash, randomUUID } from 'node:crypto'
import { newId } from '#src/domain/id.ts'
import type { Query } from './bare.ts'
import { safe } from './bare-list.ts'
import { questions } from './fill-questions.ts'

type Answer = { question: string; value: unknown; note: string; evidence: string; answered_by: string }

const proposalText = `select p.id, i.id as involvement from proposal p
  join involvement i on i.authority_id = p.authority_id and i.id = p.involvement_id
  where p.authority_id = $1 and i.reference = $2 and p.state = 'draft'`
const answersText = `select question, value, note, evidence, answered_by from answer where authority_id = $1 and subject_id = $2`

/** The first page of a hundred questions with their answers, without what stands around it. */
export async function questionsPage(query: Query, params: URLSearchParams): Promise<string> {
  const authority = params.get('authority')
  const [{ id }] = (await query(proposalText, [authority, params.get('ref')])).rows as [{ id: string }]
  const rows = (await query(answersText, [authority, id])).rows as Answer[]
  const answers = new Map(rows.map(row => [row.question, row]))
  return `<form method="post">${questions
    .slice(0, 20)
    .map(({ id, text, help }) => {
      const answer = answers.get(`hundred.${id}`)
      return `<div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="${id}">${safe(text)}</label><div class="govuk-hint">${safe(help ?? '')}</div><textarea class="govuk-textarea" id="${id}" name="${id}">${safe(String(answer?.value ?? ''))}</textarea><p class="govuk-body-s">Answered by ${safe(answer?.answered_by ?? '')}</p></div>`
    })
    .join('')}</form>`
}

/** One answer and its event in a transaction, and the row that lists read made again. */
export async function saveAnswer(run: Query, form: URLSearchParams): Promise<string> {
  const [authority, reference, question, value] = ['authority', 'reference', 'question', 'value'].map(name =>
    form.get(name),
  )
  await run(`select set_config('concordat.authority', $1, true)`, [authority])
  const [{ id, involvement }] = (await run(`${proposalText} for update of i`, [authority, reference]))
    .rows as [{ id: string; involvement: string }]
  await run(
    `update answer set value = $4::jsonb, version = version + 1, answered_at = now()
     where authority_id = $1 and subject_id = $2 and question = $3`,
    [authority, id, question, JSON.stringify(value)],
  )
  const changes = [{ table: 'answer', id, field: 'value', before: null, after: value }]
  const payload = JSON.stringify({ actor: { kind: 'person', name: 'bare' }, changes, salt: randomUUID() })
  await run(
    `insert into event (authority_id, id, at, action, subject_type, subject_id, fields, payload, payload_hash)
     values ($1, $2, now(), 'involvement.answer', 'involvement', $3, '{value}', $4, $5)`,
    [authority, newId(), involvement, payload, createHash('sha256').update(payload).digest('hex')],
  )
  await run('select refresh_register(array[$1]::uuid[])', [involvement])
  return ''
}
