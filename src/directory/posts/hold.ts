import type { Act } from '#src/trail/change.ts'

export type Holding = {
  person: { id: string; name: string }
  deputy: boolean
  /** Whether whoever holds it now ends the day before. */
  follows: boolean
  starts_on: string
  ends_on: string | null
}

/** Gives a post to someone, after whoever held it or beside them. */
export async function hold(act: Act, post: { id: string; title: string }, holding: Holding): Promise<void> {
  const { person, deputy, follows, starts_on, ends_on } = holding
  const writer = act.on('post', post.id, post.title)
  if (follows)
    for (const { id, starts_on: began } of await listOpen(act, post.id, deputy, starts_on)) {
      const days = [began, dayBefore(starts_on)].sort()
      await writer.update('post_holding', id, { ends_on: days[1]! })
    }
  await writer.insert('post_holding', { post_id: post.id, person_id: person.id, deputy, starts_on, ends_on })
}

function listOpen(act: Act, postId: string, deputy: boolean, from: string) {
  return act.trx
    .selectFrom('post_holding')
    .select(['id', 'starts_on'])
    .where('post_id', '=', postId)
    .where('deputy', '=', deputy)
    .where('starts_on', '<=', from)
    .where(({ or, eb }) => or([eb('ends_on', 'is', null), eb('ends_on', '>=', from)]))
    .execute()
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
