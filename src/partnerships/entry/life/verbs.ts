import { isId } from '#src/domain/id.ts'
import { Conflict, NotFound } from '#src/errors.ts'
import { refuseWhileProposed } from '#src/partnerships/case/under-way.ts'
import type { Act } from '#src/trail/change.ts'
import { type Entry, lockEntries } from '../queries.ts'

/** Takes an entry made by mistake off the register. Its rows and history stay. @throws Conflict when others hang on it */
export async function remove(act: Act, entry: Entry, why: string, at: Date): Promise<void> {
  await lockEntries(act.trx, [entry.id])
  const merged = await act.trx
    .selectFrom('involvement')
    .select('reference')
    .where('merged_into', '=', entry.id)
    .executeTakeFirst()
  if (merged)
    throw new Conflict(`${merged.reference} was joined to this entry. Undo that first, then remove this one.`)
  await refuseWhileProposed(act.trx, entry.authority_id, [entry])
  await act
    .on('involvement', entry.id, entry.name)
    .update('involvement', entry.id, { removed_at: at, removed_reason: why }, entry.version)
}

/** Puts a removed entry back. */
export async function restore(act: Act, entry: Entry): Promise<void> {
  await act
    .on('involvement', entry.id, entry.name)
    .update('involvement', entry.id, { removed_at: null, removed_reason: '' })
}

/** Decides that a suggested pair are two. @throws NotFound where nothing of the kind was suggested for this entry */
export async function tellApart(act: Act, entry: Entry, duplicateId: string): Promise<void> {
  const pair = isId(duplicateId)
    ? await act.trx
        .selectFrom('duplicate')
        .select('id')
        .where('id', '=', duplicateId)
        .where(eb => eb.or([eb('involvement_id', '=', entry.id), eb('candidate_id', '=', entry.id)]))
        .executeTakeFirst()
    : undefined
  if (!pair) throw new NotFound('No such pair')
  await act.on('involvement', entry.id, entry.name).update('duplicate', pair.id, { state: 'different' })
}
