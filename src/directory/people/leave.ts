import type { Act } from '#src/trail/change.ts'

/**
 * Records that someone left: the posts they hold end that day and so fall vacant. Seats given to them by name stay,
 * for someone must decide who follows.
 * @param leftOn the day, as '2027-03-31'
 */
export async function leave(
  act: Act,
  person: { id: string; name: string; version?: number },
  leftOn: string,
) {
  await act
    .on('person', person.id, person.name)
    .update('person', person.id, { left_on: leftOn }, person.version)
  const held = await act.trx
    .selectFrom('post_holding')
    .innerJoin('post', 'post.id', 'post_holding.post_id')
    .select(['post_holding.id', 'post.id as postId', 'post.title', 'starts_on'])
    .where('person_id', '=', person.id)
    .where(({ or, eb }) => or([eb('ends_on', 'is', null), eb('ends_on', '>', leftOn)]))
    .execute()
  for (const { id, postId, title, starts_on } of held) {
    // One that was to begin later ends as it begins.
    const ends_on = starts_on > leftOn ? starts_on : leftOn
    await act.on('post', postId, title).update('post_holding', id, { ends_on })
  }
}
