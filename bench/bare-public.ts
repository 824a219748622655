import { formatMoney } from '#src/domain/money.ts'
import { kinds, labelOf, stages } from '#src/domain/words.ts'
import { formatDay } from '#src/web/views.ts'
import type { Query, Shells } from './bare.ts'
import { safe } from './bare-list.ts'

const columns = `c.reference, c.name, c.kind, c.stage, c.theme, c.lead, c.pence, c.confirmed_on`
const current = 'from public_copy c where c.until_at is null and'
const byName = `order by plain(c.name) collate "und-x-icu", c.number limit 50`

/** What the public reads of a register, fifty entries of one status a page. */
export async function publicList(query: Query, { publicList }: Shells, params: URLSearchParams) {
  const asked = [params.get('authority'), params.get('stage')]
  const of = `${current} c.authority_id = $1 and c.stage = $2`
  const total = await query(`select count(*)::int as total ${of}`, asked)
  const skipped = Number(params.get('page')) * 50 - 50
  const page = await query(`select ${columns} ${of} ${byName} offset $3`, [...asked, skipped])
  return tableOf(publicList, page.rows as Copy[], total.rows)
}

/** A search over all authorities that publish, each copy's text read through. */
export async function publicSearch(query: Query, { publicList }: Shells, params: URLSearchParams) {
  const asked = [params.get('q')]
  const of = `${current} strpos(c.search_text, lower($1)) > 0`
  const total = await query(`select count(*)::int as total ${of}`, asked)
  const page = await query(`select ${columns} ${of} ${byName}`, asked)
  return tableOf(publicList, page.rows as Copy[], total.rows)
}

/** The public page of one entry. */
export async function publicEntry(query: Query, { publicEntry }: Shells, params: URLSearchParams) {
  const { rows } = await query(
    `select content ${current} c.authority_id = $1 and c.reference = $2`,
    ['authority', 'ref'].map(name => params.get(name)),
  )
  const { name, values, bodies, people, commitments } = (rows as { content: Content }[])[0]!.content
  const line = (cells: string[]) =>
    `<tr class="govuk-table__row">${cells.map(cell => `<td class="govuk-table__cell">${safe(cell)}</td>`).join('')}</tr>`
  return `${publicEntry.before}<h1 class="govuk-heading-l">${safe(name)}</h1><dl class="govuk-summary-list">${Object.entries(
    values,
  )
    .map(
      ([key, value]) =>
        `<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${key}</dt><dd class="govuk-summary-list__value">${safe(String(value))}</dd></div>`,
    )
    .join(
      '',
    )}</dl><table class="govuk-table">${bodies.map(each => line([each.name, each.role])).join('')}${people
    .map(each => line([each.person?.name ?? '', each.role]))
    .join(
      '',
    )}${commitments.map(each => line([each.year, formatMoney(each.pence)])).join('')}</table>${publicEntry.after}`
}

type Copy = {
  reference: string
  name: string
  kind: string
  stage: string
  theme: string
  lead: string
  pence: number | null
  confirmed_on: string | null
}
type Content = {
  name: string
  values: Record<string, unknown>
  bodies: { name: string; role: string }[]
  people: { role: string; person: { name: string } | null }[]
  commitments: { year: string; pence: number }[]
}

function tableOf(shell: { before: string; after: string }, copies: Copy[], total: unknown[]) {
  let html = `${shell.before}<!-- ${(total as { total: number }[])[0]!.total} -->`
  for (const copy of copies)
    html += `
    <tr class="govuk-table__row">
      <th scope="row" class="govuk-table__header app-entries__name app-words">
        <a class="govuk-link" href="/bench-1/register/${encodeURIComponent(copy.reference)}">${safe(copy.name)}</a>
        <span class="app-entries__about">${safe(copy.reference)}. ${copy.kind === 'partnership' ? '' : `${labelOf(kinds, copy.kind)}. `}${safe(copy.theme)}.</span>
      </th>
      <td class="govuk-table__cell app-words" data-heading="Led by">${safe(copy.lead || '–')}</td>
      <td class="govuk-table__cell" data-heading="Status">${labelOf(stages, copy.stage)}</td>
      <td class="govuk-table__cell app-number" data-heading="Our money">${copy.pence ? formatMoney(copy.pence) : '–'}</td>
      <td class="govuk-table__cell" data-heading="Confirmed">${formatDay(copy.confirmed_on) || 'Never'}</td>
    </tr>`
  return html + shell.after
}
