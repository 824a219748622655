import { sql } from 'kysely'
import type { Database } from '#src/db/open.ts'
import { lockEntries } from '#src/partnerships/entry/queries.ts'
import { change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { escalate, overdueSeats } from './escalate.ts'
import type { Address } from './mails.ts'
import { progressOf } from './progress.ts'
import { findRound } from './round.ts'
import { settle } from './settle.ts'

const by = { kind: 'job', accountId: null, name: 'Concordat', capacity: '' } as const

/**
 * What time alone does to submissions: ends a call-in after its last day, and escalates seats that waited too long
 * (APP-1, APP-6). It approves nothing that nobody decided.
 * @param publicUrl the service's own address, for the mails
 */
export async function settleDue(database: Database, at: Date, publicUrl: string): Promise<void> {
  const on = londonDay(at)
  for (const { authorityId, id, slug, reference, state } of await listDue(database, on)) {
    const db = database.app({ authority: authorityId, day: on })
    const address: Address = `${publicUrl}/${slug}/staff/partnerships/${encodeURIComponent(reference)}`
    const round = await findRound(db, authorityId, id, on)
    const what = { authority: authorityId, by, at }
    const callInEnded = round.decisions.some(each => (each.call_in_ends_on ?? on) < on)
    if (callInEnded && progressOf(round, on).state !== state)
      await change(db, { ...what, action: 'involvement.end-call-in' }, async act => {
        await lockEntries(act.trx, [round.involvement_id])
        await settle(act, authorityId, id, at, address)
      })
    else if (overdueSeats(round, on).some(seat => seat.escalated_at === null))
      await change(db, { ...what, action: 'involvement.escalate' }, act =>
        escalate(act, authorityId, id, at, address),
      )
  }
}

// Where a call-in has ended, or a seat may have waited too long: what is to be done, its route says. A refusal whose call-in
// has ended ends a route that runs, too: others of its step may still be asked.
function listDue(database: Database, on: string) {
  return database
    .maintenance()
    .selectFrom('approval as a')
    .innerJoin('authority as u', 'u.id', 'a.authority_id')
    .innerJoin('involvement as i', join =>
      join.onRef('i.authority_id', '=', 'a.authority_id').onRef('i.id', '=', 'a.involvement_id'),
    )
    .select(['a.authority_id as authorityId', 'a.id', 'a.state', 'u.slug', 'i.reference'])
    .where('a.state', 'in', ['running', 'call-in'])
    .where(
      sql<boolean>`case a.state when 'call-in' then (select true from decision d
          where d.authority_id = a.authority_id and d.approval_id = a.id and d.call_in_ends_on < ${on}::date limit 1)
        else coalesce((select true from approval_seat s
          where s.authority_id = a.authority_id and s.approval_id = a.id and s.escalated_at is null
            and s.decision_id is null and s.dropped_at is null and s.waived_by = ''
            and ((s.opened_at + s.days * interval '24 hours') at time zone 'Europe/London')::date < ${on}::date limit 1),
          (select true from decision d
          where d.authority_id = a.authority_id and d.approval_id = a.id and d.outcome = 'declined'
            and d.call_in_ends_on < ${on}::date limit 1)) end`,
    )
    .orderBy('a.submitted_at')
    .execute()
}
