import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '#src/db/open.ts'
import { listCustomFields } from './custom-fields.ts'
import type { Field } from './fields.ts'
import { type Choices, listChoices } from './list-choices.ts'
import { type View, viewsOf } from './views.ts'

/** What the filter panel is made of. */
export type PanelOf = { choices: Choices; customFields: Field[] }

/**
 * The choices and own fields of an authority, read again whenever its trail has a newer event: they take longer to
 * read than the list itself, and change with a save only. Nothing here says who may see what. With them the views that
 * the account keeps.
 */
export async function findPanel(
  db: Db,
  authorityId: string,
  accountId: string,
): Promise<PanelOf & { views: View[] }> {
  const { newest, views } = await newestAndViews(db, authorityId, accountId)
  return { ...(await panelOf(db, authorityId, newest)), views }
}

async function panelOf(db: Db, authorityId: string, newest: string | null): Promise<PanelOf> {
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

const kept = new Map<string, PanelOf & { newest: string | null; until: number }>()
const authoritiesKept = 400
// Of two saves at once the one that commits last may bear the earlier time, and so not be seen as newer.
const atMost = 5_000

// In one statement with the account's own views, which are read for every page.
function newestAndViews(db: Db, authorityId: string, accountId: string) {
  return db
    .selectNoFrom(eb => [
      eb
        .selectFrom('event')
        .select('id')
        .where('authority_id', '=', authorityId)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .as('newest'),
      jsonArrayFrom(viewsOf(db, authorityId, accountId)).as('views'),
    ])
    .executeTakeFirstOrThrow()
}
