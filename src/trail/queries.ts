import { type ExpressionBuilder, sql } from 'kysely'
import type { Sight } from '#src/accounts/may.ts'
import type { Db } from '#src/db/open.ts'
import type { EventPayload, Tables } from '#src/db/tables.ts'
import type { Filters } from './filters.ts'

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
const olderThan = (id: string) => (_: ExpressionBuilder<Tables, 'event'>) =>
  sql<boolean>`(event.at, event.id) < (select b.at, b.id from event b where b.id = ${id}::uuid)`

/** Cuts the one row read too many and says whether there is more. */
export function pageOf(limit: number, rows: TrailEvent[]): TrailPage {
  const events = rows.slice(0, limit)
  return { events, next: rows.length > limit ? events.at(-1)!.id : null }
}

/**
 * One page of an authority's whole trail, newest first, narrowed by the filters.
 * @param sight the entries the reader's roles reach; anything but 'all' shows these entries' events alone
 */
export async function listTrail(
  db: Db,
  authorityId: string,
  sight: Sight,
  filters: Filters,
  limit: number,
): Promise<TrailPage> {
  const { from, to, who, record, type, verb, field, before } = filters
  const rows = await db
    .selectFrom('event')
    .select(eventColumns)
    .where('authority_id', '=', authorityId)
    .$if(sight !== 'all', query =>
      query
        .where('subject_type', '=', 'involvement')
        .where('subject_id', 'in', eb => entriesIn(eb, sight as Exclude<Sight, 'all'>)),
    )
    .$if(from !== '', query => query.where('at', '>=', startOf(from)))
    .$if(to !== '', query => query.where('at', '<', sql<Date>`(${startOf(to)} + interval '1 day')`))
    .$if(who !== '', query => query.where(sql<string>`payload->'actor'->>'name'`, 'ilike', anywhere(who)))
    .$if(type !== '', query => query.where('subject_type', 'in', [type, type.replaceAll('-', '_')]))
    .$if(verb !== '', query => query.where('action', 'like', `%.${escaped(verb)}`))
    .$if(field !== '', query => query.where(sql<boolean>`fields @> array[${field}]::text[]`))
    .$if(record !== '', query =>
      query.where(eb =>
        eb.or([
          eb(sql<string>`payload->>'label'`, 'ilike', anywhere(record)),
          eb('subject_id', 'in', entriesCalled(eb, record)),
        ]),
      ),
    )
    .$if(before !== undefined, query => query.where(olderThan(before!)))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(limit, rows)
}

/** The references of these entries, by id: their pages stand under them. */
export async function listReferences(db: Db, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('register_entry')
    .select(['involvement_id', 'reference'])
    .where('involvement_id', 'in', ids)
    .execute()
  return new Map(rows.map(row => [row.involvement_id, row.reference]))
}

type Builder = ExpressionBuilder<Tables, 'event'>

function entriesIn(eb: Builder, { directorateIds, involvementIds }: Exclude<Sight, 'all'>) {
  return eb
    .selectFrom('register_entry')
    .select('involvement_id')
    .where(
      sql<boolean>`directorate_id = any(${directorateIds}::uuid[]) or involvement_id = any(${involvementIds}::uuid[])`,
    )
}

// By its number, and by the name it has now: the label of an event is the name it had then.
function entriesCalled(eb: Builder, text: string) {
  return eb
    .selectFrom('register_entry')
    .select('involvement_id')
    .where(
      sql<boolean>`upper(reference) = upper(${text}) or upper(council_reference) = upper(${text})
        or names_text like plain(${anywhere(text)})`,
    )
}

const startOf = (day: string) => sql<Date>`(${day}::timestamp at time zone 'Europe/London')`

const anywhere = (text: string) => `%${escaped(text)}%`

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')
