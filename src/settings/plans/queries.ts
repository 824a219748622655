import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'

/** One corporate plan. @throws NotFound */
export async function findPlan(db: Db, id: string) {
  const row = isId(id)
    ? await db.selectFrom('plan').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('No such plan')
  return row
}

export type Plan = Awaited<ReturnType<typeof findPlan>>

/** All plans, latest first, with how many priorities each has in use. */
export function listPlans(db: Db) {
  return db
    .selectFrom('plan')
    .select(['id', 'name', 'starts_on', 'ends_on'])
    .select(eb =>
      eb
        .selectFrom('priority')
        .select(eb => eb.fn.countAll<number>().as('n'))
        .whereRef('priority.plan_id', '=', 'plan.id')
        .where('retired', '=', false)
        .as('priorities'),
    )
    .orderBy('starts_on', 'desc')
    .orderBy('name')
    .execute()
}

/** A plan's priorities in its order, those retired last. */
export function listPriorities(db: Db, planId: string) {
  return db
    .selectFrom('priority')
    .select(['id', 'title', 'position', 'retired', 'version'])
    .where('plan_id', '=', planId)
    .orderBy('retired')
    .orderBy('position')
    .orderBy(sql`id`)
    .execute()
}

/** One priority of a plan. @throws NotFound */
export async function findPriority(db: Db, planId: string, id: string) {
  const row =
    isId(id) && isId(planId)
      ? await db
          .selectFrom('priority')
          .selectAll()
          .where('plan_id', '=', planId)
          .where('id', '=', id)
          .executeTakeFirst()
      : undefined
  if (!row) throw new NotFound('No such priority')
  return row
}
