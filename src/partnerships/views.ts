import { z } from 'zod'
import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { change, type What } from '#src/trail/change.ts'

/** A view of the list that someone named for themselves. `query` is '' or starts with '?'. */
export type View = { id: string; name: string; query: string }

export const ViewForm = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Enter a name for this view')
    .max(80, 'The name of a view must be 80 characters or fewer'),
  query: z.string().max(4000, 'This view has too many filters to be kept'),
})

/** The views of one account in an authority, by name. */
export async function listViews(db: Db, authorityId: string, accountId: string): Promise<View[]> {
  return viewsOf(db, authorityId, accountId).execute()
}

/** The query behind listViews, for whoever asks for more besides. */
export function viewsOf(db: Db, authorityId: string, accountId: string) {
  return db
    .selectFrom('saved_view')
    .select(['id', 'name', 'query'])
    .where('authority_id', '=', authorityId)
    .where('account_id', '=', accountId)
    .orderBy('name')
    .orderBy('id')
}

/** One of the account's own views. @throws NotFound for anybody else's */
export async function findView(db: Db, authorityId: string, accountId: string, id: string): Promise<View> {
  const view = (await listViews(db, authorityId, accountId)).find(each => each.id === id)
  if (!view) throw new NotFound('No such view')
  return view
}

/** Keeps the address of a list under a name; the account's view of that name is replaced. */
export async function saveView(db: Db, what: What, accountId: string, { name, query }: Omit<View, 'id'>) {
  const same = (await listViews(db, what.authority!, accountId)).find(each => each.name === name)
  const action = same ? 'saved-view.edit' : 'saved-view.add'
  return change(db, { ...what, action }, async act => {
    const id = same?.id ?? newId(what.at)
    const writer = act.on('saved-view', id, name)
    if (same) await writer.update('saved_view', id, { query })
    else await writer.insert('saved_view', { id, account_id: accountId, name, query })
  })
}

/** Deletes one of the account's own views. @throws NotFound for anybody else's */
export function deleteView(db: Db, what: What, view: View) {
  return change(db, what, act => act.on('saved-view', view.id, view.name).remove('saved_view', view.id))
}
