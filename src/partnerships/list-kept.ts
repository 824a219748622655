import type { Db } from '#src/db/open.ts'
import { listCustomFields } from './custom-fields.ts'
import type { Field } from './fields.ts'
import { type Choices, listChoices } from './list-choices.ts'

/** What the filter panel is made of. */
export type PanelOf = { choices: Choices; customFields: Field[] }

/**
 * The choices and own fields of an authority, read again whenever its trail has a newer event: they take longer to
 * read than the list itself, and change with a save only. Nothing here says who may see what.
 */
export async function findPanel(db: Db, authorityId: string): Promise<PanelOf> {
  const newest = await newestEvent(db, authorityId)
  const known = kept.get(authorityId)
  if (known && known.newest === newest && performance.now() < known.until) return known
  const customFields = await listCustomFields(db, authorityId)
  const panel = {
    newest,
    until: performance.now() + atMost,
    customFields,
    choices: await listChoices(db, authorityId),
  }
  if (kept.size >= authoritiesKept) kept.delete(kept.keys().next().value!)
  kept.set(authorityId, panel)
  return panel
}

const kept = new Map<string, PanelOf & { newest: string | undefined; until: number }>()
const authoritiesKept = 400
// Of two saves at once the one that commits last may bear the earlier time, and so not be seen as newer.
const atMost = 5_000

async function newestEvent(db: Db, authorityId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('event')
    .select('id')
    .where('authority_id', '=', authorityId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}
