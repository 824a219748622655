import { protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { firstDayOf, formatDate, lastDayOf, type PartialDate } from '#src/domain/dates.ts'
import type { Kind, Stage } from '#src/domain/words.ts'
import { covers } from '#src/protocol/definition.ts'
import type { Pack } from '#src/protocol/pack.ts'

/** The day from which new partnerships are proposed; `adopted` is false where it is merely today, none being adopted. */
export type Since = { day: string; adopted: boolean; pack: Pack }

/**
 * Since when a protocol has been in force: what began before may be recorded as in place; anything later is proposed
 * (ENT-7, APP-2). A newer version does not move the day. Where none was adopted, it is today.
 * @param on the day, ISO
 */
export async function protocolSince(db: Db, authorityId: string, on: string): Promise<Since> {
  const { pack } = await protocolOn(db, authorityId, on)
  const first = await db
    .selectFrom('protocol')
    .select(eb => eb.fn.min('from_on').as('day'))
    .where('authority_id', '=', authorityId)
    .where('from_on', '<=', on)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return { day: first?.day ?? on, adopted: Boolean(first?.day), pack }
}

/**
 * Why something cannot be recorded as in place already, or undefined where it can: a kind the protocol does not cover
 * always can, a partnership where it began before the protocol did.
 * @returns `late` where it began too late and is to be proposed; otherwise the start has to be told, or told better
 */
export function whyNotInPlace(
  { day, adopted, pack }: Since,
  kind: Kind,
  started: PartialDate | null,
): { text: string; late: boolean } | undefined {
  if (!covers(pack, kind)) return undefined
  const from = adopted ? `our protocol came into force on ${formatDate(day)}` : `today is ${formatDate(day)}`
  if (!started) return { text: 'Enter when it started', late: false }
  if (lastDayOf(started) < day) return undefined
  if (firstDayOf(started) < day)
    return { text: `Enter the month or the day it started: ${from}`, late: false }
  return {
    text: adopted
      ? `It started after our protocol came into force on ${formatDate(day)}, so it has to be proposed and approved`
      : 'It has not started yet, so it has to be proposed and approved',
    late: true,
  }
}

/**
 * What is to be said of an entry that stands as in place though it did not begin before the protocol did, or does not say
 * when; undefined where nothing is. It counts as not approved.
 */
export function whyTooNew(
  since: Since,
  entry: { kind: Kind; stage: Stage; started_on: PartialDate | null },
): string | undefined {
  const running = entry.stage === 'in-place' || entry.stage === 'leaving'
  if (!running || !covers(since.pack, entry.kind)) return undefined
  if (!entry.started_on) return 'It does not say when it started'
  return whyNotInPlace(since, entry.kind, entry.started_on)?.text
}
