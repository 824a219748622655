import { type RawBuilder, sql } from 'kysely'
import type { Database } from './db/open.ts'
import { settleDue } from './decide/due.ts'
import { openProtocols } from './publish/protocols.ts'
import { change } from './trail/change.ts'
import { londonDay } from './web/views.ts'

const day = 86_400_000

/** Tidies up now and every hour. @returns a function that stops it after the round it is in */
export function startHousekeeping(
  database: Database,
  now: () => Date,
  log: { error(error: unknown): void },
  publicUrl: string,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const round = () => {
    running = running
      .then(() => tidyUp(database, now()))
      .then(() => settleDue(database, now(), publicUrl))
      .catch(error => log.error(error))
  }
  round()
  const timer = setInterval(round, 3_600_000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

/** Deletes what was only kept for a while, and shows on the register what today's date changed. */
export async function tidyUp(database: Database, at: Date): Promise<void> {
  const db = database.maintenance()
  const before = (days: number) => new Date(at.getTime() - days * day)
  await db.deleteFrom('interrupted').where('at', '<', before(1)).execute()
  await db.deleteFrom('session').where('seen_at', '<', before(2)).execute()
  await db.deleteFrom('failed_try').where('failed_at', '<', before(1)).execute()
  await db.deleteFrom('submission').where('at', '<', before(7)).execute()
  await db.deleteFrom('account_token').where('expires_at', '<', before(30)).execute()
  await db.deleteFrom('mail').where('sent_at', '<', before(30)).execute()
  for (const authority of await db.selectFrom('authority').select('id').execute()) {
    await refreshDated(database, authority.id, at)
  }
  await showProtocols(database, at)
}

// A public site that was opened before protocols could be read there gets the one in force.
async function showProtocols(database: Database, at: Date) {
  const sites = await database
    .maintenance()
    .selectFrom('public_site as s')
    .select('s.authority_id')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('public_protocol as p')
            .select('p.title')
            .whereRef('p.authority_id', '=', 's.authority_id'),
        ),
      ),
    )
    .execute()
  const by = { kind: 'job', accountId: null, name: 'Concordat', capacity: '' } as const
  for (const { authority_id: authority } of sites)
    await change(database.app({ authority }), { authority, by, at, action: 'protocol.keep' }, act =>
      openProtocols(act, authority, at),
    )
}

// A post falls vacant and a seat is given up on a date, without anyone saving anything that day.
async function refreshDated(database: Database, authority: string, at: Date) {
  const until = londonDay(at)
  const db = database.app({ authority, day: until })
  const since = londonDay(new Date(at.getTime() - 3 * day))
  const within = (starts: string, ends: string): RawBuilder<boolean> =>
    sql`(${sql.ref(starts)} between ${since}::date and ${until}::date or ${sql.ref(ends)} between ${since}::date and ${until}::date)`
  await sql`select refresh_register(array(
    select a.involvement_id from appointment a
      where a.authority_id = ${authority} and ${within('a.starts_on', 'a.ends_on')}
    union
    select a.involvement_id from post_holding h join appointment a on a.authority_id = h.authority_id and a.post_id = h.post_id
      where h.authority_id = ${authority} and ${within('h.starts_on', 'h.ends_on')}))`.execute(db)
}
