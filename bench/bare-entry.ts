import { Kysely, PostgresDialect } from 'kysely'
import type { Tables } from '#src/db/tables.ts'
import { formatMoney } from '#src/domain/money.ts'
import { recordRows } from '#src/partnerships/record.ts'
import type { Query } from './bare.ts'
import { safe } from './bare-list.ts'

// The service's own statement, taken as text: it is the longest there is, and must not drift from what is measured.
const composer = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: {} as never }) })
const recordText = recordRows(composer, 'authority', ['id']).compile().sql
const idText = 'select id from involvement where authority_id = $1 and reference = $2'
const lineText = 'select gaps from register_entry where authority_id = $1 and involvement_id = $2'
const historyText = `select at, action, payload from event where authority_id = $1 and subject_type = 'involvement'
  and subject_id = $2 order by at desc, id desc limit 5`

type Named = { id: string; name: string }
type Entry = {
  reference: string
  memberships: { organisationId: string; name: string; role: string; note: string }[]
  commitments: { year: string; pence: number; form: string; budgeted: boolean }[]
  appointments: { role: string; person: Named | null }[]
  priorities: { title: string; plan: string }[]
  lead_organisation: Named | null
  [column: string]: unknown
}

/** The page of one entry, between what the service has around it. */
export async function entryPage(query: Query, shell: { before: string; after: string }, asked: unknown[]) {
  const [{ id }] = (await query(idText, asked)).rows as [{ id: string }]
  const entry = (await query(recordText, [asked[0], [id]])).rows[0] as Entry
  const [{ gaps }] = (await query(lineText, [asked[0], id])).rows as [{ gaps: string[] }]
  const history = (await query(historyText, [asked[0], id])).rows as { at: Date; action: string }[]
  const text = (column: string) => row(column, safe(String(entry[column] ?? '')))
  return `${shell.before}<h1 class="govuk-heading-l app-record__title">${safe(String(entry.name))}</h1>
    <ul class="govuk-list govuk-list--bullet">${gaps.map(gap => `<li>${gap} <a class="govuk-link app-no-print" href="edit/${gap}">Mend this</a></li>`).join('')}</ul>
    ${card('identity', ['name', 'former_names', 'kind', 'stage', 'council_reference'].map(text).join(''))}
    ${card('about', ['purpose', 'statutory_basis', 'theme', 'area', 'website', 'started_on', 'governing_document'].map(text).join(''))}
    ${card('bodies', row('Lead organisation', safe(entry.lead_organisation?.name ?? '')) + table(entry.memberships.map(each => [safe(each.name), each.role, safe(each.note)])))}
    ${card('our-part', ['directorate', 'level', 'lead_member', 'representative', 'tier'].map(text).join('') + entry.priorities.map(each => row(safe(each.plan), safe(each.title))).join(''))}
    ${card('people', entry.appointments.map(each => row(each.role, safe(each.person?.name ?? ''))).join(''))}
    ${card('resources', table(entry.commitments.map(each => [each.year, formatMoney(each.pence), each.form])))}
    ${card('risk', ['risk_register', 'risk_manager'].map(text).join(''))}
    ${card('own', ['notes'].map(text).join(''))}
    <ul class="govuk-list">${history.map(each => `<li>${each.action} ${each.at.toISOString()}</li>`).join('')}</ul>${shell.after}`
}

const row = (key: string, value: string) =>
  `<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${key}</dt><dd class="govuk-summary-list__value app-lines">${value || '<span class="app-none">Not recorded</span>'}</dd></div>`

const card = (id: string, content: string) =>
  `<div class="govuk-summary-card app-record__card" id="${id}"><div class="govuk-summary-card__title-wrapper"><h2 class="govuk-summary-card__title">${id}</h2><ul class="govuk-summary-card__actions app-no-print"><li class="govuk-summary-card__action"><a class="govuk-link" href="edit/${id}">Change</a></li></ul></div><div class="govuk-summary-card__content"><dl class="govuk-summary-list">${content}</dl></div></div>`

const table = (rows: string[][]) =>
  `<table class="govuk-table app-cards"><tbody class="govuk-table__body">${rows.map(cells => `<tr class="govuk-table__row">${cells.map(cell => `<td class="govuk-table__cell" data-heading="">${cell}</td>`).join('')}</tr>`).join('')}</tbody></table>`
