import type { World } from './world.ts'

/** What a form sends to say that someone in a post allowed a waiver, on the day of the tests, with a letter. */
export async function allowedBy(world: World, post: string, person: string) {
  const found = await world.county.db
    .selectFrom('post_holding as h')
    .innerJoin('post', join =>
      join.onRef('post.authority_id', '=', 'h.authority_id').onRef('post.id', '=', 'h.post_id'),
    )
    .innerJoin('person', join =>
      join.onRef('person.authority_id', '=', 'h.authority_id').onRef('person.id', '=', 'h.person_id'),
    )
    .select(['post.id as postId', 'person.id as personId'])
    .where('post.title', '=', post)
    .where('person.name', '=', person)
    .executeTakeFirstOrThrow()
  return allowance(`${found.postId}_${found.personId}`)
}

/** The same of a committee. */
export async function allowedByCommittee(world: World, name: string) {
  const { id } = await world.county.db
    .selectFrom('committee')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return allowance(id)
}

const allowance = (allowed_by: string) => ({
  allowed_by,
  'allowed_on-day': '23',
  'allowed_on-month': '11',
  'allowed_on-year': '2026',
  reference: 'Letter 12',
})
