import type { Here } from '#src/accounts/here.ts'
import { listHistory } from '#src/trail/queries.ts'
import { type Told, tell } from '#src/trail/sentences.ts'

/** The latest of a record's history in words, for the foot of its page. */
export async function historyOf(here: Here, type: string, id: string, limit = 20): Promise<Told[]> {
  const { events } = await listHistory(here.db, here.authority.id, [{ type, id }], { limit })
  return tell(here.db, events)
}
