import type { PublicAppointment, PublicContent, PublicField } from '#src/db/public-content.ts'
import { formatDate, isPartialDate } from '#src/domain/dates.ts'
import { appointmentRoles, kinds, labelOf, levels, stages, tiers } from '#src/domain/words.ts'
import { resourceTables, type Table } from './resources.ts'
import { withheldWords } from './withheld.ts'

/** One thing an entry says, in words; `href` where there is more about it, `day` the date it tells as it is stored. */
export type Item = { text: string; href?: string; note?: string; day?: string }
/** A question about an entry and its answers. `prop` is the name schema.org has for it. */
export type Row = { label: string; items: Item[]; prop?: string }
export type Section = { id: string; heading: string; rows: Row[]; tables: Table[] }

/** An entry as the public reads it, in words only: what the page shows, and what versions are compared by. */
export type EntryBody = {
  name: string
  reference: string
  kind: string
  stage: string
  isOver: boolean
  purpose: string
  confirmedOn: string
  sections: Section[]
  withheld: { heading: string; reason: string }[]
}

type Shown = {
  base: string
  fields: readonly PublicField[]
  /** The ends of the keys that have a page; all have where absent, as those a current copy names do. */
  named?: ReadonlySet<string>
}

/**
 * Puts a published copy into plain language (REG-5, SCR-4). The template beside this shows what comes back; a preview
 * of what would be published is made the same way.
 * @param base the start of the authority's public addresses, '/wendleshire'
 * @param fields what the site says of the fields, for the headings of the authority's own
 */
export function entryBodyOf(content: PublicContent, { base, fields, named }: Shown): EntryBody {
  const { values } = content
  const pageOf: PageOf = (folder, key) =>
    named && !named.has(key.slice(-8)) ? {} : { href: `${base}/${folder}/${key}` }
  const text = (name: string) => String(values[name] ?? '')
  const sections: Section[] = [
    section('about', 'What it is', [
      row('Theme', text('theme')),
      row('Area', text('area'), 'areaServed'),
      row('Statutory basis', text('statutory_basis')),
      linkRow('Website', text('website'), undefined, 'url'),
      dayRow('Started', text('started_on'), 'foundingDate'),
      dayRow('Ended or due to end', text('ended_on'), 'dissolutionDate'),
      row('Former names', [values.former_names ?? []].flat().join('; '), 'alternateName'),
      linkRow('Governing document', text('governing_document_link'), text('governing_document')),
    ]),
    section('our-part', 'Our part in it', [
      row('Our role', ourRole(values)),
      row('How far we are involved', labelOf(levels, text('level'))),
      row('How significant it is to us', labelOf(tiers, text('tier'))),
      row('Directorate', text('directorate')),
      row('Council’s own number', text('council_reference')),
      {
        label: 'Council priorities it serves',
        items: content.priorities.map(({ title, plan }) => ({ text: title, note: plan })),
      },
    ]),
    section('people', 'Who represents us and answers for it', peopleRows(content, pageOf)),
    section('bodies', 'Who is in it', bodyRows(content, pageOf)),
    { ...section('resources', 'What we put in', []), tables: resourceTables(content.commitments) },
    section('risk', 'How its risks are managed', [
      row('Does it keep a risk register?', yesNo(values.risk_register)),
      row('Why there is no risk register', text('risk_register_reason')),
      row('Who manages its risks', text('risk_manager')),
    ]),
    section('more', 'More about it', ownRows(values, fields)),
  ]
  return {
    name: content.name,
    reference: content.reference,
    kind: labelOf(kinds, content.kind),
    stage: labelOf(stages, content.stage),
    isOver: ['ended', 'declined', 'not-a-partnership'].includes(content.stage),
    purpose: text('purpose'),
    confirmedOn: formatDate(text('confirmed_on')),
    sections: sections.filter(({ rows, tables }) => rows.length + tables.length > 0),
    withheld: withheldWords(content.withheld, fields),
  }
}

/** Who an appointment names, as people read it: a person with their title, else the post, else nobody. */
export function whoOf({ person, post }: PublicAppointment): string {
  if (person) return [person.honorific, person.name].filter(Boolean).join(' ')
  return post?.title ?? 'Vacant'
}

function section(id: string, heading: string, rows: Row[]): Section {
  return { id, heading, rows: rows.filter(({ items }) => items.some(item => item.text !== '')), tables: [] }
}

function row(label: string, text: string, prop?: string): Row {
  return { label, items: [{ text }], ...(prop ? { prop } : {}) }
}

function dayRow(label: string, day: string, prop: string): Row {
  return { label, items: [{ text: formatDate(day), day }], prop }
}

function linkRow(label: string, href: string, text = href, prop?: string): Row {
  const shown = text || href
  const item = /^https?:\/\//i.test(href) ? { text: shown, href } : { text: shown }
  return { label, items: [item], ...(prop ? { prop } : {}) }
}

function ourRole({ lead_member, representative, role_other }: PublicContent['values']): string {
  const roles = [
    lead_member === true ? 'We are the lead member' : '',
    representative === true ? 'We are represented on it' : '',
    typeof role_other === 'string' ? role_other : '',
  ].filter(Boolean)
  if (roles.length > 0) return roles.join('. ')
  return lead_member === false && representative === false ? 'We neither lead it nor sit on it' : ''
}

function yesNo(value: unknown): string {
  return value === true ? 'Yes' : value === false ? 'No' : ''
}

type PageOf = (folder: 'people' | 'posts' | 'bodies', key: string) => { href?: string }

function peopleRows({ people, values }: PublicContent, pageOf: PageOf): Row[] {
  const order = ['councillor', 'officer', 'other', 'sponsor', 'performance-lead', 'manager']
  return order.flatMap(role => {
    const held = people.filter(each => each.role === role)
    const seats = { councillor: values.councillor_seats, officer: values.officer_seats }[role]
    const label = plural[role] ?? labelOf(appointmentRoles, role)
    return [
      { label, items: held.map(each => holderOf(each, pageOf)) },
      row(`Seats for ${role}s`, seats === undefined ? '' : String(seats)),
    ]
  })
}

const plural: Record<string, string> = {
  councillor: 'Councillors',
  officer: 'Officers',
  other: 'Others who represent us',
  sponsor: 'Sponsor, who answers for how we take part',
  'performance-lead': 'Performance lead, who watches how well it works',
  manager: 'Partnership manager, who runs it',
}

function holderOf(held: PublicAppointment, pageOf: PageOf): Item {
  const { person, post, position, substitute, substituteFor, startsOn, endsOn } = held
  const about = [
    person && post ? post.title : '',
    position,
    substitute ? `stands in${substituteFor ? ` for ${substituteFor}` : ''}` : '',
    startsOn ? `from ${formatDate(startsOn)}` : '',
    endsOn ? `until ${formatDate(endsOn)}` : '',
  ].filter(Boolean)
  return {
    text: whoOf(held),
    ...(person ? pageOf('people', person.key) : post?.key ? pageOf('posts', post.key) : {}),
    ...(about.length > 0 ? { note: about.join(', ') } : {}),
  }
}

function bodyRows({ bodies }: PublicContent, pageOf: PageOf): Row[] {
  const roles = [
    ['lead', 'Led by', undefined],
    ['accountable', 'Answers for its money', undefined],
    ['member', 'Members', 'member'],
    ['observer', 'Observers', undefined],
  ] as const
  return roles.map(([role, label, prop]) => ({
    label,
    items: bodies
      .filter(body => body.role === role)
      .map(({ name, key, note }) => ({
        text: name,
        ...pageOf('bodies', key),
        ...(note ? { note } : {}),
      })),
    ...(prop ? { prop } : {}),
  }))
}

function ownRows(values: PublicContent['values'], fields: readonly PublicField[]): Row[] {
  return fields
    .filter(({ name }) => name.startsWith('custom.') && values[name] !== undefined)
    .map(field => ownRow(field, values[field.name]!))
}

function ownRow(
  { heading, type, choices = [] }: PublicField,
  value: string | number | boolean | string[],
): Row {
  if (typeof value === 'boolean') return row(heading, yesNo(value))
  const text = [value].flat().join('; ')
  if (type === 'link') return linkRow(heading, text)
  if (type === 'partial-date' && isPartialDate(text)) return row(heading, formatDate(text))
  return row(heading, labelOf(choices, text))
}
