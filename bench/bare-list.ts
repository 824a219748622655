import { formatMoney } from '#src/domain/money.ts'
import { kinds, labelOf, stages } from '#src/domain/words.ts'
import { formatDay } from '#src/web/views.ts'

const columns = `e.involvement_id, e.reference, e.name, e.kind, e.stage, e.tier, e.directorate, e.sponsor, e.lead, e.pence,
  e.confirmed_on, e.changed_at, e.gaps`
const staged = `from register_entry e where e.authority_id = $1 and not e.merged and not e.removed and e.stage = $2`
const byName = `order by plain(e.name) collate "und-x-icu", e.involvement_id limit 50`

export const queryTotal = `select count(*)::int as total ${staged}`
export const queryList = `select ${columns} ${staged} ${byName} offset $3`

// Every row's text read through, as a search without an index for it does; and the same over the trigram index.
const among = 'from register_entry e where e.authority_id = $1 and not e.merged and not e.removed and'
const passage = 'strpos(e.search_text, lower($2)) > 0'
const indexed = `e.search_text like '%' || lower($2) || '%'`
export const queryPassage = {
  total: `select count(*)::int as total ${among} ${passage}`,
  page: `select ${columns} ${among} ${passage} ${byName}`,
}
export const queryIndexed = {
  total: `select count(*)::int as total ${among} ${indexed}`,
  page: `select ${columns} ${among} ${indexed} ${byName}`,
}

/** What a bare export would copy: the entries' row, and what they hold beside it, put into cells by the database. */
export const copiedFor = (
  authority: string,
) => `select e.reference, e.name, e.kind, e.stage, e.tier, e.level, e.theme, e.area,
    p.purpose, e.directorate, e.sponsor, e.lead, e.people, e.partners, e.pence, e.confirmed_on,
    (select string_agg(c.year || ' ' || c.pence, '; ' order by c.year) from commitment c
      where c.authority_id = i.authority_id and c.involvement_id = i.id),
    (select string_agg(o.name, '; ' order by o.name) from membership m
      join organisation o on o.authority_id = m.authority_id and o.id = m.organisation_id
      where m.authority_id = p.authority_id and m.partnership_id = p.id),
    (select string_agg(a.role || ' ' || person.name, '; ' order by a.id) from appointment a
      join person on person.authority_id = a.authority_id and person.id = a.person_id
      where a.authority_id = i.authority_id and a.involvement_id = i.id)
  from register_entry e
  join involvement i on i.authority_id = e.authority_id and i.id = e.involvement_id
  join partnership p on p.authority_id = i.authority_id and p.id = i.partnership_id
  where e.authority_id = '${authority}' and not e.merged and not e.removed
  order by plain(e.name) collate "und-x-icu"`

type Row = {
  reference: string
  name: string
  kind: string
  stage: string
  directorate: string
  sponsor: string
  pence: number
  confirmed_on: string | null
  changed_at: Date
  gaps: string[]
}

/** The list's page: its rows written as the service writes them, between what the service has around them. */
export function listPage(shell: { before: string; after: string }, rows: unknown[], total: number): string {
  let html = `${shell.before}<!-- ${total} -->`
  for (const entry of rows as Row[]) html += rowOf(entry)
  return html + shell.after
}

function rowOf(entry: Row): string {
  const kind = entry.kind === 'partnership' ? '' : labelOf(kinds, entry.kind)
  const gaps = entry.gaps.length > 0 ? `${entry.gaps.length} missing` : ''
  const about =
    kind || gaps ? `<span class="app-entries__about">${[kind, gaps].filter(Boolean).join(', ')}</span>` : ''
  const stage =
    entry.stage === 'in-place'
      ? 'In place'
      : `<strong class="govuk-tag govuk-tag--blue">${labelOf(stages, entry.stage)}</strong>`
  const directorate = entry.directorate
    ? `<span class="app-entries__about">${safe(entry.directorate)}</span>`
    : ''
  return `
    <tr class="govuk-table__row">
      <td class="govuk-table__cell app-entries__reference" data-heading="Reference">${safe(entry.reference)}</td>
      <th scope="row" class="govuk-table__header app-entries__name">
        <a class="govuk-link" href="/bench-1/staff/partnerships/${encodeURIComponent(entry.reference)}">${safe(entry.name)}</a>
        ${about}
      </th>
      <td class="govuk-table__cell" data-heading="Status">${stage}</td>
      <td class="govuk-table__cell" data-heading="Sponsor">${safe(entry.sponsor || 'None')}${directorate}</td>
      <td class="govuk-table__cell app-number" data-heading="Our money">${entry.pence ? formatMoney(entry.pence) : '–'}</td>
      <td class="govuk-table__cell" data-heading="Confirmed">${formatDay(entry.confirmed_on) || 'Never'}</td>
      <td class="govuk-table__cell" data-heading="Changed">${formatDay(entry.changed_at)}</td>
    </tr>`
}

/** Text made safe between tags and in quotes. */
export function safe(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`) : text
}
