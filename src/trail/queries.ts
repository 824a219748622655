import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { EventPayload, Tables } from '#src/db/tables.ts'

/** One change of one record, as it was written down. `payload` is null once its words were redacted. */
export type TrailEvent = {
  id: string
  at: Date
  action: string
  subject_type: string
  subject_id: string
  account_id: string | null
  batch_id: string | null
  payload: EventPayload | null
  redacted_at: Date | null
}

/** Events newest first; `next` is what `before` takes to go on, null at the beginning of time. */
export type TrailPage = { events: TrailEvent[]; next: string | null }

/**
 * The history of a record, newest first: of several where its page shows more than one.
 * Put it into words with `tell` of sentences.ts.
 */
export async function listHistory(
  db: Db,
  authorityId: string,
  subjects: { type: string; id: string }[],
  page: { limit: number; before?: string | undefined },
): Promise<TrailPage> {
  if (subjects.length === 0) return { events: [], next: null }
  return pageOf(
    page.limit,
    await db
      .selectFrom('event')
      .select(eventColumns)
      .where('authority_id', '=', authorityId)
      .where(({ or, and, eb }) =>
        or(subjects.map(({ type, id }) => and([eb('subject_type', '=', type), eb('subject_id', '=', id)]))),
      )
      .$if(page.before !== undefined, query => query.where(olderThan(page.before!)))
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
      .execute(),
  )
}

export const eventColumns = [
  'id',
  'at',
  'action',
  'subject_type',
  'subject_id',
  'account_id',
  'batch_id',
  'payload',
  'redacted_at',
] as const

/** The condition 'before this event', by its id. */
export const olderThan = (id: string) => (_: ExpressionBuilder<Tables, 'event'>) =>
  sql<boolean>`(event.at, event.id) < (select b.at, b.id from event b where b.id = ${id}::uuid)`

/** Cuts the one row read too many and says whether there is more. */
export function pageOf(limit: number, rows: TrailEvent[]): TrailPage {
  const events = rows.slice(0, limit)
  return { events, next: rows.length > limit ? events.at(-1)!.id : null }
}
