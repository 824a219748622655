import type { Db } from '#src/db/open.ts'

/** A proposal that is not settled, and the version of the protocol it was begun under and stays with (PRO-5). */
export type UnderWay = {
  reference: string
  name: string
  state: 'draft' | 'submitted'
  startedBy: string
  protocolId: string
  protocol: string
}

/** Every proposal that is being prepared or decided, those being decided first. */
export async function listUnderWay(db: Db): Promise<UnderWay[]> {
  const rows = await db
    .selectFrom('proposal as p')
    .innerJoin('involvement as i', 'i.id', 'p.involvement_id')
    .innerJoin('partnership as t', 't.id', 'i.partnership_id')
    .innerJoin('protocol as k', 'k.id', 'p.protocol_id')
    .select([
      'i.reference',
      't.name',
      'p.state',
      'p.started_by',
      'p.protocol_id',
      'k.title',
      'k.pack_version',
    ])
    .where('p.state', 'in', ['draft', 'submitted'])
    .where('i.removed_at', 'is', null)
    .where('i.merged_into', 'is', null)
    .orderBy('p.state', 'desc')
    .orderBy('i.reference')
    .execute()
  return rows.map(row => ({
    reference: row.reference,
    name: row.name,
    state: row.state as UnderWay['state'],
    startedBy: row.started_by,
    protocolId: row.protocol_id,
    protocol: `${row.title}, version ${row.pack_version}`,
  }))
}
