import { type SqlBool, sql } from 'kysely'
import { waitingCount } from '#src/decide/waiting.ts'
import { appointmentRoles, labelOf } from '#src/domain/words.ts'
import { type Asking, unconfirmed, within } from '#src/partnerships/list-queries.ts'
import type { TrailEvent } from '#src/trail/queries.ts'
import { eventColumns } from '#src/trail/queries.ts'

/** An entry in which someone has a part, with what that part is. */
export type OwnEntry = Awaited<ReturnType<typeof listOwnEntries>>[number]

/** The entries that name this account's person, or a post they hold today. */
export async function listOwnEntries({ db, authorityId, sight, today }: Asking, accountId: string) {
  const rows = await db
    .with('mine', cte =>
      cte
        .selectFrom('person')
        .select('id')
        .where('authority_id', '=', authorityId)
        .where('account_id', '=', accountId),
    )
    .selectFrom('appointment as a')
    .innerJoin('register_entry as e', join =>
      join.onRef('e.authority_id', '=', 'a.authority_id').onRef('e.involvement_id', '=', 'a.involvement_id'),
    )
    .select(['e.reference', 'e.name', 'e.kind', 'e.stage', 'e.gaps', 'e.confirmed_on'])
    .select([
      sql<string[]>`array_agg(distinct a.role) filter (where not a.is_substitute)`.as('roles'),
      sql<boolean>`bool_or(a.is_substitute)`.as('substitute'),
      sql<boolean>`bool_or(${unconfirmed(['year'], today)})`.as('unconfirmed'),
    ])
    .where('a.authority_id', '=', authorityId)
    .where(sql<SqlBool>`(a.ends_on is null or a.ends_on >= ${today})`)
    .where(sql<SqlBool>`(a.person_id in (select id from mine) or a.post_id in (
      select h.post_id from post_holding h where h.authority_id = ${authorityId} and h.person_id in (select id from mine)
        and h.starts_on <= ${today} and (h.ends_on is null or h.ends_on >= ${today})))`)
    .where('e.merged', '=', false)
    .where('e.removed', '=', false)
    .where('e.stage', 'not in', ['ended', 'declined', 'not-a-partnership'])
    .where(within(sight))
    .groupBy(['e.involvement_id', 'e.reference', 'e.name', 'e.kind', 'e.stage', 'e.gaps', 'e.confirmed_on'])
    .orderBy(sql`plain(e.name) collate "und-x-icu"`)
    .execute()
  return rows.map(({ roles, substitute, ...row }) => ({ ...row, part: partOf(roles ?? [], substitute) }))
}

/** How much of each thing waits in the authority and for this account, in one query. */
export async function countWaiting({ db, authorityId, sight, today }: Asking, accountId: string) {
  return db
    .selectNoFrom(eb => {
      const entries = () =>
        eb
          .selectFrom('register_entry as e')
          .select(sql<number>`count(*)`.as('n'))
          .where('e.authority_id', '=', authorityId)
          .where('e.merged', '=', false)
          .where('e.removed', '=', false)
          .where(within(sight))
      const open = (table: 'settlement' | 'duplicate') =>
        eb
          .selectFrom(table)
          .select(sql<number>`count(*)`.as('n'))
          .where('authority_id', '=', authorityId)
          .where('state', '=', 'open')
      return [
        entries().as('entries'),
        entries().where(sql<SqlBool>`cardinality(e.gaps) > 0`).as('incomplete'),
        entries()
          .where(unconfirmed(['year'], today))
          .as('unconfirmed'),
        open('settlement').as('settlements'),
        open('duplicate').as('duplicates'),
        eb
          .selectFrom('decision')
          .select(sql<number>`count(*)`.as('n'))
          .where('authority_id', '=', authorityId)
          .where('urgent_reason', '<>', '')
          .where('reported_on', 'is', null)
          .as('urgent'),
        eb
          .selectFrom('proposal as p')
          .innerJoin('involvement as i', join =>
            join.onRef('i.authority_id', '=', 'p.authority_id').onRef('i.id', '=', 'p.involvement_id'),
          )
          .select(sql<number>`count(*)`.as('n'))
          .where('p.authority_id', '=', authorityId)
          .where('p.account_id', '=', accountId)
          .where('p.state', '=', 'draft')
          .where('p.purpose', '<>', 'existing')
          .where('i.removed_at', 'is', null)
          .where('i.merged_into', 'is', null)
          .as('drafts'),
        sql<string[]>`array(select i.id::text from proposal p
          join involvement i on i.authority_id = p.authority_id and i.id = p.involvement_id
          where p.authority_id = ${authorityId} and p.account_id = ${accountId} and p.state = 'approved'
            and p.purpose = 'enter' and i.registration = 'none' and i.removed_at is null and i.merged_into is null)`.as(
          'approved',
        ),
        waitingCount({ authorityId, accountId, on: today }).as('decisions'),
        eb
          .selectFrom('post as p')
          .select(sql<number>`count(*)`.as('n'))
          .where('p.authority_id', '=', authorityId)
          .where('p.closed_on', 'is', null)
          .where(sql<SqlBool>`not exists (select from post_holding h where h.authority_id = p.authority_id
            and h.post_id = p.id and not h.deputy and h.starts_on <= ${today} and (h.ends_on is null or h.ends_on >= ${today}))`)
          .as('vacantPosts'),
        eb
          .selectFrom('person')
          .select('id')
          .where('authority_id', '=', authorityId)
          .where('account_id', '=', sql<string>`current_account()`)
          .as('personId'),
      ]
    })
    .executeTakeFirstOrThrow()
}

/** The latest changes to entries that the reader may see, newest first. */
export function listRecentChanges(
  { db, authorityId, sight }: Asking,
  limit: number,
): Promise<(TrailEvent & { reference: string; name: string })[]> {
  return db
    .selectFrom('event')
    .innerJoin('register_entry as e', join =>
      join
        .onRef('e.authority_id', '=', 'event.authority_id')
        .onRef('e.involvement_id', '=', 'event.subject_id'),
    )
    .select(eventColumns.map(column => `event.${column}` as const))
    .select(['e.reference', 'e.name'])
    .where('event.authority_id', '=', authorityId)
    .where('event.subject_type', '=', 'involvement')
    .where('e.merged', '=', false)
    .where('e.removed', '=', false)
    .where(within(sight))
    .orderBy('event.at', 'desc')
    .orderBy('event.id', 'desc')
    .limit(limit)
    .execute()
}

function partOf(roles: string[], substitute: boolean): string {
  const parts = roles.map(role => labelOf(appointmentRoles, role))
  const known = appointmentRoles.map(role => role.label as string)
  parts.sort((a, b) => known.indexOf(a) - known.indexOf(b))
  return [...parts, ...(substitute ? ['Substitute'] : [])].join(', ')
}
