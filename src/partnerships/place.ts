import { Conflict } from '#src/errors.ts'
import type { Field } from './fields.ts'
import type { Placed } from './import/values.ts'
import { placeBodies } from './place/bodies.ts'
import { columnsFor } from './place/columns.ts'
import { placeCommitments } from './place/commitments.ts'
import { type Difference, listDifferences } from './place/differences.ts'
import { findHeld } from './place/held.ts'
import { placeHolders } from './place/holders.ts'
import type { Placing } from './place/placing.ts'
import { placePriorities } from './place/priorities.ts'
import type { RecordRows, RegisterRecord } from './record.ts'

export type { Placing } from './place/placing.ts'

/** Values by field name, in the shapes of import/values.ts; null empties a field. */
export type Values = Readonly<Record<string, Placed | undefined>>

/**
 * Writes values of any field to a record, wherever they live; only what differs is written (REG-7).
 * Bodies, people and posts that are new are added; directorates and priorities are only ever found.
 * @param fields the dictionary with the authority's own fields
 * @returns the fields that changed
 * @throws Conflict where a proposal and its approval would have to make the change
 */
export async function placeValues(
  placing: Placing,
  fields: readonly Field[],
  record: RegisterRecord,
  values: Values,
): Promise<Difference[]> {
  const differences = listDifferences(fields, record.values, values, placing.known)
  await refuseHeld(placing, record, differences)
  const { partnership, involvement } = await columnsFor(placing, differences)
  const custom = await customWith(placing, record.involvementId, differences)
  await placing.writer.update('partnership', record.partnershipId, partnership)
  await placing.writer.update('involvement', record.involvementId, { ...involvement, ...custom })
  await placeLists(placing, record, record.rows, differences)
  return differences
}

async function refuseHeld(
  { act, authorityId, today, fresh }: Placing,
  record: RegisterRecord,
  differences: Difference[],
) {
  const held = fresh ? [] : (await findHeld(act.trx, authorityId, record, differences, today)).values()
  for (const why of held) throw new Conflict(why)
}

/** What a new record is told besides its values. */
export type NewRecord = {
  involvementId: string
  partnershipId: string
  reference: string
  at: Date
}

/** Adds a record with these values to the register. */
export async function addRecord(
  placing: Placing,
  fields: readonly Field[],
  record: NewRecord,
  values: Values,
): Promise<void> {
  const { writer, batch } = placing
  const differences = listDifferences(fields, {}, values, placing.known)
  const { partnership, involvement } = await columnsFor(placing, differences)
  await writer.insert('partnership', {
    started_on: null,
    ended_on: null,
    lead_organisation_id: null,
    accountable_body_id: null,
    name: '',
    ...partnership,
    id: record.partnershipId,
    pending_batch: batch ?? null,
  })
  await writer.insert('involvement', {
    level: null,
    tier: null,
    lead_member: null,
    representative: null,
    directorate_id: null,
    councillor_seats: null,
    officer_seats: null,
    risk_register: null,
    confirmed_on: null,
    merged_into: null,
    removed_at: null,
    custom: JSON.stringify(customOf(differences)),
    ...involvement,
    id: record.involvementId,
    partnership_id: record.partnershipId,
    reference: record.reference,
    created_at: record.at,
    pending_batch: batch ?? null,
  })
  await placeLists(placing, record, nothing, differences)
}

const nothing: RecordRows = {
  leadOrganisation: null,
  accountableBody: null,
  memberships: [],
  priorities: [],
  appointments: [],
  commitments: [],
}

async function placeLists(
  placing: Placing,
  { involvementId, partnershipId }: { involvementId: string; partnershipId: string },
  rows: RecordRows,
  differences: Difference[],
): Promise<void> {
  await placeBodies(placing, partnershipId, rows.memberships, differences)
  await placePriorities(placing, involvementId, rows.priorities, differences)
  await placeCommitments(placing, involvementId, rows.commitments, differences)
  await placeHolders(placing, involvementId, rows.appointments, differences)
}

async function customWith({ act, authorityId }: Placing, involvementId: string, differences: Difference[]) {
  const own = customOf(differences)
  if (Object.keys(own).length === 0) return {}
  const { custom } = await act.trx
    .selectFrom('involvement')
    .select('custom')
    .where('authority_id', '=', authorityId)
    .where('id', '=', involvementId)
    .executeTakeFirstOrThrow()
  const whole = Object.entries({ ...custom, ...own }).filter(([, value]) => value !== null)
  return { custom: JSON.stringify(Object.fromEntries(whole)) }
}

// A field of the authority's own is called custom.key in the dictionary and key in the row.
function customOf(differences: readonly Difference[]): Record<string, Placed> {
  const own = differences.filter(({ field }) => field.store === 'custom')
  return Object.fromEntries(own.map(({ field, after }) => [field.name.slice('custom.'.length), after]))
}
