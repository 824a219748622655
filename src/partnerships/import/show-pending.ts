import { type Kysely, sql } from 'kysely'
import type { Database } from '#src/db/open.ts'
import type { Tables } from '#src/db/tables.ts'

const hidden = [
  'organisation',
  'person',
  'post',
  'partnership',
  'involvement',
  'settlement',
  'duplicate',
  'register_entry',
] as const

/** Shows everything a batch has written, and puts the events it held back on the trail. */
export async function showPendingRows(
  trx: Kysely<Tables>,
  authorityId: string,
  batchId: string,
): Promise<void> {
  for (const table of hidden)
    await sql`update ${sql.table(table)} set pending_batch = null
      where authority_id = ${authorityId} and pending_batch = ${batchId}`.execute(trx)
  await sql`insert into event (authority_id, id, at, action, subject_type, subject_id, account_id, batch_id, fields,
      payload, payload_hash)
    select e.authority_id, e.id, e.at, e.action, e.subject_type, e.subject_id, e.account_id, e.batch_id, e.fields,
      (e.payload #>> '{}')::jsonb, e.payload_hash
    from import_row r, jsonb_to_recordset(r.events) as e(authority_id uuid, id uuid, at timestamptz, action text,
      subject_type text, subject_id uuid, account_id uuid, batch_id uuid, fields text[], payload jsonb, payload_hash text)
    where r.authority_id = ${authorityId} and r.batch_id = ${batchId} and r.events is not null`.execute(trx)
  await trx
    .updateTable('import_row')
    .set({ events: null })
    .where('authority_id', '=', authorityId)
    .where('batch_id', '=', batchId)
    .where('events', 'is not', null)
    .execute()
}

/** Takes away everything an import wrote that was never shown. */
export async function dropPendingRows(
  database: Database,
  authorityId: string,
  batchId: string,
): Promise<void> {
  await database
    .maintenance()
    .transaction()
    .execute(async trx => {
      const entries = sql`select id from involvement where authority_id = ${authorityId} and pending_batch = ${batchId}`
      const shared = sql`select id from partnership where authority_id = ${authorityId} and pending_batch = ${batchId}`
      for (const table of ['register_entry', 'commitment', 'involvement_priority'] as const)
        await sql`delete from ${sql.table(table)} where authority_id = ${authorityId} and involvement_id in (${entries})`.execute(
          trx,
        )
      await sql`delete from appointment where authority_id = ${authorityId} and involvement_id in (${entries})`.execute(
        trx,
      )
      await sql`delete from membership where authority_id = ${authorityId} and partnership_id in (${shared})`.execute(
        trx,
      )
      for (const table of [
        'settlement',
        'duplicate',
        'involvement',
        'partnership',
        'post',
        'person',
        'organisation',
      ] as const)
        await sql`delete from ${sql.table(table)} where authority_id = ${authorityId} and pending_batch = ${batchId}`.execute(
          trx,
        )
      await sql`update import_row set events = null where authority_id = ${authorityId} and batch_id = ${batchId}
        and events is not null`.execute(trx)
    })
}
