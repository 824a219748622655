import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'

/** A try: `waitNow` seconds until it may be made (0: it may), `waitNext` until the one after, should it fail. */
export type Try = { waitNow: number; waitNext: number }

/**
 * Counts a try as failed before it is made, so that many at once are counted too; `forgive` takes it back.
 * The first five cost nothing, then each doubles the wait from 5 seconds up to 5 minutes: it slows and never bars.
 * @param what what is tried, such as an e-mail address; whether there is such an account plays no part
 */
export async function takeTry(db: Db, what: string, at: Date): Promise<Try> {
  const key = keyOf(what)
  const { rows } = await sql<{ failures: number }>`
    insert into failed_try (key, failures, failed_at) values (${key}, 1, ${at})
    on conflict (key) do update set failed_at = excluded.failed_at,
      failures = case when failed_try.failed_at < excluded.failed_at - interval '1 day' then 1
        else failed_try.failures + 1 end
      where excluded.failed_at >= failed_try.failed_at + make_interval(secs => case
        when failed_try.failures < ${free} then 0
        else least(${longest}, ${first} * power(2, least(failed_try.failures, 30) - ${free})) end)
    returning failures`.execute(db)
  if (rows[0]) return { waitNow: 0, waitNext: waitAfter(rows[0].failures) }
  const held = await db.selectFrom('failed_try').selectAll().where('key', '=', key).executeTakeFirst()
  const left = held ? held.failed_at.getTime() + waitAfter(held.failures) * 1000 - at.getTime() : 0
  const waitNow = Math.max(1, Math.ceil(left / 1000))
  return { waitNow, waitNext: waitNow }
}

/** The try was right: nothing is counted any more. */
export async function forgive(db: Db, what: string): Promise<void> {
  await db.deleteFrom('failed_try').where('key', '=', keyOf(what)).execute()
}

/** 'Wait 20 seconds before you try again', or '' where one need not. */
export function waitSentence(seconds: number): string {
  if (seconds <= 0) return ''
  return `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} before you try again`
}

const free = 5
const first = 5
const longest = 300

const waitAfter = (failures: number) =>
  failures < free ? 0 : Math.min(longest, first * 2 ** (Math.min(failures, 30) - free))

// Addresses people mistype are none of our business: only their hash is kept, for a day.
const keyOf = (what: string) => createHash('sha256').update(what).digest('hex')
