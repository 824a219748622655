import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'
import type { CustomValue } from '#src/db/tables.ts'
import type { AppointmentRole, Kind, MoneyForm, PersonKind, Stage } from '#src/domain/words.ts'
import { NotFound } from '#src/errors.ts'
import type { Field } from './fields.ts'
import type { Value } from './import/values.ts'
import { valuesOf } from './record-values.ts'

/** One entry of the register with everything it holds. */
export type RegisterRecord = {
  involvementId: string
  partnershipId: string
  reference: string
  name: string
  directorateId: string | null
  versions: { involvement: number; partnership: number }
  approvalEvidenced: boolean
  createdAt: Date
  /** The involvement this one was merged into. */
  mergedInto: string | null
  removedAt: Date | null
  removedReason: string
  /** By field name, in the shapes of import/values.ts; a field that holds nothing is absent. */
  values: Record<string, Value>
  /** The rows behind the values, in the order they were added. */
  rows: RecordRows
}

export type RecordRows = {
  leadOrganisation: NamedRow | null
  accountableBody: NamedRow | null
  memberships: MembershipRow[]
  priorities: PriorityRow[]
  /** Those of today: what has ended stands in the history. */
  appointments: AppointmentRow[]
  commitments: CommitmentRow[]
}
export type NamedRow = { id: string; name: string }
export type MembershipRow = {
  id: string
  version: number
  organisationId: string
  name: string
  role: 'member' | 'observer'
  note: string
}
export type PriorityRow = { id: string; priorityId: string; title: string; planId: string; plan: string }
export type AppointmentRow = {
  id: string
  version: number
  role: AppointmentRole
  isSubstitute: boolean
  /** The appointment a substitute stands in for. */
  substituteFor: string | null
  position: string
  note: string
  startsOn: string | null
  endsOn: string | null
  person: { id: string; name: string; honorific: string; kind: PersonKind; leftOn: string | null } | null
  /** With who holds the post today, deputies last. */
  post: { id: string; title: string; holders: (NamedRow & { honorific: string; deputy: boolean })[] } | null
}
export type CommitmentRow = {
  id: string
  version: number
  year: string
  type: 'money' | 'officer-time' | 'in-kind'
  pence: number | null
  form: MoneyForm | null
  budgeted: boolean | null
  days: number | null
  note: string
}

/**
 * The records of these involvements, by reference, in one query.
 * @param customFields the authority's own fields as listCustomFields gives them
 */
export async function listRecords(
  db: Db,
  authorityId: string,
  involvementIds: readonly string[],
  customFields: readonly Field[],
): Promise<RegisterRecord[]> {
  if (involvementIds.length === 0) return []
  const found = await recordRows(db, authorityId, involvementIds).execute()
  return found.map(row => ({
    involvementId: row.id,
    partnershipId: row.partnership_id,
    reference: row.reference,
    name: row.name,
    directorateId: row.directorate_id,
    versions: { involvement: row.version, partnership: row.partnership_version },
    approvalEvidenced: row.approval_evidenced,
    createdAt: row.created_at,
    mergedInto: row.merged_into,
    removedAt: row.removed_at,
    removedReason: row.removed_reason,
    values: valuesOf(row, customFields),
    rows: {
      leadOrganisation: row.lead_organisation,
      accountableBody: row.accountable_body,
      memberships: row.memberships,
      priorities: row.priorities,
      appointments: row.appointments,
      commitments: row.commitments,
    },
  }))
}

/** What an address needs to know of an entry before the rest is read. */
export type EntryHere = {
  involvementId: string
  partnershipId: string
  directorateId: string | null
  reference: string
  name: string
  kind: Kind
  stage: Stage
  /** The reference of the entry this one was merged into. */
  mergedInto: string | null
  removed: boolean
}

/** The entry of this reference, merged and removed ones too. @throws NotFound */
export async function findEntryByRef(db: Db, ref: string): Promise<EntryHere> {
  if (!isReference(ref)) throw new NotFound('No such entry')
  const row = await db
    .selectFrom('involvement as i')
    .innerJoin('partnership as p', join =>
      join.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.id', '=', 'i.partnership_id'),
    )
    .leftJoin('involvement as kept', join =>
      join.onRef('kept.authority_id', '=', 'i.authority_id').onRef('kept.id', '=', 'i.merged_into'),
    )
    .select([
      'i.id as involvementId',
      'i.partnership_id as partnershipId',
      'i.directorate_id as directorateId',
    ])
    .select(['i.reference', 'p.name', 'p.kind', 'i.stage', 'kept.reference as mergedInto'])
    .select(sql<boolean>`i.removed_at is not null`.as('removed'))
    .where('i.reference', '=', ref)
    .executeTakeFirst()
  if (!row) throw new NotFound('No such entry')
  return row
}

/** Whether a part of an address can be a reference; the database would complain of anything else. */
export function isReference(ref: string): boolean {
  return /^[^\p{Cc}]{1,100}$/u.test(ref)
}

/** What one row of the query holds: the columns of both halves and the lists beside them. */
export type RecordColumns = Awaited<ReturnType<ReturnType<typeof recordRows>['execute']>>[number] & {
  custom: Record<string, CustomValue>
}

/** The query behind listRecords, for whoever needs the columns themselves: of these involvements, or of one reference. */
export function recordRows(db: Db, authorityId: string, which: readonly string[] | { reference: string }) {
  return db
    .selectFrom('involvement as i')
    .innerJoin('partnership as p', join =>
      join.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.id', '=', 'i.partnership_id'),
    )
    .leftJoin('directorate as d', join =>
      join.onRef('d.authority_id', '=', 'i.authority_id').onRef('d.id', '=', 'i.directorate_id'),
    )
    .selectAll('i')
    .select(['p.kind', 'p.name', 'p.former_names', 'p.purpose', 'p.statutory_basis', 'p.theme', 'p.area'])
    .select(['p.website', 'p.started_on', 'p.ended_on', 'p.governing_document', 'p.governing_document_link'])
    .select(['p.version as partnership_version', 'd.name as directorate'])
    .select(eb => [
      jsonObjectFrom(
        eb
          .selectFrom('organisation as o')
          .select(['o.id', 'o.name'])
          .whereRef('o.authority_id', '=', 'p.authority_id')
          .whereRef('o.id', '=', 'p.lead_organisation_id'),
      ).as('lead_organisation'),
      jsonObjectFrom(
        eb
          .selectFrom('organisation as o')
          .select(['o.id', 'o.name'])
          .whereRef('o.authority_id', '=', 'p.authority_id')
          .whereRef('o.id', '=', 'p.accountable_body_id'),
      ).as('accountable_body'),
      jsonArrayFrom(
        eb
          .selectFrom('membership as m')
          .innerJoin('organisation as o', join =>
            join.onRef('o.authority_id', '=', 'm.authority_id').onRef('o.id', '=', 'm.organisation_id'),
          )
          .select(['m.id', 'm.version', 'm.organisation_id as organisationId', 'o.name', 'm.role', 'm.note'])
          .whereRef('m.authority_id', '=', 'p.authority_id')
          .whereRef('m.partnership_id', '=', 'p.id')
          .orderBy('m.id'),
      ).as('memberships'),
      jsonArrayFrom(
        eb
          .selectFrom('involvement_priority as x')
          .innerJoin('priority as r', join =>
            join.onRef('r.authority_id', '=', 'x.authority_id').onRef('r.id', '=', 'x.priority_id'),
          )
          .innerJoin('plan', join =>
            join.onRef('plan.authority_id', '=', 'r.authority_id').onRef('plan.id', '=', 'r.plan_id'),
          )
          .select([
            'x.id',
            'x.priority_id as priorityId',
            'r.title',
            'r.plan_id as planId',
            'plan.name as plan',
          ])
          .whereRef('x.authority_id', '=', 'i.authority_id')
          .whereRef('x.involvement_id', '=', 'i.id')
          .orderBy('plan.starts_on', 'desc')
          .orderBy('r.position')
          .orderBy('r.id'),
      ).as('priorities'),
      jsonArrayFrom(
        eb
          .selectFrom('commitment as c')
          .select([
            'c.id',
            'c.version',
            'c.year',
            'c.type',
            'c.pence',
            'c.form',
            'c.budgeted',
            'c.days',
            'c.note',
          ])
          .whereRef('c.authority_id', '=', 'i.authority_id')
          .whereRef('c.involvement_id', '=', 'i.id')
          .orderBy('c.year')
          .orderBy('c.id'),
      ).as('commitments'),
      jsonArrayFrom(
        eb
          .selectFrom('appointment as a')
          .select(['a.id', 'a.version', 'a.role', 'a.is_substitute as isSubstitute'])
          .select(['a.substitute_for as substituteFor', 'a.position', 'a.note'])
          .select(['a.starts_on as startsOn', 'a.ends_on as endsOn'])
          .select(inner => [
            jsonObjectFrom(
              inner
                .selectFrom('person')
                .select(['person.id', 'person.name', 'person.honorific', 'person.kind'])
                .select('person.left_on as leftOn')
                .whereRef('person.authority_id', '=', 'a.authority_id')
                .whereRef('person.id', '=', 'a.person_id'),
            ).as('person'),
            jsonObjectFrom(
              inner
                .selectFrom('post')
                .select(['post.id', 'post.title'])
                .select(deepest =>
                  jsonArrayFrom(
                    deepest
                      .selectFrom('post_holding as h')
                      .innerJoin('person', join =>
                        join
                          .onRef('person.authority_id', '=', 'h.authority_id')
                          .onRef('person.id', '=', 'h.person_id'),
                      )
                      .select(['person.id', 'person.name', 'person.honorific', 'h.deputy'])
                      .whereRef('h.authority_id', '=', 'post.authority_id')
                      .whereRef('h.post_id', '=', 'post.id')
                      .where('h.starts_on', '<=', sql<string>`current_day()`)
                      .where(sql<boolean>`(h.ends_on is null or h.ends_on >= current_day())`)
                      .orderBy('h.deputy')
                      .orderBy('person.name'),
                  ).as('holders'),
                )
                .whereRef('post.authority_id', '=', 'a.authority_id')
                .whereRef('post.id', '=', 'a.post_id'),
            ).as('post'),
          ])
          .whereRef('a.authority_id', '=', 'i.authority_id')
          .whereRef('a.involvement_id', '=', 'i.id')
          .where(sql<boolean>`(a.ends_on is null or a.ends_on >= current_day())`)
          .orderBy('a.id'),
      ).as('appointments'),
    ])
    .where('i.authority_id', '=', authorityId)
    .where(
      'reference' in which
        ? sql<boolean>`i.reference = ${which.reference}`
        : sql<boolean>`i.id = any(${which}::uuid[])`,
    )
    .orderBy('i.reference')
}
