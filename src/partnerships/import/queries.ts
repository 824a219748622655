import { sql } from 'kysely'
import type { Sight } from '#src/accounts/may.ts'
import type { Db } from '#src/db/open.ts'
import type { Batch } from './batch.ts'
import type { RowPlan } from './row-plan.ts'

/** The imports of an authority, newest first. */
export async function listBatches(db: Db, authorityId: string): Promise<(Batch & { by: string | null })[]> {
  const rows = await db
    .selectFrom('import_batch as b')
    .leftJoin('account as a', 'a.id', 'b.account_id')
    .select([
      'b.authority_id',
      'b.id',
      'b.version',
      'b.file_name',
      'b.sheet',
      'b.state',
      'b.options',
      'b.summary',
    ])
    .select(['b.progress', 'b.progress_of', 'b.error', 'b.account_id', 'b.created_at', 'b.committed_at'])
    .select(['b.undone_at', 'a.name as by'])
    .where('b.authority_id', '=', authorityId)
    .orderBy('b.created_at', 'desc')
    .orderBy('b.id', 'desc')
    .limit(100)
    .execute()
  return rows as (Batch & { by: string | null })[]
}

/** How much of an authority's imports waits for a person. */
export async function countWaiting(db: Db, authorityId: string, sight: Sight) {
  const settle = await openSettlements(db, authorityId, sight)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const duplicates = await openDuplicates(db, authorityId)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { settle: settle.count, duplicates: duplicates.count }
}

/** What waits to be settled on entries that are on the register and within sight. */
export function openSettlements(db: Db, authorityId: string, sight: Sight) {
  return db
    .selectFrom('settlement as s')
    .innerJoin('register_entry as e', join =>
      join.onRef('e.authority_id', '=', 's.authority_id').onRef('e.involvement_id', '=', 's.involvement_id'),
    )
    .where('s.authority_id', '=', authorityId)
    .where('s.state', '=', 'open')
    .where('e.removed', '=', false)
    .$if(sight !== 'all', query => {
      const { directorateIds, involvementIds } = sight as Exclude<Sight, 'all'>
      return query.where(
        sql<boolean>`(e.directorate_id = any(${directorateIds}::uuid[]) or e.involvement_id = any(${involvementIds}::uuid[]))`,
      )
    })
}

/** Pairs that may be one and wait for someone to say. */
export function openDuplicates(db: Db, authorityId: string) {
  return db
    .selectFrom('duplicate as d')
    .innerJoin('register_entry as a', join =>
      join.onRef('a.authority_id', '=', 'd.authority_id').onRef('a.involvement_id', '=', 'd.candidate_id'),
    )
    .innerJoin('register_entry as b', join =>
      join.onRef('b.authority_id', '=', 'd.authority_id').onRef('b.involvement_id', '=', 'd.involvement_id'),
    )
    .where('d.authority_id', '=', authorityId)
    .where('d.state', '=', 'open')
    .where('a.removed', '=', false)
    .where('a.merged', '=', false)
    .where('b.removed', '=', false)
    .where('b.merged', '=', false)
}

/** The groups of a dry run's rows. */
export const groups = ['create', 'update', 'unchanged', 'skip', 'settle', 'duplicate', 'too-new'] as const
export type Group = (typeof groups)[number]

/** The planned rows of one group, a page at a time. */
export async function listPlanned(
  db: Db,
  batch: Batch,
  group: Group,
  page: number,
  size: number,
): Promise<{ sheet: number; row: number; plan: RowPlan }[]> {
  const rows = await db
    .selectFrom('import_row')
    .select(['sheet', 'row', 'plan'])
    .where('authority_id', '=', batch.authority_id)
    .where('batch_id', '=', batch.id)
    .where(conditions[group])
    .orderBy('sheet')
    .orderBy('row')
    .limit(size)
    .offset((page - 1) * size)
    .execute()
  return rows as unknown as { sheet: number; row: number; plan: RowPlan }[]
}

const conditions = {
  create: sql<boolean>`plan ->> 'is' = 'create'`,
  update: sql<boolean>`plan ->> 'is' = 'update'`,
  unchanged: sql<boolean>`plan ->> 'is' = 'unchanged'`,
  skip: sql<boolean>`plan ->> 'is' = 'skip'`,
  settle: sql<boolean>`jsonb_array_length(coalesce(plan -> 'toSettle', '[]')) > 0`,
  duplicate: sql<boolean>`plan ? 'duplicates'`,
  'too-new': sql<boolean>`plan ? 'tooNew'`,
}
