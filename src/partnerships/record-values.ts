import type { AppointmentRole } from '#src/domain/words.ts'
import type { Field } from './fields.ts'
import type { EffortValue, HolderValue, MoneyValue, OrganisationValue, Value } from './import/values.ts'
import type { AppointmentRow, CommitmentRow, MembershipRow, RecordColumns } from './record.ts'

/** What a record's rows hold, by field name, in the shapes that a cell is read into; nothing is absent. */
export function valuesOf(row: RecordColumns, customFields: readonly Field[]): Record<string, Value> {
  const values: Record<string, Value | null | undefined> = {
    reference: row.reference,
    council_reference: row.council_reference,
    name: row.name,
    former_names: row.former_names,
    kind: row.kind,
    stage: row.stage,
    purpose: row.purpose,
    statutory_basis: row.statutory_basis,
    theme: row.theme,
    area: row.area,
    website: row.website,
    started_on: row.started_on,
    ended_on: row.ended_on,
    governing_document: row.governing_document,
    governing_document_link: row.governing_document_link,
    lead_organisation: named(row.lead_organisation),
    accountable_body: named(row.accountable_body),
    partners: bodies(row.memberships, 'member'),
    observers: bodies(row.memberships, 'observer'),
    level: row.level,
    lead_member: row.lead_member,
    representative: row.representative,
    role_other: row.role_other,
    tier: row.tier,
    directorate: row.directorate,
    priorities: titles(row.priorities),
    sponsor: holders(row.appointments, 'sponsor')[0],
    performance_lead: holders(row.appointments, 'performance-lead')[0],
    manager: holders(row.appointments, 'manager')[0],
    councillors: holders(row.appointments, 'councillor'),
    councillor_seats: row.councillor_seats,
    officers: holders(row.appointments, 'officer'),
    officer_seats: row.officer_seats,
    other_representatives: holders(row.appointments, 'other'),
    substitutes: substitutes(row.appointments),
    money: money(row.commitments),
    officer_time: effort(row.commitments, 'officer-time'),
    in_kind: effort(row.commitments, 'in-kind'),
    risk_register: row.risk_register,
    risk_register_reason: row.risk_register_reason,
    risk_manager: row.risk_manager,
    confirmed_on: row.confirmed_on,
    notes: row.notes,
    ...Object.fromEntries(
      customFields.map(field => [field.name, row.custom[field.name.slice('custom.'.length)]]),
    ),
  }
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Value] => !isNothing(entry[1])),
  )
}

function isNothing(value: Value | null | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function named(organisation: { name: string } | null): OrganisationValue | null {
  return organisation && { name: organisation.name }
}

function bodies(memberships: MembershipRow[], role: MembershipRow['role']): OrganisationValue[] {
  return memberships
    .filter(membership => membership.role === role)
    .map(({ name, note }) => ({ name, ...(note ? { note } : {}) }))
}

// Plans of several years may share a priority's words.
function titles(priorities: { title: string }[]) {
  return [...new Set(priorities.map(({ title }) => title))].map(title => ({ title }))
}

function holders(appointments: AppointmentRow[], role: AppointmentRole): HolderValue[] {
  return appointments.filter(one => one.role === role && !one.isSubstitute).map(holder)
}

function substitutes(appointments: AppointmentRow[]): HolderValue[] {
  return appointments
    .filter(one => one.isSubstitute)
    .map(one => {
      const seat = appointments.find(({ id }) => id === one.substituteFor)
      const substituteFor = seat?.person?.name ?? seat?.post?.title
      return { ...holder(one), ...(substituteFor ? { substituteFor } : {}) }
    })
}

function holder({ person, post, note, position }: AppointmentRow): HolderValue {
  return {
    ...(person ? { person: personOf(person) } : {}),
    ...(post ? { post: post.title } : {}),
    ...(note ? { note } : {}),
    ...(position ? { position } : {}),
    ...(person || post ? {} : { vacant: true }),
  }
}

// An officer is what a person is unless a cell says otherwise.
function personOf({ name, honorific, kind }: NonNullable<AppointmentRow['person']>) {
  return { name, ...(honorific ? { honorific } : {}), ...(kind === 'officer' ? {} : { kind }) }
}

function money(commitments: CommitmentRow[]): MoneyValue[] {
  return commitments
    .filter(one => one.type === 'money')
    .map(({ year, pence, form, budgeted, note }) => ({
      year,
      pence: pence ?? 0,
      ...(form ? { form } : {}),
      ...(budgeted === null ? {} : { budgeted }),
      ...(note ? { note } : {}),
    }))
}

function effort(commitments: CommitmentRow[], type: CommitmentRow['type']): EffortValue[] {
  return commitments
    .filter(one => one.type === type)
    .map(({ year, note, days }) => ({ year, text: note, ...(days === null ? {} : { days }) }))
}
