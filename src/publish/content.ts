import type { PublicBody, PublicCommitment, PublicContent, WithheldReason } from '#src/db/public-content.ts'
import type { Kind, Stage } from '#src/domain/words.ts'
import type { CommitmentRow, RecordRows, RegisterRecord } from '#src/partnerships/record.ts'
import { publicKey } from './key.ts'
import type { Named } from './named.ts'
import { fieldOfAppointment, publicAppointments } from './people.ts'
import type { Rules } from './rules.ts'

/** What was decided for one entry about the fields that are decided entry by entry. */
export type Choices = ReadonlyMap<string, { show: true } | { show: false; reason: WithheldReason }>

/**
 * What the public would read of an entry under these rules and choices (REG-5, SCR-4). Pure.
 * @returns also the fields that hold something and wait for a decision; until there is one they are left out
 */
export function contentOf(
  record: RegisterRecord,
  named: Named,
  rules: Rules,
  choices: Choices,
): { content: PublicContent; undecided: string[] } {
  const withheld: PublicContent['withheld'] = []
  const undecided: string[] = []
  const shows = (field: string, holdsSomething: boolean): boolean => {
    const rule = rules.get(field) ?? 'never'
    if (!holdsSomething || rule === 'never') return false
    if (rule === 'public') return true
    const choice = choices.get(field)
    if (!choice) undecided.push(field)
    else if (!choice.show) withheld.push({ field, reason: choice.reason })
    return choice?.show ?? false
  }
  const { values, rows } = record
  const shown = new Set([...rules.keys()].filter(field => shows(field, values[field] !== undefined)))
  const commitments = rows.commitments.filter(row => shown.has(fieldOfCommitment(row)))
  const memberships = rows.memberships.filter(row => shown.has(fieldOfMembership(row)))
  const notes = {
    bodies: shows('bodies_note', memberships.some(hasNote)),
    money: shows(
      'money_note',
      commitments.some(row => row.type === 'money' && hasNote(row)),
    ),
    time: shows(
      'officer_time_note',
      commitments.some(row => row.type === 'officer-time' && hasNote(row)),
    ),
  }
  const content: PublicContent = {
    form: 1,
    reference: record.reference,
    name: record.name,
    kind: values.kind as Kind,
    stage: values.stage as Stage,
    values: plainValues(record, shown),
    bodies: bodiesOf({ ...rows, memberships }, shown, named, notes.bodies),
    people: publicAppointments(
      rows.appointments.filter(row => shown.has(fieldOfAppointment(row))),
      named,
    ),
    commitments: commitments.map(row => commitmentOf(row, notes)).filter(saysSomething),
    priorities: shown.has('priorities') ? rows.priorities.map(({ plan, title }) => ({ plan, title })) : [],
    withheld,
  }
  return { content, undecided }
}

const hasNote = ({ note }: { note: string }) => note !== ''

// The four that no entry is without stand above the values.
const apart = new Set(['reference', 'name', 'kind', 'stage'])

function plainValues({ values }: RegisterRecord, shown: ReadonlySet<string>): PublicContent['values'] {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string | number | boolean | string[]] =>
        shown.has(entry[0]) && !apart.has(entry[0]) && isPlain(entry[1]),
    ),
  )
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || (Array.isArray(value) && value.every(each => typeof each === 'string'))
}

type Membership = RecordRows['memberships'][number]

const fieldOfMembership = ({ role }: Membership) => (role === 'observer' ? 'observers' : 'partners')

function bodiesOf(rows: RecordRows, shown: ReadonlySet<string>, named: Named, notes: boolean): PublicBody[] {
  const { leadOrganisation: lead, accountableBody: accountable } = rows
  const wanted: [role: PublicBody['role'], id: string, note: string][] = [
    ...(lead && shown.has('lead_organisation') ? [['lead', lead.id, ''] as const] : []),
    ...(accountable && shown.has('accountable_body') ? [['accountable', accountable.id, ''] as const] : []),
    ...rows.memberships.map(row => [row.role, row.organisationId, notes ? row.note : ''] as const),
  ].map(each => [...each])
  return wanted.flatMap(([role, id, note]) => {
    const body = named.bodies.get(id)
    if (!body) return []
    const { name, sector, website, identifiers } = body
    return [{ role, key: publicKey(name, id), name, sector, website, identifiers, note }]
  })
}

/** The field of the dictionary a commitment stands under. */
export function fieldOfCommitment({ type }: Pick<CommitmentRow, 'type'>): string {
  return { money: 'money', 'officer-time': 'officer_time', 'in-kind': 'in_kind' }[type]
}

// What is given in kind is told in its words alone; elsewhere they are notes.
function commitmentOf(row: CommitmentRow, notes: { money: boolean; time: boolean }): PublicCommitment {
  const { year, type, pence, form, budgeted, days, note } = row
  const told = type === 'in-kind' || (type === 'money' ? notes.money : notes.time)
  return { year, type, pence, form, budgeted, days, note: told ? note : '' }
}

const saysSomething = ({ pence, days, note }: PublicCommitment) =>
  pence !== null || days !== null || note !== ''
